using System.Globalization;
using System.Text;

namespace Plumbline.Rendering.Helm.Functions.Regex;

/// <summary>A set of characters: ranges in order.</summary>
internal sealed class RuneSet
{
    private const int Last = 0x10FFFF;

    // Ranges wider than this are not folded character by character; they hold both cases anyway.
    private const int WidestFolded = 4_096;

    private readonly List<(int From, int To)> _ranges = [];

    /// <summary>Adds a range.</summary>
    public RuneSet Add(int from, int to)
    {
        _ranges.Add((from, to));
        return this;
    }

    /// <summary>Adds all of another set.</summary>
    public RuneSet Add(RuneSet other)
    {
        _ranges.AddRange(other._ranges);
        return this;
    }

    /// <summary>Adds the other case of each character.</summary>
    public RuneSet Fold()
    {
        foreach (var (from, to) in _ranges.ToArray())
        {
            for (var c = from; c <= to && to - from <= WidestFolded; c++)
            {
                AddFolds(c);
            }
        }

        return this;
    }

    /// <summary>Everything else.</summary>
    public RuneSet Negated()
    {
        var result = new RuneSet();
        var next = 0;
        foreach (var (from, to) in Normalized())
        {
            if (from > next)
            {
                result.Add(next, from - 1);
            }

            next = to + 1;
        }

        return next <= Last ? result.Add(next, Last) : result;
    }

    /// <summary>The ranges in order, none touching another.</summary>
    public (int From, int To)[] Normalized()
    {
        _ranges.Sort();
        var result = new List<(int From, int To)>();
        foreach (var (from, to) in _ranges)
        {
            if (result.Count > 0 && from <= result[^1].To + 1)
            {
                result[^1] = (result[^1].From, Math.Max(result[^1].To, to));
            }
            else
            {
                result.Add((from, to));
            }
        }

        return [.. result];
    }

    /// <summary>A set given as pairs of first and last characters.</summary>
    public static RuneSet Of(string pairs)
    {
        var set = new RuneSet();
        for (var i = 0; i < pairs.Length; i += 2)
        {
            set.Add(pairs[i], pairs[i + 1]);
        }

        return set;
    }

    /// <summary>The characters of a Unicode category (<c>L</c>, <c>Lu</c>) or script; null when the name is unknown.</summary>
    public static RuneSet? Unicode(string name)
    {
        if (name == "Any")
        {
            return new RuneSet().Add(0, Last);
        }

        if (UnicodeScripts.Find(name) is { } script)
        {
            return script;
        }

        var wanted = Array.FindAll(Enum.GetValues<UnicodeCategory>(), c => Code(c).StartsWith(name, StringComparison.Ordinal));
        if (wanted.Length == 0 || name.Length is 0 or > 2)
        {
            return null;
        }

        var set = new RuneSet();
        for (var c = 0; c <= Last; c++)
        {
            if (Array.IndexOf(wanted, CharUnicodeInfo.GetUnicodeCategory(c)) < 0)
            {
                continue;
            }

            var start = c;
            while (c < Last && Array.IndexOf(wanted, CharUnicodeInfo.GetUnicodeCategory(c + 1)) >= 0)
            {
                c++;
            }

            set.Add(start, c);
        }

        return set;
    }

    private void AddFolds(int c)
    {
        if (!Rune.TryCreate(c, out var rune))
        {
            return;
        }

        var lower = Rune.ToLowerInvariant(rune);
        var upper = Rune.ToUpperInvariant(rune);
        Add(lower.Value, lower.Value).Add(upper.Value, upper.Value);

        // Two ASCII letters have a third form: the Kelvin sign and the long s.
        switch (lower.Value)
        {
            case 'k' or 0x212A:
                Add('k', 'k').Add('K', 'K').Add(0x212A, 0x212A);
                break;
            case 's' or 0x17F:
                Add('s', 's').Add('S', 'S').Add(0x17F, 0x17F);
                break;
        }
    }

    private static string Code(UnicodeCategory category) => category switch
    {
        UnicodeCategory.UppercaseLetter => "Lu",
        UnicodeCategory.LowercaseLetter => "Ll",
        UnicodeCategory.TitlecaseLetter => "Lt",
        UnicodeCategory.ModifierLetter => "Lm",
        UnicodeCategory.OtherLetter => "Lo",
        UnicodeCategory.NonSpacingMark => "Mn",
        UnicodeCategory.SpacingCombiningMark => "Mc",
        UnicodeCategory.EnclosingMark => "Me",
        UnicodeCategory.DecimalDigitNumber => "Nd",
        UnicodeCategory.LetterNumber => "Nl",
        UnicodeCategory.OtherNumber => "No",
        UnicodeCategory.SpaceSeparator => "Zs",
        UnicodeCategory.LineSeparator => "Zl",
        UnicodeCategory.ParagraphSeparator => "Zp",
        UnicodeCategory.Control => "Cc",
        UnicodeCategory.Format => "Cf",
        UnicodeCategory.Surrogate => "Cs",
        UnicodeCategory.PrivateUse => "Co",
        UnicodeCategory.ConnectorPunctuation => "Pc",
        UnicodeCategory.DashPunctuation => "Pd",
        UnicodeCategory.OpenPunctuation => "Ps",
        UnicodeCategory.ClosePunctuation => "Pe",
        UnicodeCategory.InitialQuotePunctuation => "Pi",
        UnicodeCategory.FinalQuotePunctuation => "Pf",
        UnicodeCategory.OtherPunctuation => "Po",
        UnicodeCategory.MathSymbol => "Sm",
        UnicodeCategory.CurrencySymbol => "Sc",
        UnicodeCategory.ModifierSymbol => "Sk",
        UnicodeCategory.OtherSymbol => "So",
        _ => "-",
    };
}

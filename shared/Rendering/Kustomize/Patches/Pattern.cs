using System.Collections.Concurrent;
using System.Text.RegularExpressions;

namespace Plumbline.Rendering.Kustomize.Patches;

/// <summary>
/// A pattern of a user. It is matched without backtracking, so that its time is linear in the text (threat T-RX-1); a pattern
/// without special characters is compared.
/// </summary>
internal sealed class Pattern
{
    private const int Longest = 2_000;
    private const int MostKept = 4_000;

    private static readonly ConcurrentDictionary<string, Pattern> Anchored = new(StringComparer.Ordinal);

    private static readonly System.Buffers.SearchValues<char> Special = System.Buffers.SearchValues.Create(@"\.+*?()|[]{}^$");

    private readonly string? _literal;
    private readonly Regex? _regex;

    private Pattern(string? literal, Regex? regex)
    {
        _literal = literal;
        _regex = regex;
    }

    /// <summary>A pattern for a whole text; an empty one fits everything.</summary>
    public static Pattern Whole(string pattern)
    {
        if (Anchored.TryGetValue(pattern, out var known))
        {
            return known;
        }

        if (Anchored.Count >= MostKept)
        {
            Anchored.Clear();
        }

        return Anchored[pattern] = pattern.AsSpan().IndexOfAny(Special) < 0
            ? new Pattern(pattern, null)
            : new Pattern(null, Compile(pattern, $@"\A(?:{pattern})\z"));
    }

    /// <summary>A pattern that is looked for anywhere in a text.</summary>
    public static Pattern Part(string pattern) => new(null, Compile(pattern, pattern));

    public static Pattern Of(string pattern, string full) => new(null, Compile(pattern, full));

    public bool Fits(string text) => _regex is not null ? _regex.IsMatch(text) : _literal!.Length == 0 || _literal == text;

    private static Regex Compile(string shown, string pattern)
    {
        try
        {
            return shown.Length > Longest
                ? throw new BuildException($"the pattern has more than {Longest} characters")
                : new Regex(pattern, RegexOptions.NonBacktracking | RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture);
        }
        catch (RegexParseException e)
        {
            throw new BuildException($"error parsing regexp: {Fault(e, shown)}");
        }
        catch (ArgumentException)
        {
            throw new BuildException($"error parsing regexp: invalid pattern: `{shown}`");
        }
        catch (NotSupportedException)
        {
            throw new BuildException($"error parsing regexp: pattern not supported: `{shown}`");
        }
    }

    // In the words of Go, which are about its own anchors where it says that something is not closed.
    private static string Fault(RegexParseException e, string shown) => e.Error switch
    {
        RegexParseError.InsufficientClosingParentheses => $"missing closing ): `^(?:{shown})$`",
        RegexParseError.InsufficientOpeningParentheses => $"unexpected ): `^(?:{shown})$`",
        RegexParseError.UnterminatedBracket => $"missing closing ]: `{shown[Math.Max(shown.LastIndexOf('['), 0)..]})$`",
        RegexParseError.QuantifierAfterNothing => $"missing argument to repetition operator: `{Sign(shown)}`",
        RegexParseError.NestedQuantifiersNotParenthesized => $"invalid nested repetition operator: `{Doubled(shown)}`",
        _ => $"invalid pattern: `{shown}`",
    };

    private static string Sign(string shown) => shown.FirstOrDefault(c => c is '*' or '+' or '?') is var sign and not '\0' ? sign.ToString() : shown;

    private static string Doubled(string shown)
    {
        for (var i = 1; i < shown.Length; i++)
        {
            if (shown[i] is '*' or '+' or '?' && shown[i - 1] is '*' or '+' or '?')
            {
                return shown[(i - 1)..(i + 1)];
            }
        }

        return shown;
    }
}

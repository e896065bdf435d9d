using System.Globalization;

namespace Plumbline.Core.Versions;

/// <summary>Where the parts of a version, or of a version with wildcards inside a constraint, lie in a text.</summary>
/// <remarks>Offsets instead of texts: constraints are checked in template loops, most parts are never looked at.</remarks>
internal readonly record struct VersionSyntax(
    int Start, int MajorStart, int MajorEnd, int MinorEnd, int PatchEnd, int PrereleaseEnd, int End)
{
    private const int LongestQuoted = 256;

    public bool HasMinor => MinorEnd > MajorEnd;

    public bool HasPatch => PatchEnd > MinorEnd;

    public string Major(string text) => text[MajorStart..MajorEnd];

    public string Minor(string text) => HasMinor ? text[(MajorEnd + 1)..MinorEnd] : "";

    public string Patch(string text) => HasPatch ? text[(MinorEnd + 1)..PatchEnd] : "";

    public string Prerelease(string text) => PrereleaseEnd > PatchEnd ? text[(PatchEnd + 1)..PrereleaseEnd] : "";

    public string Metadata(string text) => End > PrereleaseEnd ? text[(PrereleaseEnd + 1)..End] : "";

    public string Text(string text) => text[Start..End];

    /// <summary>
    /// Reads the longest version at <paramref name="start"/>: <c>v?N(.N)?(.N)?(-ids)?(+ids)?</c>. With <paramref name="wildcards"/>
    /// a number may hold <c>x</c>, <c>X</c>, <c>*</c> and (as in the library that Helm uses) <c>|</c>.
    /// </summary>
    public static bool TryRead(string text, int start, bool wildcards, out VersionSyntax syntax)
    {
        var majorStart = start < text.Length && text[start] == 'v' ? start + 1 : start;
        var majorEnd = Digits(text, majorStart, wildcards);
        if (majorEnd == majorStart)
        {
            syntax = default;
            return false;
        }

        var minorEnd = Dotted(text, majorEnd, wildcards);
        var patchEnd = minorEnd > majorEnd ? Dotted(text, minorEnd, wildcards) : minorEnd;
        var prereleaseEnd = Identifiers(text, patchEnd, '-');
        var end = Identifiers(text, prereleaseEnd, '+');
        syntax = new VersionSyntax(start, majorStart, majorEnd, minorEnd, patchEnd, prereleaseEnd, end);
        return true;
    }

    /// <summary>Reads a number of digits; null or what is wrong.</summary>
    public static string? Number(string digits, out ulong number)
    {
        if (ulong.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out number))
        {
            return null;
        }

        var shown = digits.Length > LongestQuoted ? digits[..LongestQuoted] : digits;
        return digits.Length == 0 || digits.AsSpan().ContainsAnyExceptInRange('0', '9')
            ? $"strconv.ParseUint: parsing \"{shown}\": invalid syntax"
            : $"strconv.ParseUint: parsing \"{shown}\": value out of range";
    }

    /// <summary>Null for a well-formed prerelease (also the empty one unless <paramref name="required"/>), else what is wrong.</summary>
    public static string? CheckPrerelease(string prerelease, bool required = false)
    {
        if (prerelease.Length == 0 && !required)
        {
            return null;
        }

        foreach (var range in prerelease.AsSpan().Split('.'))
        {
            var id = prerelease.AsSpan()[range];
            if (id.Length == 0 || !IsIdentifier(id))
            {
                return "invalid prerelease string";
            }

            if (id.Length > 1 && id[0] == '0' && !id.ContainsAnyExceptInRange('0', '9'))
            {
                return "version segment starts with 0";
            }
        }

        return null;
    }

    /// <summary>Null for well-formed metadata (also the empty one unless <paramref name="required"/>), else what is wrong.</summary>
    public static string? CheckMetadata(string metadata, bool required = false)
    {
        if (metadata.Length == 0 && !required)
        {
            return null;
        }

        foreach (var range in metadata.AsSpan().Split('.'))
        {
            if (metadata.AsSpan()[range] is var id && (id.Length == 0 || !IsIdentifier(id)))
            {
                return "invalid metadata string";
            }
        }

        return null;
    }

    /// <summary>Orders two prereleases; none at all stands above any.</summary>
    public static int ComparePrereleases(string left, string right)
    {
        if (left.Length == 0 || right.Length == 0)
        {
            return right.Length.CompareTo(left.Length) is var order && left.Length == right.Length ? 0 : Math.Sign(order);
        }

        var l = left.AsSpan();
        var r = right.AsSpan();
        while (l.Length > 0 || r.Length > 0)
        {
            var order = CompareIdentifiers(Next(ref l), Next(ref r));
            if (order != 0)
            {
                return order;
            }
        }

        return 0;
    }

    private static ReadOnlySpan<char> Next(ref ReadOnlySpan<char> rest)
    {
        var dot = rest.IndexOf('.');
        var id = dot < 0 ? rest : rest[..dot];
        rest = dot < 0 ? default : rest[(dot + 1)..];
        return id;
    }

    // A missing identifier stands below any; numbers stand below words. A number above 64 bits counts as a word.
    private static int CompareIdentifiers(ReadOnlySpan<char> left, ReadOnlySpan<char> right)
    {
        if (left.Length == 0 || right.Length == 0)
        {
            return Math.Sign(left.Length - right.Length);
        }

        var leftIsNumber = ulong.TryParse(left, NumberStyles.None, CultureInfo.InvariantCulture, out var l);
        var rightIsNumber = ulong.TryParse(right, NumberStyles.None, CultureInfo.InvariantCulture, out var r);
        return (leftIsNumber, rightIsNumber) switch
        {
            (true, true) => l.CompareTo(r),
            (true, false) => -1,
            (false, true) => 1,
            _ => Math.Sign(left.SequenceCompareTo(right)),
        };
    }

    private static bool IsIdentifier(ReadOnlySpan<char> text)
    {
        foreach (var c in text)
        {
            if (!IsIdentifierChar(c))
            {
                return false;
            }
        }

        return true;
    }

    private static bool IsIdentifierChar(char c) => char.IsAsciiLetterOrDigit(c) || c == '-';

    private static int Digits(string text, int start, bool wildcards)
    {
        var i = start;
        while (i < text.Length && (char.IsAsciiDigit(text[i]) || (wildcards && text[i] is 'x' or 'X' or '*' or '|')))
        {
            i++;
        }

        return i;
    }

    private static int Dotted(string text, int start, bool wildcards)
    {
        if (start >= text.Length || text[start] != '.')
        {
            return start;
        }

        var end = Digits(text, start + 1, wildcards);
        return end == start + 1 ? start : end;
    }

    // mark, then identifiers with single dots between; a trailing dot is left out.
    private static int Identifiers(string text, int start, char mark)
    {
        if (start >= text.Length || text[start] != mark)
        {
            return start;
        }

        var end = start;
        for (var i = start + 1; ; i++)
        {
            var idStart = i;
            while (i < text.Length && IsIdentifierChar(text[i]))
            {
                i++;
            }

            if (i == idStart)
            {
                return end;
            }

            end = i;
            if (i >= text.Length || text[i] != '.')
            {
                return end;
            }
        }
    }
}

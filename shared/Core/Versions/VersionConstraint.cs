using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Text;

namespace Plumbline.Core.Versions;

/// <summary>
/// A range of versions as Helm and Argo CD read it: comparisons, <c>~</c>, <c>^</c>, <c>x</c>, hyphen ranges, joined by comma
/// or space (and) and <c>||</c> (or). A group without any prerelease never matches a prerelease. Immutable.
/// </summary>
public sealed class VersionConstraint
{
    // Hyphen ranges are looked for from each place of the text; the limit keeps that work small for texts made by templates.
    private const int LongestText = 2048;

    private readonly IReadOnlyList<Group> _groups;

    private VersionConstraint(IReadOnlyList<Group> groups) => _groups = groups;

    /// <summary>Reads a range; false with Helm's wording of what is wrong. The empty text is no range.</summary>
    public static bool TryParse(string text, [NotNullWhen(true)] out VersionConstraint? constraint, [NotNullWhen(false)] out string? error)
    {
        constraint = null;
        if (text.Length > LongestText)
        {
            error = $"improper constraint: longer than {LongestText} characters";
            return false;
        }

        var groups = new List<Group>();
        foreach (var part in RewriteHyphens(text).Split("||"))
        {
            var comparisons = ParseGroup(part, out error);
            if (comparisons is null)
            {
                error ??= $"improper constraint: {Quoted(part)}";
                return false;
            }

            groups.Add(new Group(comparisons, comparisons.Exists(c => c.Version.Prerelease.Length > 0)));
        }

        error = null;
        constraint = new VersionConstraint(groups);
        return true;
    }

    /// <summary>Whether <paramref name="version"/> lies in the range.</summary>
    public bool Check(SemanticVersion version)
    {
        foreach (var group in _groups)
        {
            if (group.Comparisons.TrueForAll(c => c.Refusal(version, group.HasPrerelease) is null))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Why <paramref name="version"/> lies outside, one sentence per comparison that fails; empty when it lies inside.</summary>
    public IReadOnlyList<string> Validate(SemanticVersion version)
    {
        var reasons = new List<string>();
        var prereleaseSaid = false;
        foreach (var group in _groups)
        {
            var fits = true;
            foreach (var comparison in group.Comparisons)
            {
                if (comparison.Refusal(version, group.HasPrerelease) is not { } refusal)
                {
                    continue;
                }

                fits = false;
                var isPrerelease = !group.HasPrerelease && version.Prerelease.Length > 0;
                if (!isPrerelease || !prereleaseSaid)
                {
                    reasons.Add(refusal);
                }

                prereleaseSaid |= isPrerelease;
            }

            if (fits)
            {
                return [];
            }
        }

        return reasons;
    }

    /// <summary>The range with its parts separated by one space and groups by <c> || </c>.</summary>
    public override string ToString() => string.Join(" || ", _groups.Select(g => string.Join(' ', g.Comparisons)));

    private static List<VersionComparison>? ParseGroup(string text, out string? error)
    {
        error = null;
        var found = new List<(VersionOperator Operator, string Written, VersionSyntax Syntax)>();
        var i = SkipSpace(text, 0);
        while (true)
        {
            var written = VersionComparison.OperatorAt(text, i, out var op);
            i = SkipSpace(text, i + written.Length);
            if (!VersionSyntax.TryRead(text, i, wildcards: true, out var syntax))
            {
                return null;
            }

            found.Add((op, written, syntax));
            var afterSpace = SkipSpace(text, syntax.End);
            if (afterSpace == text.Length)
            {
                break;
            }

            // The next comparison is set apart by white space or by a comma, which may have white space around it.
            var comma = text[afterSpace] == ',';
            if (!comma && afterSpace == syntax.End)
            {
                return null;
            }

            i = comma ? SkipSpace(text, afterSpace + 1) : afterSpace;
        }

        var comparisons = new List<VersionComparison>(found.Count);
        foreach (var (op, written, syntax) in found)
        {
            if (!VersionComparison.TryMake(text, op, written, syntax, out var comparison))
            {
                error = "constraint parser error";
                return null;
            }

            comparisons.Add(comparison);
        }

        return comparisons;
    }

    // "1.2 - 2.0" becomes ">= 1.2, <= 2.0 ".
    private static string RewriteHyphens(string text)
    {
        if (!text.Contains('-', StringComparison.Ordinal))
        {
            return text;
        }

        StringBuilder? result = null;
        var done = 0;
        for (var i = 0; i < text.Length;)
        {
            if (!TryHyphen(text, i, out var low, out var high, out var end))
            {
                i++;
                continue;
            }

            result ??= new StringBuilder();
            result.Append(text, done, i - done).Append(">= ").Append(low).Append(", <= ").Append(high).Append(' ');
            done = i = end;
        }

        return result is null ? text : result.Append(text, done, text.Length - done).ToString();
    }

    private static bool TryHyphen(string text, int start, out string low, out string high, out int end)
    {
        low = high = "";
        end = 0;
        if (!VersionSyntax.TryRead(text, SkipSpace(text, start), wildcards: true, out var first))
        {
            return false;
        }

        var hyphen = SkipSpace(text, first.End);
        if (hyphen == first.End || hyphen >= text.Length || text[hyphen] != '-')
        {
            return false;
        }

        var secondStart = SkipSpace(text, hyphen + 1);
        if (secondStart == hyphen + 1 || !VersionSyntax.TryRead(text, secondStart, wildcards: true, out var second))
        {
            return false;
        }

        (low, high, end) = (first.Text(text), second.Text(text), SkipSpace(text, second.End));
        return true;
    }

    private static int SkipSpace(string text, int i)
    {
        while (i < text.Length && text[i] is ' ' or '\t' or '\n' or '\r' or '\f')
        {
            i++;
        }

        return i;
    }

    private static string Quoted(string text)
    {
        var quoted = new StringBuilder(text.Length + 2).Append('"');
        for (var i = 0; i < text.Length; i++)
        {
            var c = text[i];
            _ = c switch
            {
                '"' or '\\' => quoted.Append('\\').Append(c),
                '\a' => quoted.Append("\\a"),
                '\b' => quoted.Append("\\b"),
                '\f' => quoted.Append("\\f"),
                '\n' => quoted.Append("\\n"),
                '\r' => quoted.Append("\\r"),
                '\t' => quoted.Append("\\t"),
                '\v' => quoted.Append("\\v"),
                < ' ' or '\x7f' => quoted.Append($"\\x{(int)c:x2}"),
                // A byte that is no UTF-8.
                >= '\uDC80' and <= '\uDCFF' when i == 0 || !char.IsHighSurrogate(text[i - 1]) => quoted.Append($"\\x{c - 0xDC00:x2}"),
                _ when !Prints(c) => quoted.Append($"\\u{(int)c:x4}"),
                _ => quoted.Append(c),
            };
        }

        return quoted.Append('"').ToString();
    }

    // Half of a pair passes: the pair is one letter.
    private static bool Prints(char c) => c == ' ' || CharUnicodeInfo.GetUnicodeCategory(c) is not (UnicodeCategory.Control or UnicodeCategory.Format
        or UnicodeCategory.PrivateUse or UnicodeCategory.OtherNotAssigned or UnicodeCategory.SpaceSeparator or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator);

    private sealed record Group(List<VersionComparison> Comparisons, bool HasPrerelease);
}

using System.Text;
using System.Text.RegularExpressions;

namespace Plumbline.Rendering.Helm.Objects;

/// <summary>
/// Globs of <c>.Files.Glob</c>: <c>*</c> and <c>?</c> stop at slashes, <c>**</c> does not, <c>[a-z]</c>, <c>[!ab]</c>, <c>{a,b}</c>, backslash escapes.
/// </summary>
internal sealed class GlobPattern
{
    private const int MostLength = 1024;

    private readonly Regex _regex;

    private GlobPattern(Regex regex) => _regex = regex;

    /// <summary>Reads a pattern; null when it is malformed.</summary>
    public static GlobPattern? Parse(string pattern)
    {
        if (pattern.Length > MostLength)
        {
            return null;
        }

        var regex = new StringBuilder("^");
        var at = 0;
        return Sequence(pattern, ref at, regex, 0) && at == pattern.Length
            ? new GlobPattern(new Regex(regex.Append("\\z").ToString(), RegexOptions.NonBacktracking | RegexOptions.CultureInvariant | RegexOptions.Singleline))
            : null;
    }

    /// <summary>Whether the whole of <paramref name="path"/> fits.</summary>
    public bool Matches(string path) => _regex.IsMatch(path);

    private static bool Sequence(string pattern, ref int at, StringBuilder regex, int depth)
    {
        for (; at < pattern.Length; at++)
        {
            switch (pattern[at])
            {
                case '*':
                    var start = at;
                    while (at + 1 < pattern.Length && pattern[at + 1] == '*')
                    {
                        at++;
                    }

                    regex.Append(at > start ? ".*" : "[^/]*");
                    break;
                case '?':
                    regex.Append("[^/]");
                    break;
                case '[':
                    if (!Class(pattern, ref at, regex))
                    {
                        return false;
                    }

                    break;
                case '{':
                    if (depth > 16 || !Choice(pattern, ref at, regex, depth + 1))
                    {
                        return false;
                    }

                    break;
                case ',' or '}' when depth > 0:
                    return true;
                case '\\':
                    if (++at == pattern.Length)
                    {
                        return false;
                    }

                    regex.Append(Regex.Escape(pattern[at].ToString()));
                    break;
                default:
                    regex.Append(Regex.Escape(pattern[at].ToString()));
                    break;
            }
        }

        return depth == 0;
    }

    private static bool Choice(string pattern, ref int at, StringBuilder regex, int depth)
    {
        regex.Append("(?:");
        while (true)
        {
            at++;
            if (!Sequence(pattern, ref at, regex, depth))
            {
                return false;
            }

            if (pattern[at] == '}')
            {
                regex.Append(')');
                return true;
            }

            regex.Append('|');
        }
    }

    private static bool Class(string pattern, ref int at, StringBuilder regex)
    {
        var end = pattern.IndexOf(']', at + 1);
        if (end <= at + 1)
        {
            return false;
        }

        var body = pattern[(at + 1)..end];
        at = end;
        var negated = body.StartsWith('!');
        body = negated ? body[1..] : body;
        if (body.Length == 0)
        {
            return false;
        }

        regex.Append(negated ? "[^" : "[");
        if (body is [var low, '-', var high])
        {
            if (low > high)
            {
                return false;
            }

            regex.Append($"\\u{(int)low:x4}-\\u{(int)high:x4}]");
            return true;
        }

        foreach (var c in body)
        {
            regex.Append($"\\u{(int)c:x4}");
        }

        regex.Append(']');
        return true;
    }
}

using System.Text;
using System.Text.RegularExpressions;

namespace Plumbline.Core.Sources;

/// <summary>
/// A glob over paths of a source tree, as Argo CD reads them in value files and git generators: <c>*</c>, <c>?</c>, <c>[a-z]</c>, <c>{a,b}</c>
/// stay within a path segment, <c>**</c> as a whole segment stands for any number of folders.
/// </summary>
public sealed class DoublestarPattern
{
    private const int MostLength = 1024;

    private readonly Regex _regex;

    private DoublestarPattern(Regex regex, RepoPath folder, bool isDeep, int segments)
    {
        _regex = regex;
        Folder = folder;
        IsDeep = isDeep;
        Segments = segments;
    }

    /// <summary>The deepest folder all paths that fit lie in: the segments before the first one with a wildcard.</summary>
    public RepoPath Folder { get; }

    /// <summary>Whether <c>**</c> occurs, so that folders of any depth have to be walked.</summary>
    public bool IsDeep { get; }

    /// <summary>Number of path segments; without <c>**</c> every path that fits has as many.</summary>
    public int Segments { get; }

    /// <summary>Whether a text has anything a glob treats apart.</summary>
    public static bool IsGlob(string text) => text.AsSpan().ContainsAny("*?[{");

    /// <summary>Reads a glob over paths from the root of a tree; null when it is malformed or leaves the root.</summary>
    public static DoublestarPattern? Parse(string pattern)
    {
        if (pattern.Length is 0 or > MostLength)
        {
            return null;
        }

        var segments = pattern.Split('/', StringSplitOptions.RemoveEmptyEntries).Where(s => s != ".").ToList();
        if (segments.Count == 0 || segments.Contains(".."))
        {
            return null;
        }

        var regex = new StringBuilder("^");
        for (var i = 0; i < segments.Count; i++)
        {
            var last = i == segments.Count - 1;
            if (segments[i] == "**")
            {
                regex.Append(last ? ".*" : "(?:[^/]+/)*");
            }
            else if (Segment(segments[i], regex))
            {
                regex.Append(last ? "" : "/");
            }
            else
            {
                return null;
            }
        }

        var plain = segments.TakeWhile(s => !IsGlob(s) && !s.Contains('\\')).Take(segments.Count - 1);
        return RepoPath.TryParse(string.Join('/', plain), out var folder, out _)
            ? new DoublestarPattern(
                new Regex(regex.Append("\\z").ToString(), RegexOptions.NonBacktracking | RegexOptions.CultureInvariant),
                folder, segments.Contains("**"), segments.Count)
            : null;
    }

    /// <summary>Whether a path fits as a whole.</summary>
    public bool Matches(RepoPath path) => _regex.IsMatch(path.Value);

    private static bool Segment(string text, StringBuilder regex)
    {
        var depth = 0;
        for (var i = 0; i < text.Length; i++)
        {
            switch (text[i])
            {
                case '*':
                    regex.Append("[^/]*");
                    break;
                case '?':
                    regex.Append("[^/]");
                    break;
                case '[':
                    if (!Class(text, ref i, regex))
                    {
                        return false;
                    }

                    break;
                case '{':
                    depth++;
                    regex.Append("(?:");
                    break;
                case ',' when depth > 0:
                    regex.Append('|');
                    break;
                case '}' when depth > 0:
                    depth--;
                    regex.Append(')');
                    break;
                case '\\' when i + 1 == text.Length:
                    return false;
                default:
                    i += text[i] == '\\' ? 1 : 0;
                    regex.Append(Regex.Escape(text[i].ToString()));
                    break;
            }
        }

        return depth == 0;
    }

    private static bool Class(string text, ref int i, StringBuilder regex)
    {
        var end = text.IndexOf(']', Math.Min(i + 2, text.Length));
        if (end < 0)
        {
            return false;
        }

        var body = text[(i + 1)..end];
        i = end;
        var negated = body[0] is '^' or '!';
        body = negated ? body[1..] : body;
        if (body.Length == 0)
        {
            return false;
        }

        // Written out, so that no character of the body means anything to the regular expression.
        regex.Append(negated ? "[^/" : "[");
        for (var j = 0; j < body.Length; j++)
        {
            var range = j + 2 < body.Length && body[j + 1] == '-';
            var (low, high) = (body[j], range ? body[j + 2] : body[j]);
            if (low > high)
            {
                return false;
            }

            regex.Append($"\\u{(int)low:x4}-\\u{(int)high:x4}");
            j += range ? 2 : 0;
        }

        regex.Append(']');
        return true;
    }
}

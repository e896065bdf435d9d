using System.Collections.Concurrent;
using System.Text;
using System.Text.RegularExpressions;

namespace Plumbline.Core.Projects;

/// <summary>
/// Globs as Argo CD reads them: <c>*</c> any run of characters without a separator, <c>**</c> any run, <c>?</c> one character that is no separator,
/// <c>[a-z]</c> and <c>[!a-z]</c> one of a set, <c>{a,b}</c> alternatives (they nest), <c>\</c> takes the next character as it is. The whole text must match, case counts.
/// Matching takes time linear in the text, whatever the pattern.
/// </summary>
public sealed class Glob
{
    private const int Longest = 4096;
    private const int MostCached = 10_000;
    private static readonly ConcurrentDictionary<(string Pattern, char? Separator), Glob?> Cache = new();

    private readonly Regex _regex;

    private Glob(Regex regex) => _regex = regex;

    /// <summary>Compiles a pattern; null when it is malformed or longer than 4,096 characters.</summary>
    /// <param name="pattern">The pattern.</param>
    /// <param name="separator">What <c>*</c> and <c>?</c> do not cross; null for nothing.</param>
    public static Glob? Compile(string pattern, char? separator)
    {
        if (Cache.TryGetValue((pattern, separator), out var known))
        {
            return known;
        }

        var compiled = Translate(pattern, separator) is { } expression ? new Glob(expression) : null;
        if (Cache.Count >= MostCached)
        {
            // Patterns come from configuration, of which there is little; a reader of endlessly many must not keep them all.
            Cache.Clear();
        }

        Cache[(pattern, separator)] = compiled;
        return compiled;
    }

    /// <summary>Whether the pattern can be read.</summary>
    public static bool IsValid(string pattern) => Compile(pattern, separator: null) is not null;

    /// <summary>Whether all of <paramref name="text"/> matches <paramref name="pattern"/>; a malformed pattern matches nothing.</summary>
    public static bool IsMatch(string pattern, string text, char? separator = null) => Compile(pattern, separator)?.Matches(text) ?? false;

    /// <summary>Whether all of <paramref name="text"/> matches.</summary>
    public bool Matches(string text) => _regex.IsMatch(text);

    private static Regex? Translate(string pattern, char? separator)
    {
        if (pattern.Length > Longest)
        {
            return null;
        }

        var one = separator is { } s ? $"[^{Regex.Escape(s.ToString())}]" : ".";
        var text = new StringBuilder(@"\A(?:", pattern.Length + 16);
        var depth = 0;
        for (var i = 0; i < pattern.Length; i++)
        {
            switch (pattern[i])
            {
                case '*' when i + 1 < pattern.Length && pattern[i + 1] == '*':
                    while (i + 1 < pattern.Length && pattern[i + 1] == '*')
                    {
                        i++;
                    }

                    text.Append(".*");
                    break;
                case '*':
                    text.Append(one).Append('*');
                    break;
                case '?':
                    text.Append(one);
                    break;
                case '[' when AppendSet(pattern, ref i, text):
                    break;
                case '[':
                    return null;
                case '{':
                    depth++;
                    text.Append("(?:");
                    break;
                case '}' when depth > 0:
                    depth--;
                    text.Append(')');
                    break;
                case ',' when depth > 0:
                    text.Append('|');
                    break;
                case '\\' when i + 1 < pattern.Length:
                    text.Append(Regex.Escape(pattern[++i].ToString()));
                    break;
                case '\\':
                    return null;
                default:
                    AppendLiteral(pattern[i], text);
                    break;
            }
        }

        return depth == 0 ? Build(text.Append(@")\z").ToString()) : null;
    }

    private static Regex? Build(string expression)
    {
        try
        {
            return new Regex(expression, RegexOptions.NonBacktracking | RegexOptions.Singleline | RegexOptions.CultureInvariant);
        }
        catch (Exception e) when (e is ArgumentException or NotSupportedException)
        {
            // A set such as [z-a], or a pattern whose automaton would be too large.
            return null;
        }
    }

    private static void AppendLiteral(char c, StringBuilder text)
    {
        if (char.IsAsciiLetterOrDigit(c))
        {
            text.Append(c);
        }
        else
        {
            text.Append(Regex.Escape(c.ToString())).Replace("}", @"\}", text.Length - 1, 1).Replace("]", @"\]", text.Length - 1, 1);
        }
    }

    private static bool AppendSet(string pattern, ref int i, StringBuilder text)
    {
        var end = pattern.IndexOf(']', i + 1);
        if (end <= i + 1)
        {
            return false;
        }

        var set = pattern.AsSpan(i + 1, end - i - 1);
        var negated = set[0] is '!' or '^';
        set = negated ? set[1..] : set;
        if (set.IsEmpty)
        {
            return false;
        }

        text.Append(negated ? "[^" : "[");
        for (var k = 0; k < set.Length; k++)
        {
            var isRange = set[k] == '-' && k > 0 && k < set.Length - 1;
            text.Append(isRange ? "-" : char.IsAsciiLetterOrDigit(set[k]) ? set[k].ToString() : $@"\u{(int)set[k]:x4}");
        }

        text.Append(']');
        i = end;
        return true;
    }
}

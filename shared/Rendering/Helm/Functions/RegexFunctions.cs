using System.Collections.Concurrent;
using System.Globalization;
using System.Text;
using Plumbline.Rendering.Helm.Functions.Regex;
using Plumbline.Rendering.Helm.Template;
using Plumbline.Rendering.Helm.Template.Fmt;
using Plumbline.Rendering.Helm.Values;
using static Plumbline.Rendering.Helm.Values.GoType;

namespace Plumbline.Rendering.Helm.Functions;

/// <summary>Sprig's regular expressions.</summary>
internal static class RegexFunctions
{
    // Expressions kept compiled, for all renders: charts use few and the same ones again and again.
    private const int KeptExpressions = 512;
    private const int LongestExpression = 10_000;

    private static readonly ConcurrentDictionary<string, GoRegex> Kept = new(StringComparer.Ordinal);

    /// <summary>The family.</summary>
    public static IReadOnlyList<GoFunction> All { get; } = new FunctionList()
        .Add("regexMatch", [GoType.String, GoType.String], Bool, static (c, a) => Boxes.Of(IsMatch(a, c)))
        .Add("mustRegexMatch", [GoType.String, GoType.String], Bool, static (c, a) => Boxes.Of(Compile(a.Text(0), c).Match(a.Text(1), 0, c) is not null))
        .Add("regexFind", [GoType.String, GoType.String], GoType.String, static (c, a) => Find(Expected(a, c), a, c))
        .Add("mustRegexFind", [GoType.String, GoType.String], GoType.String, static (c, a) => Find(Compile(a.Text(0), c), a, c))
        .Add("regexFindAll", [GoType.String, GoType.String, Int], StringList, static (c, a) => FindAll(Expected(a, c), a, c))
        .Add("mustRegexFindAll", [GoType.String, GoType.String, Int], StringList, static (c, a) => FindAll(Compile(a.Text(0), c), a, c))
        .Add("regexReplaceAll", [GoType.String, GoType.String, GoType.String], GoType.String, static (c, a) => Replace(Expected(a, c), a, literal: false, c))
        .Add("mustRegexReplaceAll", [GoType.String, GoType.String, GoType.String], GoType.String, static (c, a) => Replace(Compile(a.Text(0), c), a, literal: false, c))
        .Add("regexReplaceAllLiteral", [GoType.String, GoType.String, GoType.String], GoType.String, static (c, a) => Replace(Expected(a, c), a, literal: true, c))
        .Add("mustRegexReplaceAllLiteral", [GoType.String, GoType.String, GoType.String], GoType.String, static (c, a) => Replace(Compile(a.Text(0), c), a, literal: true, c))
        .Add("regexSplit", [GoType.String, GoType.String, Int], StringList, static (c, a) => Split(Expected(a, c), a, c))
        .Add("mustRegexSplit", [GoType.String, GoType.String, Int], StringList, static (c, a) => Split(Compile(a.Text(0), c), a, c))
        .Add("regexQuoteMeta", [GoType.String], GoType.String, static (_, a) => QuoteMeta(a.Text(0)))
        .Functions;

    private static GoRegex Compile(string pattern, TemplateContext context)
    {
        if (Kept.TryGetValue(pattern, out var known))
        {
            return known;
        }

        context.Step(pattern.Length * 4L);
        if (pattern.Length > LongestExpression)
        {
            throw new GoErrorException($"error parsing regexp: expression too large: longer than {LongestExpression} characters");
        }

        var regex = GoRegex.Compile(pattern);
        if (Kept.Count < KeptExpressions)
        {
            Kept.TryAdd(pattern, regex);
        }

        return regex;
    }

    // The forms without "must" word the error as Go's MustCompile does.
    private static GoRegex Expected(ReadOnlySpan<object?> a, TemplateContext context)
    {
        try
        {
            return Compile(a.Text(0), context);
        }
        catch (GoErrorException error)
        {
            var shown = GoStrconv.CanBackquote(a.Text(0)) ? $"`{a.Text(0)}`" : GoStrconv.Quote(a.Text(0));
            throw new GoErrorException($"regexp: Compile({shown}): {error.Message}", error);
        }
    }

    private static bool IsMatch(ReadOnlySpan<object?> a, TemplateContext context)
    {
        try
        {
            return Compile(a.Text(0), context).Match(a.Text(1), 0, context) is not null;
        }
        catch (GoErrorException)
        {
            // Sprig ignores the error of this one function.
            return false;
        }
    }

    private static object Find(GoRegex regex, ReadOnlySpan<object?> a, TemplateContext context) =>
        regex.Match(a.Text(1), 0, context) is { } match ? a.Text(1)[match[0]..match[1]] : "";

    private static object FindAll(GoRegex regex, ReadOnlySpan<object?> a, TemplateContext context)
    {
        var text = a.Text(1);
        var matches = Matches(regex, text, a.Int(2), context);
        return matches.Count == 0 ? GoList.NilStrings : GoList.OfStrings(matches.Select(m => text[m[0]..m[1]]));
    }

    private static List<int[]> Matches(GoRegex regex, string text, long count, TemplateContext context)
    {
        var found = new List<int[]>();
        var most = count < 0 ? long.MaxValue : count;
        var previousEnd = -1;
        for (var at = 0; found.Count < most && at <= text.Length;)
        {
            if (regex.Match(text, at, context) is not { } match)
            {
                break;
            }

            // An empty match right behind another match does not count.
            var accepted = match[1] != at || match[0] != previousEnd;
            at = match[1] == at ? at + Width(text, at) : match[1];
            previousEnd = match[1];
            if (accepted)
            {
                found.Add(match);
            }
        }

        return found;
    }

    private static int Width(string text, int at) => at + 1 < text.Length && char.IsSurrogatePair(text[at], text[at + 1]) ? 2 : 1;

    private static object Replace(GoRegex regex, ReadOnlySpan<object?> a, bool literal, TemplateContext context)
    {
        var (text, replacement) = (a.Text(1), a.Text(2));
        var result = new StringBuilder(text.Length + 16);
        var copied = 0;
        for (var at = 0; at <= text.Length;)
        {
            if (regex.Match(text, at, context) is not { } match)
            {
                break;
            }

            var before = result.Length;
            result.Append(text, copied, match[0] - copied);
            if (match[1] > copied || match[0] == 0)
            {
                if (literal)
                {
                    result.Append(replacement);
                }
                else
                {
                    Expand(result, replacement, regex, text, match);
                }
            }

            context.Work(result.Length - before);
            copied = match[1];
            at = at + Width(text, at) > match[1] ? at + Width(text, at) : match[1];
        }

        return result.Append(text, copied, text.Length - copied).ToString();
    }

    // $1, ${1}, $name (the longest name), $$.
    private static void Expand(StringBuilder result, string template, GoRegex regex, string text, int[] match)
    {
        for (var i = 0; i < template.Length; i++)
        {
            if (template[i] != '$' || i + 1 == template.Length)
            {
                result.Append(template[i]);
                continue;
            }

            if (template[i + 1] == '$')
            {
                result.Append('$');
                i++;
                continue;
            }

            var braced = template[i + 1] == '{';
            var start = i + (braced ? 2 : 1);
            var end = start;
            while (end < template.Length && (template[end] == '_' || char.IsLetterOrDigit(template[end])))
            {
                end++;
            }

            if (end == start || (braced && (end >= template.Length || template[end] != '}')))
            {
                result.Append('$');
                continue;
            }

            var group = GroupIndex(regex, template[start..end], match);
            if (group >= 0 && match[group * 2] >= 0)
            {
                result.Append(text, match[group * 2], match[(group * 2) + 1] - match[group * 2]);
            }

            i = braced ? end : end - 1;
        }
    }

    private static int GroupIndex(GoRegex regex, string name, int[] match)
    {
        if (name.All(char.IsAsciiDigit))
        {
            return name.Length < 8 && int.Parse(name, CultureInfo.InvariantCulture) is var number && number < regex.Names.Count ? number : -1;
        }

        for (var i = 1; i < regex.Names.Count; i++)
        {
            if (regex.Names[i] == name && match[i * 2] >= 0)
            {
                return i;
            }
        }

        return -1;
    }

    private static object Split(GoRegex regex, ReadOnlySpan<object?> a, TemplateContext context)
    {
        var (text, count) = (a.Text(1), a.Int(2));
        var parts = new List<string>();
        if (count == 0)
        {
            return GoList.NilStrings;
        }

        if (a.Text(0).Length > 0 && text.Length == 0)
        {
            return GoList.OfStrings([""]);
        }

        var begin = 0;
        var end = 0;
        foreach (var match in Matches(regex, text, count, context))
        {
            if (count > 0 && parts.Count == count - 1)
            {
                break;
            }

            end = match[0];
            if (match[1] != 0)
            {
                parts.Add(text[begin..end]);
            }

            begin = match[1];
        }

        if (end != text.Length)
        {
            parts.Add(text[begin..]);
        }

        return GoList.OfStrings(parts);
    }

    private static string QuoteMeta(string text)
    {
        var result = new StringBuilder(text.Length + 8);
        foreach (var c in text)
        {
            result.Append("\\.+*?()|[]{}^$".Contains(c) ? "\\" : "").Append(c);
        }

        return result.ToString();
    }
}

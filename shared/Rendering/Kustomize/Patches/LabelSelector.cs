using Plumbline.Core.Objects;
using Plumbline.Rendering.Kustomize.Objects;

namespace Plumbline.Rendering.Kustomize.Patches;

/// <summary>A selector as Kubernetes writes it: <c>a=b,c!=d,e in (f,g),h notin (i),j,!k</c>.</summary>
internal sealed class LabelSelector
{
    private readonly List<(string Key, string Operator, List<string> Values)> _terms = [];

    private LabelSelector()
    {
    }

    public static LabelSelector Parse(string text)
    {
        var selector = new LabelSelector();
        var at = 0;
        while (true)
        {
            Skip(text, ref at);
            if (at >= text.Length)
            {
                return selector;
            }

            selector._terms.Add(Term(text, ref at));
            Skip(text, ref at);
            if (at < text.Length && text[at++] != ',')
            {
                throw Bad(text);
            }
        }
    }

    public bool Matches(Node? labels)
    {
        var map = labels as MapNode;
        foreach (var (key, op, values) in _terms)
        {
            var value = map?[key] is { } node ? KObject.TextOf(node) : null;
            var fits = op switch
            {
                "exists" => value is not null,
                "!" => value is null,
                "=" or "in" => value is not null && values.Contains(value),
                "!=" or "notin" => value is null || !values.Contains(value),
                _ => value is not null && long.TryParse(value, out var left) && long.TryParse(values[0], out var right) && (op == ">" ? left > right : left < right),
            };
            if (!fits)
            {
                return false;
            }
        }

        return true;
    }

    private static (string Key, string Operator, List<string> Values) Term(string text, ref int at)
    {
        if (text[at] == '!')
        {
            at++;
            Skip(text, ref at);
            return (Word(text, ref at, required: true), "!", []);
        }

        var key = Word(text, ref at, required: true);
        Skip(text, ref at);
        if (at >= text.Length || text[at] == ',')
        {
            return (key, "exists", []);
        }

        foreach (var (written, op) in (ReadOnlySpan<(string, string)>)[("==", "="), ("!=", "!="), ("=", "="), (">", ">"), ("<", "<")])
        {
            if (string.CompareOrdinal(text, at, written, 0, written.Length) == 0)
            {
                at += written.Length;
                Skip(text, ref at);
                return (key, op, [Word(text, ref at, required: false)]);
            }
        }

        var name = Word(text, ref at, required: true);
        return name is "in" or "notin" ? (key, name, Values(text, ref at)) : throw Bad(text);
    }

    private static List<string> Values(string text, ref int at)
    {
        var values = new List<string>();
        Skip(text, ref at);
        if (at >= text.Length || text[at++] != '(')
        {
            throw Bad(text);
        }

        while (true)
        {
            Skip(text, ref at);
            values.Add(Word(text, ref at, required: false));
            Skip(text, ref at);
            if (at >= text.Length)
            {
                throw Bad(text);
            }

            switch (text[at++])
            {
                case ')':
                    return values;
                case not ',':
                    throw Bad(text);
            }
        }
    }

    private static string Word(string text, ref int at, bool required)
    {
        var start = at;
        while (at < text.Length && (char.IsAsciiLetterOrDigit(text[at]) || text[at] is '-' or '_' or '.' or '/'))
        {
            at++;
        }

        return at > start || !required ? text[start..at] : throw Bad(text);
    }

    private static void Skip(string text, ref int at)
    {
        while (at < text.Length && text[at] is ' ' or '\t' or '\n' or '\r')
        {
            at++;
        }
    }

    private static BuildException Bad(string text) => new($"unable to parse requirement: found '{text}', expected: a label selector");
}

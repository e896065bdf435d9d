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
        var reader = new SelectorReader(text);
        while (true)
        {
            switch (reader.Peek())
            {
                case (SelectorToken.End, _):
                    return selector;
                case (SelectorToken.Word or SelectorToken.Not, _):
                    selector._terms.Add(Term(reader));
                    break;
                case var (_, found):
                    throw new BuildException($"found '{found}', expected: !, identifier, or 'end of string'");
            }

            switch (reader.Take())
            {
                case (SelectorToken.End, _):
                    return selector;
                case (SelectorToken.Comma, _):
                    if (reader.Peek() is var (next, text2) && next is not (SelectorToken.Word or SelectorToken.Not))
                    {
                        throw new BuildException($"found '{text2}', expected: identifier after ','");
                    }

                    break;
                case var (_, found):
                    throw new BuildException($"found '{found}', expected: ',' or 'end of string'");
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

    private static (string Key, string Operator, List<string> Values) Term(SelectorReader reader)
    {
        try
        {
            return Requirement(reader);
        }
        catch (BuildException e)
        {
            throw new BuildException("unable to parse requirement", e);
        }
    }

    private static (string Key, string Operator, List<string> Values) Requirement(SelectorReader reader)
    {
        var (token, key) = reader.Take();
        var denied = token == SelectorToken.Not;
        if (denied)
        {
            (token, key) = reader.Take();
        }

        if (token != SelectorToken.Word)
        {
            throw new BuildException($"found '{key}', expected: identifier");
        }

        LabelRule.CheckKey(key);
        if (reader.Peek().Token is SelectorToken.End or SelectorToken.Comma)
        {
            return (key, denied ? "!" : "exists", []);
        }

        if (denied)
        {
            return (key, "!", []);
        }

        var (op, text) = reader.TakeOperator();
        var values = op switch
        {
            SelectorToken.In or SelectorToken.NotIn => Values(reader),
            SelectorToken.Equals or SelectorToken.NotEquals or SelectorToken.Greater or SelectorToken.Less => [Exact(reader)],
            _ => throw new BuildException($"found '{text}', expected: '=', '!=', '==', 'in', notin'"),
        };
        if (op is SelectorToken.Greater or SelectorToken.Less && !long.TryParse(values[0], out _))
        {
            throw new BuildException("for 'Gt', 'Lt' operators, the value must be an integer");
        }

        values.ForEach(value => LabelRule.CheckValue(key, value));
        return (key, text == "==" ? "=" : text, values);
    }

    private static string Exact(SelectorReader reader)
    {
        if (reader.Peek().Token is SelectorToken.End or SelectorToken.Comma)
        {
            return "";
        }

        var (token, text) = reader.Take();
        return token == SelectorToken.Word ? text : throw new BuildException($"found '{text}', expected: identifier");
    }

    private static List<string> Values(SelectorReader reader)
    {
        if (reader.Take() is var (open, found) && open != SelectorToken.Open)
        {
            throw new BuildException($"found '{found}' expected: '('");
        }

        var values = new List<string>();
        switch (reader.Peek())
        {
            case (SelectorToken.Close, _):
                reader.Take();
                return [""];
            case (SelectorToken.Word or SelectorToken.Comma, _):
                break;
            case var (_, text):
                throw new BuildException($"found '{text}', expected: ',', ')' or identifier");
        }

        while (true)
        {
            switch (reader.Take())
            {
                case (SelectorToken.Word, var word):
                    values.Add(word);
                    if (reader.Peek() is var (next, other) && next is not (SelectorToken.Comma or SelectorToken.Close))
                    {
                        throw new BuildException($"found '{other}', expected: ',' or ')'");
                    }

                    break;
                case (SelectorToken.Comma, _):
                    if (values.Count == 0 || reader.Peek().Token is SelectorToken.Close or SelectorToken.Comma)
                    {
                        values.Add("");
                    }

                    break;
                case (SelectorToken.Close, _):
                    return values;
                case var (_, unfit):
                    throw new BuildException($"found '{unfit}', expected: ',', or identifier");
            }
        }
    }
}

using System.Runtime.CompilerServices;
using System.Text;
using Plumbline.Rendering.Helm.Template;
using Plumbline.Rendering.Helm.Template.Fmt;
using Plumbline.Rendering.Helm.Values;

namespace Plumbline.Rendering.Helm.Schema;

/// <summary>Checks a value against a compiled schema, within a budget of visits (threat T-TPL-8).</summary>
internal sealed partial class SchemaValidation(TemplateContext context)
{
    private const int MostVisits = 1_000_000;
    private const int MostDepth = 500;
    private const int MostErrors = 1_000;

    private readonly List<string> _path = [];
    private readonly Stack<(SchemaNode Node, int Value, string Keyword)> _active = new();
    private int _visits;
    private int _value;
    private int _errors;

    /// <summary>Null when the value fits, else what is wrong.</summary>
    /// <param name="schema">The schema.</param>
    /// <param name="value">The value.</param>
    /// <param name="context">Bounds the work of patterns.</param>
    /// <exception cref="GoErrorException">The check takes too long.</exception>
    public static SchemaError? Check(SchemaNode schema, object? value, TemplateContext context) => new SchemaValidation(context).Validate(schema, value, null);

    private SchemaError? Validate(SchemaNode node, object? value, Evaluated? seen, string keyword = "")
    {
        if (node.Always is { } always)
        {
            return always ? null : Error("false schema");
        }

        if (++_visits > MostVisits || _active.Count > MostDepth || !RuntimeHelpers.TryEnsureSufficientExecutionStack())
        {
            throw new GoErrorException("the schema takes too many steps to check");
        }

        _active.Push((node, _value, keyword));
        if (Cycle(node) is { } cycle)
        {
            _active.Pop();
            return cycle;
        }

        try
        {
            return Inner(node, value, seen);
        }
        finally
        {
            _active.Pop();
        }
    }

    private SchemaError? Cycle(SchemaNode node)
    {
        var back = -1;
        foreach (var (active, value, _) in _active)
        {
            back++;
            if (value != _value)
            {
                return null;
            }

            if (back > 0 && active == node)
            {
                return Error($"both {KeywordPlace(0)} and {KeywordPlace(back)} resolve to {GoStrconv.Quote(node.Location)} causing reference cycle");
            }
        }

        return null;
    }

    // The way through the keywords to what is checked, some steps from the innermost.
    private string KeywordPlace(int from)
    {
        var way = _active.Skip(from).ToList();
        var place = new StringBuilder();
        for (var i = way.Count - 2; i >= 0; i--)
        {
            var (node, _, keyword) = way[i];
            var outer = way[i + 1].Node.Location;
            place.Append(keyword.Length > 0 ? "/" + keyword : node.Location.Length >= outer.Length ? node.Location[outer.Length..] : "");
        }

        return place.ToString();
    }

    private SchemaError? Inner(SchemaNode node, object? value, Evaluated? seen)
    {
        if (Gate(node, value) is { } wrong)
        {
            return wrong;
        }

        // What subschemas looked at counts only where somebody asks about the rest.
        var own = seen is not null || node.UnevaluatedProperties is not null || node.UnevaluatedItems is not null ? new Evaluated() : null;
        var errors = new List<SchemaError>();
        if (node.Ref is { } target)
        {
            Add(errors, Reference(target, value, own, node.RefKeyword));
            if (node.Draft < 2019)
            {
                return Sum(errors);
            }
        }

        switch (value)
        {
            case GoMap map:
                CheckMap(node, map, own, errors);
                break;
            case GoList list:
                CheckList(node, list, own, errors);
                break;
            case string text:
                CheckText(node, text, errors);
                break;
            case double or long or WrittenNumber:
                CheckNumber(node, ToDouble(value), errors);
                break;
        }

        CheckChoices(node, value, own, errors);
        CheckRest(node, value, own, errors);
        if (errors.Count == 0 && seen is not null)
        {
            seen.Merge(own!);
        }

        return Sum(errors);
    }

    private SchemaError? Gate(SchemaNode node, object? value)
    {
        if (node.Types is { } types && !Fits(types, value))
        {
            return Error($"got {TypeOf(value)}, want {string.Join(" or ", types)}");
        }

        if (node.Const is { } wanted && !Same(value, wanted[0]))
        {
            return Error(wanted[0] is GoMap or GoList ? "const failed" : $"value must be {Display(wanted[0])}");
        }

        if (node.Enum is { } choices && !choices.Any(c => Same(value, c)))
        {
            return Error(choices.Any(c => c is GoMap or GoList) ? "enum failed"
                : choices.Count == 1 ? $"value must be {Display(choices[0])}"
                : $"value must be one of {string.Join(", ", choices.Select(Display))}");
        }

        return node.Format is { } format && value is string text && SchemaFormats.Fault(format, text) is { } fault
            ? Error($"{SchemaError.Quote(text)} is not valid {format}: {fault}")
            : null;
    }

    private SchemaError? Reference(SchemaNode target, object? value, Evaluated? seen, string keyword)
    {
        if (Validate(target, value, seen, keyword) is not { } error)
        {
            return null;
        }

        return new SchemaError(PlaceHere(), "validation failed", error.IsGroup ? error.Causes : [error]) { IsReference = true };
    }

    private void CheckChoices(SchemaNode node, object? value, Evaluated? seen, List<SchemaError> errors)
    {
        if (node.Not is { } not && Validate(not, value, null) is null)
        {
            errors.Add(Error("not failed"));
        }

        if (node.AllOf.Count > 0 && Failures(node.AllOf, value, seen) is { Count: > 0 } failed)
        {
            errors.Add(Error("allOf failed", failed));
        }

        if (node.AnyOf.Count > 0 && Failures(node.AnyOf, value, seen) is { } refused && refused.Count == node.AnyOf.Count)
        {
            errors.Add(Error("anyOf failed", refused));
        }

        if (node.OneOf.Count > 0)
        {
            CheckOneOf(node.OneOf, value, seen, errors);
        }

        if (node.If is { } condition)
        {
            var branch = Validate(condition, value, seen) is null ? node.Then : node.Else;
            Add(errors, branch is null ? null : Validate(branch, value, seen));
        }

        foreach (var (name, dependent) in node.DependentSchemas)
        {
            if (value is GoMap map && map.ContainsKey(name))
            {
                Add(errors, Validate(dependent, value, seen));
            }
        }
    }

    private List<SchemaError> Failures(IReadOnlyList<SchemaNode> nodes, object? value, Evaluated? seen)
    {
        var failures = new List<SchemaError>();
        foreach (var node in nodes)
        {
            Add(failures, Validate(node, value, seen));
        }

        return failures;
    }

    private void CheckOneOf(IReadOnlyList<SchemaNode> nodes, object? value, Evaluated? seen, List<SchemaError> errors)
    {
        var matched = -1;
        var refused = new List<SchemaError>();
        for (var i = 0; i < nodes.Count; i++)
        {
            if (Validate(nodes[i], value, matched < 0 ? seen : null) is { } error)
            {
                refused.Add(error);
            }
            else if (matched >= 0)
            {
                errors.Add(Error($"oneOf failed, subschemas {matched}, {i} matched"));
                return;
            }
            else
            {
                matched = i;
            }
        }

        if (matched < 0)
        {
            errors.Add(Error("oneOf failed, none matched", refused));
        }
    }

    private void CheckRest(SchemaNode node, object? value, Evaluated? seen, List<SchemaError> errors)
    {
        if (value is GoMap map && node.UnevaluatedProperties is { } properties)
        {
            foreach (var name in map.SortedKeys())
            {
                if (!seen!.Properties.Contains(name))
                {
                    Add(errors, At(name, properties, map[name]));
                }
            }

            seen!.Properties.UnionWith(map.SortedKeys());
        }

        if (value is GoList list && node.UnevaluatedItems is { } items)
        {
            for (var i = 0; i < list.Count; i++)
            {
                if (!seen!.Items.Contains(i))
                {
                    Add(errors, At(i.ToString(), items, list[i]));
                }
            }

            seen!.Items.UnionWith(Enumerable.Range(0, list.Count));
        }
    }

    private SchemaError? At(string step, SchemaNode node, object? value)
    {
        _path.Add(step);
        var outer = _value;
        _value = ++_values;
        var error = Validate(node, value, null);
        _value = outer;
        _path.RemoveAt(_path.Count - 1);
        return error;
    }

    private int _values;

    private SchemaError Error(string message, IReadOnlyList<SchemaError>? causes = null) => new(PlaceHere(), message, causes ?? []);

    private void Add(List<SchemaError> errors, SchemaError? error)
    {
        if (error is not null && ++_errors <= MostErrors)
        {
            errors.Add(error);
        }
    }

    private SchemaError? Sum(List<SchemaError> errors) => errors.Count switch
    {
        0 => null,
        1 => errors[0],
        _ => new SchemaError(PlaceHere(), "validation failed", errors) { IsGroup = true },
    };

    private string PlaceHere() => string.Concat(
        _path.Select(s => "/" + s.Replace("~", "~0", StringComparison.Ordinal).Replace("/", "~1", StringComparison.Ordinal)));

    private sealed class Evaluated
    {
        public HashSet<string> Properties { get; } = new(StringComparer.Ordinal);

        public HashSet<int> Items { get; } = [];

        public void Merge(Evaluated other)
        {
            Properties.UnionWith(other.Properties);
            Items.UnionWith(other.Items);
        }
    }
}

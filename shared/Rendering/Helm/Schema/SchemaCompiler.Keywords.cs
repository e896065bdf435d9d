using Plumbline.Rendering.Helm.Functions.Regex;
using Plumbline.Rendering.Helm.Template;
using Plumbline.Rendering.Helm.Template.Fmt;
using Plumbline.Rendering.Helm.Values;

namespace Plumbline.Rendering.Helm.Schema;

internal sealed partial class SchemaCompiler
{
    private static readonly string[] TypeOrder = ["null", "boolean", "number", "integer", "string", "array", "object"];

    private void FillChoices(GoMap schema, SchemaNode node)
    {
        node.AllOf = Nodes(schema, "allOf");
        node.AnyOf = Nodes(schema, "anyOf");
        node.OneOf = Nodes(schema, "oneOf");
        node.Not = Optional(schema, "not");
        node.Types = Types(schema);
        node.Enum = schema["enum"] as GoList;
        node.Const = Constant(schema);
        node.Format = _document.Draft < 2019 ? schema["format"] as string : null;
        if (_document.Draft >= 7)
        {
            node.If = Optional(schema, "if");
            node.Then = node.If is null ? null : Optional(schema, "then");
            node.Else = node.If is null ? null : Optional(schema, "else");
        }
    }

    private GoList? Constant(GoMap schema) => _document.Draft >= 6 && schema.TryGetValue("const", out var wanted) ? new GoList([wanted]) : null;

    private void FillObject(GoMap schema, SchemaNode node)
    {
        node.MinProperties = Whole(schema, "minProperties");
        node.MaxProperties = Whole(schema, "maxProperties");
        node.Required = Names(schema, "required");
        node.Properties = Map(schema, "properties");
        node.PatternProperties = [.. Map(schema, "patternProperties").Select(p => (Pattern(p.Key, "patternProperties"), p.Value))];
        node.AdditionalProperties = Optional(schema, "additionalProperties");
        node.PropertyNames = _document.Draft >= 6 ? Optional(schema, "propertyNames") : null;
        node.UnevaluatedProperties = _document.Draft >= 2019 ? Optional(schema, "unevaluatedProperties") : null;
        var schemas = _document.Draft >= 2019 ? new Dictionary<string, SchemaNode>(Map(schema, "dependentSchemas")) : [];
        var required = new Dictionary<string, IReadOnlyList<string>>(StringComparer.Ordinal);
        foreach (var keyword in (string[])["dependencies", "dependentRequired"])
        {
            if (schema[keyword] is not GoMap dependencies || (keyword == "dependentRequired" && _document.Draft < 2019))
            {
                continue;
            }

            foreach (var name in dependencies.SortedKeys())
            {
                if (dependencies[name] is GoList names)
                {
                    required[name] = [.. names.OfType<string>()];
                }
                else
                {
                    schemas[name] = Node(dependencies[name], keyword);
                }
            }
        }

        node.DependentSchemas = schemas;
        node.DependentRequired = required;
    }

    private void FillArray(GoMap schema, SchemaNode node)
    {
        node.MinItems = Whole(schema, "minItems");
        node.MaxItems = Whole(schema, "maxItems");
        node.UniqueItems = schema["uniqueItems"] is true;
        if (_document.Draft >= 2020)
        {
            node.PrefixItems = Nodes(schema, "prefixItems");
            node.Items = Optional(schema, "items");
        }
        else if (schema["items"] is GoList)
        {
            node.PrefixItems = Nodes(schema, "items");
            node.Items = Optional(schema, "additionalItems");
        }
        else
        {
            node.Items = Optional(schema, "items");
        }

        node.UnevaluatedItems = _document.Draft >= 2019 ? Optional(schema, "unevaluatedItems") : null;
        node.Contains = _document.Draft >= 6 ? Optional(schema, "contains") : null;
        node.MinContains = _document.Draft >= 2019 ? Whole(schema, "minContains") : null;
        node.MaxContains = _document.Draft >= 2019 ? Whole(schema, "maxContains") : null;
    }

    private void FillScalar(GoMap schema, SchemaNode node)
    {
        node.MinLength = Whole(schema, "minLength");
        node.MaxLength = Whole(schema, "maxLength");
        node.Pattern = schema["pattern"] is string pattern ? (Pattern(pattern, "pattern"), pattern) : null;
        node.MultipleOf = Number(schema, "multipleOf");
        node.Minimum = Number(schema, "minimum");
        node.Maximum = Number(schema, "maximum");
        node.ExclusiveMinimum = Number(schema, "exclusiveMinimum");
        node.ExclusiveMaximum = Number(schema, "exclusiveMaximum");
        if (schema["exclusiveMinimum"] is true)
        {
            (node.ExclusiveMinimum, node.Minimum) = (node.Minimum, null);
        }

        if (schema["exclusiveMaximum"] is true)
        {
            (node.ExclusiveMaximum, node.Maximum) = (node.Maximum, null);
        }
    }

    private IReadOnlyList<string>? Types(GoMap schema)
    {
        if (!schema.TryGetValue("type", out var written))
        {
            return null;
        }

        var names = written is GoList list ? list.ToList() : [written];
        if (names.Count == 0 || names.Find(n => n is not string name || !TypeOrder.Contains(name)) is not null || names.Contains(null))
        {
            throw Invalid("type: value must be one of 'array', 'boolean', 'integer', 'null', 'number', 'object', 'string'");
        }

        return [.. TypeOrder.Where(t => names.Contains(t))];
    }

    private SchemaNode? Optional(GoMap schema, string keyword) => schema.TryGetValue(keyword, out var part) ? Node(part, keyword) : null;

    private List<SchemaNode> Nodes(GoMap schema, string keyword) => !schema.TryGetValue(keyword, out var part) ? []
        : part is GoList list ? [.. list.Select(item => Node(item, keyword))]
        : throw Invalid($"{keyword}: got something else, want array");

    private Dictionary<string, SchemaNode> Map(GoMap schema, string keyword)
    {
        var nodes = new Dictionary<string, SchemaNode>(StringComparer.Ordinal);
        if (!schema.TryGetValue(keyword, out var part))
        {
            return nodes;
        }

        var map = part as GoMap ?? throw Invalid($"{keyword}: got something else, want object");
        foreach (var name in map.SortedKeys())
        {
            nodes[name] = Node(map[name], keyword);
        }

        return nodes;
    }

    private List<string> Names(GoMap schema, string keyword) => !schema.TryGetValue(keyword, out var part) ? []
        : part is GoList list && list.All(i => i is string) ? [.. list.OfType<string>()]
        : throw Invalid($"{keyword}: got something else, want array of strings");

    private static double? Number(GoMap schema, string keyword) => (schema[keyword] as WrittenNumber)?.Value;

    private static int? Whole(GoMap schema, string keyword) =>
        Number(schema, keyword) is { } number && double.IsInteger(number) ? (int)Math.Clamp(number, int.MinValue, int.MaxValue) : null;

    private GoRegex Pattern(string pattern, string keyword)
    {
        try
        {
            return GoRegex.Compile(pattern);
        }
        catch (GoErrorException e)
        {
            throw new GoErrorException($"invalid regex {GoStrconv.Quote(pattern)} at \"{_document.Url}#/{keyword}\": {e.Message}", e);
        }
    }
}

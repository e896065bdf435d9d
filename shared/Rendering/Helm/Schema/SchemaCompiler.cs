using Plumbline.Rendering.Helm.Functions.Regex;
using Plumbline.Rendering.Helm.Template;
using Plumbline.Rendering.Helm.Template.Fmt;
using Plumbline.Rendering.Helm.Values;

namespace Plumbline.Rendering.Helm.Schema;

/// <summary>
/// Compiles a JSON schema (drafts 4, 6, 7, 2019-09, 2020-12). References stay inside the document: nothing is ever fetched (threat T-TPL-8).
/// </summary>
internal sealed class SchemaCompiler
{
    private const string Place = "file:///values.schema.json";
    private const int MostNodes = 50_000;

    private static readonly string[] TypeOrder = ["null", "boolean", "number", "integer", "string", "array", "object"];

    private readonly GoMap? _root;
    private readonly int _draft;
    private readonly TemplateContext _context;
    private readonly Dictionary<object, SchemaNode> _nodes = new(ReferenceEqualityComparer.Instance);
    private readonly Queue<(GoMap Schema, SchemaNode Node)> _open = [];
    private readonly SchemaTargets _targets;

    private SchemaCompiler(object? document, TemplateContext context)
    {
        _context = context;
        _root = document as GoMap;
        _draft = _root is null ? 2020 : DraftOf(_root);
        _targets = new SchemaTargets(document, _draft);
    }

    /// <summary>Compiles the text of a schema.</summary>
    /// <exception cref="GoErrorException">It is no JSON, no schema, or refers outside itself.</exception>
    public static SchemaNode Compile(string text, TemplateContext context)
    {
        var document = GoJson.DecodeAsWritten(text.TrimStart('\uFEFF'));
        var compiler = new SchemaCompiler(document, context);
        CheckForm(document, Place + "#", compiler._draft, context);
        var root = compiler.Node(document, "");
        while (compiler._open.TryDequeue(out var next))
        {
            compiler.Fill(next.Schema, next.Node);
        }

        return root;
    }

    private static void CheckForm(object? schema, string place, int draft, TemplateContext context)
    {
        if (SchemaValidation.Check(MetaSchemas.Of(draft), schema, context) is { } error)
        {
            throw new GoErrorException(
                $"\"{place}\" is not valid against metaschema: jsonschema validation failed with {SchemaError.Quote(MetaSchemas.Name(draft))}\n{SchemaError.Text(error)}");
        }
    }

    // By name whatever the scheme; without a draft in it, the newest one.
    private static int DraftOf(GoMap root) => root["$schema"] is not string name ? 2020 : Schemeless(name.EndsWith('#') ? name[..^1] : name) switch
    {
        "json-schema.org/draft-04/schema" => 4,
        "json-schema.org/draft-06/schema" => 6,
        "json-schema.org/draft-07/schema" => 7,
        "json-schema.org/draft/2019-09/schema" => 2019,
        "json-schema.org/draft/2020-12/schema" or "json-schema.org/schema" => 2020,
        _ => throw new GoErrorException(
            $"failing loading {GoStrconv.Quote(name)}: only the schemas of drafts 4, 6, 7, 2019-09 and 2020-12 are known, nothing is fetched"),
    };

    private static string Schemeless(string url) =>
        url.StartsWith("http://", StringComparison.Ordinal) ? url["http://".Length..]
        : url.StartsWith("https://", StringComparison.Ordinal) ? url["https://".Length..]
        : url;

    private SchemaNode Node(object? schema, string keyword)
    {
        if (schema is bool always)
        {
            return new SchemaNode { Draft = _draft, Always = always };
        }

        if (schema is not GoMap map)
        {
            throw Invalid($"{keyword}: a schema must be an object or a boolean");
        }

        if (_nodes.TryGetValue(map, out var known))
        {
            return known;
        }

        if (_nodes.Count >= MostNodes)
        {
            throw Invalid($"there are more than {MostNodes} parts");
        }

        var node = new SchemaNode { Draft = _draft, Always = map.Count == 0 ? true : null, Location = _targets.PlaceOf(map) };
        _nodes[map] = node;
        _open.Enqueue((map, node));
        return node;
    }

    private void Fill(GoMap schema, SchemaNode node)
    {
        if (Reference(schema) is { } reference)
        {
            node.Ref = _targets.Find(schema, reference) is { Found: true } target ? Node(Formed(target.Schema, reference), "$ref") : throw _targets.NotFound(reference);
            node.RefKeyword = schema["$ref"] is string ? "$ref" : _draft >= 2020 ? "$dynamicRef" : "$recursiveRef";
            if (_draft < 2019)
            {
                // Beside a reference nothing counts, but for a const, which the validator that Helm uses looks at first.
                node.Const = Constant(schema);
                return;
            }
        }

        FillChoices(schema, node);
        FillObject(schema, node);
        FillArray(schema, node);
        FillScalar(schema, node);
    }

    // A schema that lies where no keyword of the draft has schemas was not looked at with the whole.
    private object? Formed(object? target, string reference)
    {
        if (reference.StartsWith("#/", StringComparison.Ordinal) && !MetaSchemas.HasSchemas(_draft, reference[2..].Split('/')[0]))
        {
            CheckForm(target, Place + reference, _draft, _context);
        }

        return target;
    }

    private string? Reference(GoMap schema) =>
        schema["$ref"] as string ?? (_draft >= 2020 ? schema["$dynamicRef"] as string : _draft == 2019 ? schema["$recursiveRef"] as string : null);

    private void FillChoices(GoMap schema, SchemaNode node)
    {
        node.AllOf = Nodes(schema, "allOf");
        node.AnyOf = Nodes(schema, "anyOf");
        node.OneOf = Nodes(schema, "oneOf");
        node.Not = Optional(schema, "not");
        node.Types = Types(schema);
        node.Enum = schema["enum"] as GoList;
        node.Const = Constant(schema);
        node.Format = _draft < 2019 ? schema["format"] as string : null;
        if (_draft >= 7)
        {
            node.If = Optional(schema, "if");
            node.Then = node.If is null ? null : Optional(schema, "then");
            node.Else = node.If is null ? null : Optional(schema, "else");
        }
    }

    private GoList? Constant(GoMap schema) => _draft >= 6 && schema.TryGetValue("const", out var wanted) ? new GoList([wanted]) : null;

    private void FillObject(GoMap schema, SchemaNode node)
    {
        node.MinProperties = Whole(schema, "minProperties");
        node.MaxProperties = Whole(schema, "maxProperties");
        node.Required = Names(schema, "required");
        node.Properties = Map(schema, "properties");
        node.PatternProperties = [.. Map(schema, "patternProperties").Select(p => (Pattern(p.Key, "patternProperties"), p.Value))];
        node.AdditionalProperties = Optional(schema, "additionalProperties");
        node.PropertyNames = _draft >= 6 ? Optional(schema, "propertyNames") : null;
        node.UnevaluatedProperties = _draft >= 2019 ? Optional(schema, "unevaluatedProperties") : null;
        var schemas = _draft >= 2019 ? new Dictionary<string, SchemaNode>(Map(schema, "dependentSchemas")) : [];
        var required = new Dictionary<string, IReadOnlyList<string>>(StringComparer.Ordinal);
        foreach (var keyword in (string[])["dependencies", "dependentRequired"])
        {
            if (schema[keyword] is not GoMap dependencies || (keyword == "dependentRequired" && _draft < 2019))
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
        if (_draft >= 2020)
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

        node.UnevaluatedItems = _draft >= 2019 ? Optional(schema, "unevaluatedItems") : null;
        node.Contains = _draft >= 6 ? Optional(schema, "contains") : null;
        node.MinContains = _draft >= 2019 ? Whole(schema, "minContains") : null;
        node.MaxContains = _draft >= 2019 ? Whole(schema, "maxContains") : null;
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

    private static IReadOnlyList<string>? Types(GoMap schema)
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

    private static List<string> Names(GoMap schema, string keyword) => !schema.TryGetValue(keyword, out var part) ? []
        : part is GoList list && list.All(i => i is string) ? [.. list.OfType<string>()]
        : throw Invalid($"{keyword}: got something else, want array of strings");

    private static double? Number(GoMap schema, string keyword) => (schema[keyword] as WrittenNumber)?.Value;

    private static int? Whole(GoMap schema, string keyword) =>
        Number(schema, keyword) is { } number && double.IsInteger(number) ? (int)Math.Clamp(number, int.MinValue, int.MaxValue) : null;

    private static GoRegex Pattern(string pattern, string keyword)
    {
        try
        {
            return GoRegex.Compile(pattern);
        }
        catch (GoErrorException e)
        {
            throw new GoErrorException($"invalid regex {GoStrconv.Quote(pattern)} at \"{Place}#/{keyword}\": {e.Message}", e);
        }
    }

    private static GoErrorException Invalid(string reason) =>
        new($"\"{Place}#\" is not valid against metaschema: jsonschema validation failed: {reason}");
}

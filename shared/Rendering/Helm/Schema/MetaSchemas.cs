using Plumbline.Rendering.Helm.Functions.Regex;
using Plumbline.Rendering.Helm.Values;

namespace Plumbline.Rendering.Helm.Schema;

/// <summary>
/// The schemas of schemas: which form each keyword of a draft has. Laid out as the drafts lay theirs out (https://json-schema.org/specification-links),
/// since the places and the nesting of messages come from it.
/// </summary>
internal sealed class MetaSchemas
{
    private static readonly Dictionary<int, Lazy<SchemaNode>> Known = new[] { 4, 6, 7, 2019, 2020 }
        .ToDictionary(draft => draft, draft => new Lazy<SchemaNode>(() => new MetaSchemas(draft).Made()));

    private readonly int _draft;
    private readonly SchemaNode _root;
    private readonly SchemaNode _count;
    private readonly SchemaNode _texts;
    private readonly SchemaNode _schemas;
    private readonly SchemaNode _typeName;

    private MetaSchemas(int draft)
    {
        _draft = draft;
        _root = Node();
        _count = Typed("integer");
        _count.Minimum = 0;
        _texts = Typed("array");
        _texts.Items = Typed("string");
        _texts.UniqueItems = true;
        _texts.MinItems = draft == 4 ? 1 : null;
        _schemas = Typed("array");
        _schemas.MinItems = 1;
        _schemas.Items = Self();
        _typeName = Node();
        _typeName.Enum = new GoList(["array", "boolean", "integer", "null", "number", "object", "string"]);
    }

    /// <summary>The schema that schemas of a draft must fit.</summary>
    public static SchemaNode Of(int draft) => Known[draft].Value;

    /// <summary>Its name in messages.</summary>
    public static string Name(int draft) => draft >= 2019
        ? $"https://json-schema.org/draft/{(draft == 2019 ? "2019-09" : "2020-12")}/schema#"
        : $"http://json-schema.org/draft-0{draft}/schema#";

    /// <summary>Whether a draft has a keyword of this name, so that schemas below it are looked at with the whole.</summary>
    public static bool HasSchemas(int draft, string keyword)
    {
        var root = Of(draft);
        return root.Properties.ContainsKey(keyword) || root.AllOf.Any(v => v.Ref!.Properties.ContainsKey(keyword));
    }

    private SchemaNode Made()
    {
        _root.Types = _draft == 4 ? ["object"] : ["boolean", "object"];
        if (_draft < 2019)
        {
            var all = new Dictionary<string, SchemaNode>(StringComparer.Ordinal);
            foreach (var part in (IEnumerable<KeyValuePair<string, SchemaNode>>)[.. OldCore(), .. Applying(), .. Checking(), .. Describing()])
            {
                all[part.Key] = part.Value;
            }

            _root.Properties = all;
            if (_draft == 4)
            {
                _root.DependentRequired = new Dictionary<string, IReadOnlyList<string>> { ["exclusiveMaximum"] = ["maximum"], ["exclusiveMinimum"] = ["minimum"] };
            }

            return _root;
        }

        _root.AllOf = [.. Vocabularies().Select(v => Reference(Vocabulary(v)))];
        _root.Properties = Old();
        return _root;
    }

    private IEnumerable<Dictionary<string, SchemaNode>> Vocabularies()
    {
        yield return Core();
        yield return Applying();
        if (_draft >= 2020)
        {
            yield return Rest();
        }

        yield return Checking();
        yield return Describing();
        yield return new() { ["format"] = Typed("string") };
        yield return new() { ["contentEncoding"] = Typed("string"), ["contentMediaType"] = Typed("string"), ["contentSchema"] = Self() };
    }

    private SchemaNode Vocabulary(Dictionary<string, SchemaNode> keywords)
    {
        var node = Typed("boolean", "object");
        node.Properties = keywords;
        return node;
    }

    // Keywords that newer drafts gave up and still describe.
    private Dictionary<string, SchemaNode> Old()
    {
        var old = new Dictionary<string, SchemaNode> { ["definitions"] = MapOf(Self()), ["dependencies"] = MapOf(Either(Self(), Reference(_texts))) };
        if (_draft >= 2020)
        {
            old["$recursiveAnchor"] = Reference(Anchor());
            old["$recursiveRef"] = Reference(Text("uri-reference"));
        }

        return old;
    }

    private Dictionary<string, SchemaNode> OldCore() => new()
    {
        [_draft == 4 ? "id" : "$id"] = Text(_draft == 4 ? null : "uri-reference"),
        ["$schema"] = Text("uri"),
        ["$ref"] = Text(_draft == 4 ? null : "uri-reference"),
        ["definitions"] = MapOf(Self()),
        ["dependencies"] = MapOf(Either(Self(), Reference(_texts))),
        ["format"] = Typed("string"),
    };

    private Dictionary<string, SchemaNode> Core()
    {
        var id = _draft >= 2020 ? Node() : Text("uri-reference");
        id.Ref = _draft >= 2020 ? Text("uri-reference") : null;
        id.Pattern = (GoRegex.Compile("^[^#]*#?$"), "^[^#]*#?$");
        var vocabulary = MapOf(Typed("boolean"));
        vocabulary.PropertyNames = Word("uri");
        var core = new Dictionary<string, SchemaNode>
        {
            ["$id"] = id,
            ["$schema"] = Word("uri"),
            ["$anchor"] = _draft >= 2020 ? Reference(Anchor()) : Anchor(),
            ["$ref"] = Word("uri-reference"),
            ["$vocabulary"] = vocabulary,
            ["$comment"] = Typed("string"),
            ["$defs"] = MapOf(Self()),
        };
        core[_draft >= 2020 ? "$dynamicRef" : "$recursiveRef"] = Word("uri-reference");
        core[_draft >= 2020 ? "$dynamicAnchor" : "$recursiveAnchor"] = _draft >= 2020 ? Reference(Anchor()) : Typed("boolean");
        return core;
    }

    private Dictionary<string, SchemaNode> Applying()
    {
        var keywords = new Dictionary<string, SchemaNode>
        {
            ["properties"] = MapOf(Self()),
            ["patternProperties"] = MapOf(Self()),
            ["additionalProperties"] = _draft == 4 ? Either(Typed("boolean"), Self()) : Self(),
            ["items"] = _draft >= 2020 ? Self() : Either(Self(), Reference(_schemas)),
            ["allOf"] = Reference(_schemas),
            ["anyOf"] = Reference(_schemas),
            ["oneOf"] = Reference(_schemas),
            ["not"] = Self(),
        };
        if (_draft < 2020)
        {
            keywords["additionalItems"] = _draft == 4 ? Either(Typed("boolean"), Self()) : Self();
        }

        if (_draft >= 6)
        {
            keywords["contains"] = Self();
            keywords["propertyNames"] = Self();
        }

        if (_draft >= 7)
        {
            keywords["patternProperties"].PropertyNames = Node();
            keywords["patternProperties"].PropertyNames!.Format = "regex";
        }

        foreach (var keyword in _draft >= 7 ? (string[])["if", "then", "else"] : [])
        {
            keywords[keyword] = Self();
        }

        if (_draft >= 2019)
        {
            keywords["dependentSchemas"] = MapOf(Self());
            foreach (var (keyword, node) in _draft == 2019 ? Rest() : new() { ["prefixItems"] = Reference(_schemas) })
            {
                keywords[keyword] = node;
            }
        }

        return keywords;
    }

    private Dictionary<string, SchemaNode> Rest() => new() { ["unevaluatedItems"] = Self(), ["unevaluatedProperties"] = Self() };

    private Dictionary<string, SchemaNode> Checking()
    {
        var step = Typed("number");
        (step.Minimum, step.ExclusiveMinimum) = (null, 0);
        var choices = Typed("array");
        (choices.MinItems, choices.UniqueItems) = _draft < 2019 ? (1, true) : ((int?)null, false);
        var several = Typed("array");
        (several.Items, several.MinItems, several.UniqueItems) = (Reference(_typeName), 1, true);
        var keywords = new Dictionary<string, SchemaNode>
        {
            ["type"] = Either(Reference(_typeName), several),
            ["enum"] = choices,
            ["multipleOf"] = step,
            ["pattern"] = Text("regex"),
            ["uniqueItems"] = Typed("boolean"),
            ["required"] = Reference(_texts),
        };
        foreach (var side in (string[])["aximum", "inimum"])
        {
            keywords["m" + side] = Typed("number");
            keywords["exclusiveM" + side] = Typed(_draft == 4 ? "boolean" : "number");
        }

        foreach (var thing in (string[])["Length", "Items", "Properties"])
        {
            keywords["max" + thing] = Reference(_count);
            keywords["min" + thing] = Reference(CountFromNone());
        }

        if (_draft >= 2019)
        {
            keywords["maxContains"] = Reference(_count);
            keywords["minContains"] = Reference(_count);
            keywords["dependentRequired"] = MapOf(Reference(_texts));
        }

        return keywords;
    }

    private Dictionary<string, SchemaNode> Describing()
    {
        var keywords = new Dictionary<string, SchemaNode> { ["title"] = Typed("string"), ["description"] = Typed("string") };
        if (_draft < 7)
        {
            return keywords;
        }

        keywords["readOnly"] = Typed("boolean");
        keywords["writeOnly"] = Typed("boolean");
        keywords["examples"] = Typed("array");
        if (_draft == 7)
        {
            keywords["$comment"] = Typed("string");
            keywords["contentMediaType"] = Typed("string");
            keywords["contentEncoding"] = Typed("string");
        }
        else
        {
            keywords["deprecated"] = Typed("boolean");
        }

        return keywords;
    }

    private SchemaNode Word(string format) => _draft >= 2020 ? Reference(Text(format)) : Text(format);

    private SchemaNode Anchor()
    {
        var pattern = _draft >= 2020 ? "^[A-Za-z_][-A-Za-z0-9._]*$" : "^[A-Za-z][-A-Za-z0-9.:_]*$";
        var node = Typed("string");
        node.Pattern = (GoRegex.Compile(pattern), pattern);
        return node;
    }

    private SchemaNode CountFromNone()
    {
        var node = Node();
        node.Ref = _draft >= 2019 ? _count : null;
        node.AllOf = _draft >= 2019 ? [] : [Reference(_count), Any()];
        return node;
    }

    private SchemaNode MapOf(SchemaNode values)
    {
        var node = Typed("object");
        node.AdditionalProperties = values;
        return node;
    }

    private SchemaNode Either(SchemaNode first, SchemaNode second)
    {
        var node = Node();
        node.AnyOf = [first, second];
        return node;
    }

    private SchemaNode Text(string? format)
    {
        var node = Typed("string");
        node.Format = format;
        return node;
    }

    private SchemaNode Typed(params string[] types)
    {
        var node = Node();
        node.Types = types;
        return node;
    }

    private SchemaNode Reference(SchemaNode target)
    {
        var node = Node();
        node.Ref = target;
        return node;
    }

    private SchemaNode Self() => Reference(_root);

    private SchemaNode Any() => new() { Draft = _draft, Always = true };

    private SchemaNode Node() => new() { Draft = _draft };
}

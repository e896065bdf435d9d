using Plumbline.Rendering.Helm.Functions.Regex;
using Plumbline.Rendering.Helm.Values;

namespace Plumbline.Rendering.Helm.Schema;

/// <summary>A compiled JSON schema or a part of one. Filled by the compiler, then never changed.</summary>
internal sealed class SchemaNode
{
    /// <summary>4, 6, 7, 2019 or 2020.</summary>
    public required int Draft { get; init; }

    /// <summary>Set for the schemas <c>true</c> and <c>false</c>.</summary>
    public bool? Always { get; set; }

    /// <summary>Its own URL, which errors about references name.</summary>
    public string Location { get; init; } = "";

    public SchemaNode? Ref { get; set; }

    /// <summary>The keyword of <see cref="Ref"/>.</summary>
    public string RefKeyword { get; set; } = "";

    public IReadOnlyList<string>? Types { get; set; }

    /// <summary>The wanted value in a list of one, since null is a value too.</summary>
    public GoList? Const { get; set; }

    public GoList? Enum { get; set; }

    public string? Format { get; set; }

    public IReadOnlyList<SchemaNode> AllOf { get; set; } = [];

    public IReadOnlyList<SchemaNode> AnyOf { get; set; } = [];

    public IReadOnlyList<SchemaNode> OneOf { get; set; } = [];

    public SchemaNode? Not { get; set; }

    public SchemaNode? If { get; set; }

    public SchemaNode? Then { get; set; }

    public SchemaNode? Else { get; set; }

    public int? MinProperties { get; set; }

    public int? MaxProperties { get; set; }

    public IReadOnlyList<string> Required { get; set; } = [];

    public IReadOnlyDictionary<string, SchemaNode> Properties { get; set; } = NoNodes;

    public IReadOnlyList<(GoRegex Pattern, SchemaNode Node)> PatternProperties { get; set; } = [];

    public SchemaNode? AdditionalProperties { get; set; }

    public SchemaNode? PropertyNames { get; set; }

    public SchemaNode? UnevaluatedProperties { get; set; }

    public IReadOnlyDictionary<string, SchemaNode> DependentSchemas { get; set; } = NoNodes;

    public IReadOnlyDictionary<string, IReadOnlyList<string>> DependentRequired { get; set; } = NoNames;

    public int? MinItems { get; set; }

    public int? MaxItems { get; set; }

    public bool UniqueItems { get; set; }

    /// <summary>Schemas of the first items.</summary>
    public IReadOnlyList<SchemaNode> PrefixItems { get; set; } = [];

    /// <summary>The schema of the items after the first ones.</summary>
    public SchemaNode? Items { get; set; }

    public SchemaNode? UnevaluatedItems { get; set; }

    public SchemaNode? Contains { get; set; }

    public int? MinContains { get; set; }

    public int? MaxContains { get; set; }

    public int? MinLength { get; set; }

    public int? MaxLength { get; set; }

    public (GoRegex Regex, string Written)? Pattern { get; set; }

    public double? Minimum { get; set; }

    public double? Maximum { get; set; }

    public double? ExclusiveMinimum { get; set; }

    public double? ExclusiveMaximum { get; set; }

    public double? MultipleOf { get; set; }

    private static IReadOnlyDictionary<string, SchemaNode> NoNodes { get; } = new Dictionary<string, SchemaNode>();

    private static IReadOnlyDictionary<string, IReadOnlyList<string>> NoNames { get; } = new Dictionary<string, IReadOnlyList<string>>();
}

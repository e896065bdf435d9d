namespace Plumbline.Rendering.Kustomize.Schema;

/// <summary>What a strategic merge has to know of a field: how its list merges, and what lies below.</summary>
internal sealed class SchemaNode
{
    public Dictionary<string, SchemaNode>? Fields { get; set; }

    /// <summary>The schema of a list's items.</summary>
    public SchemaNode? Items { get; set; }

    /// <summary>The schema of every value of a map with free keys.</summary>
    public SchemaNode? Values { get; set; }

    /// <summary>Whether items of two lists are brought together instead of the list being replaced.</summary>
    public bool MergesList { get; set; }

    /// <summary>The fields that identify an item; empty for lists of plain values.</summary>
    public string[] Keys { get; set; } = [];

    public SchemaNode? Field(string name) => Fields?.GetValueOrDefault(name) ?? Values;
}

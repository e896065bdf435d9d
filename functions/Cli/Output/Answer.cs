using Plumbline.Core.Objects;

namespace Plumbline.Functions.Cli.Output;

/// <summary>The answer of a command in every form it can be printed in.</summary>
/// <param name="Whole">All of it; has a <c>v</c>.</param>
/// <param name="Items">Its items, for formats that take one at a time; the whole itself where it has none.</param>
internal sealed record Answer(MapNode Whole, IReadOnlyList<MapNode> Items)
{
    /// <summary>What people read.</summary>
    public required Func<string> Table { get; init; }

    /// <summary>The name of an item.</summary>
    public required Func<MapNode, string> Name { get; init; }

    /// <summary>Whether the items themselves are the YAML, as documents, instead of the whole.</summary>
    public bool YamlIsDocuments { get; init; }
}

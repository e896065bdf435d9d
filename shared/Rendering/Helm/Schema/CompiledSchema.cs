using Plumbline.Core.Rendering;
using Plumbline.Rendering.Helm.Template;

namespace Plumbline.Rendering.Helm.Schema;

/// <summary>A schema that is ready to be used, with what it was made of besides its own text.</summary>
/// <param name="Root">The schema.</param>
/// <param name="Fetched">Documents at URLs that it refers to.</param>
/// <param name="IsComplete">Whether all of them were there.</param>
internal sealed record CompiledSchema(SchemaNode Root, IReadOnlyDictionary<string, ReadOnlyMemory<byte>> Fetched, bool IsComplete)
{
    /// <summary>Whether it would be made of the same now.</summary>
    public bool IsMadeOf(FetchedParts? parts) => IsComplete &&
        Fetched.All(f => parts?.Known(new OutsidePart.Schema(f.Key)) is { Failure: null } found && found.Bytes.Span.SequenceEqual(f.Value.Span));
}

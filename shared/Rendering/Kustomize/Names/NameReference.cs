using Plumbline.Rendering.Kustomize.Objects;

namespace Plumbline.Rendering.Kustomize.Names;

/// <summary>The fields in which other objects call objects of a kind by name.</summary>
internal sealed record NameReference(Gvk Target, IReadOnlyList<FieldSpec> Referrers);

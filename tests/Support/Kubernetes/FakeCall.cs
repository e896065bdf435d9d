using Plumbline.Core.Kubernetes;

namespace Plumbline.Support.Kubernetes;

/// <summary>One call that a <see cref="FakeCluster"/> got.</summary>
/// <param name="Verb">Name of the method of <see cref="ICluster"/>.</param>
/// <param name="Key">The object; for lists the kind and namespace only.</param>
/// <param name="IsDryRun">Whether nothing was to be stored.</param>
public sealed record FakeCall(string Verb, ResourceKey Key, bool IsDryRun)
{
    /// <summary>As whom it was made; null for ourselves.</summary>
    public ServiceAccount? By { get; init; }
}

using Plumbline.Core.Rendering;
using Plumbline.Rendering.Helm;
using Plumbline.Rendering.Kustomize;

namespace Plumbline.Rendering.Sources;

/// <summary>
/// What a kustomization that is built without an Application takes from outside of its tree: remote bases, and charts of <c>helmCharts</c>. A build never
/// fetches; it is run again with what it wanted. For one build, by one caller at a time.
/// </summary>
/// <param name="clock">For charts that ask for the time.</param>
public sealed class KustomizeOutside(TimeProvider clock)
{
    private readonly Dictionary<OutsidePart, FetchedPart> _parts = [];
    private readonly List<OutsidePart> _wanted = [];
    private readonly HelmTemplate _helm = new(clock);
    private readonly ChartArchives _archives = new();

    /// <summary>Version of Kubernetes that charts see, before their entry's own; empty (default) for none.</summary>
    public string KubeVersion { get; init; } = "";

    /// <summary>API versions that charts see, before their entry's own; empty (default) for none.</summary>
    public IReadOnlyList<string> ApiVersions { get; init; } = [];

    /// <summary>The options with the parts that are here.</summary>
    public KustomizeOptions With(KustomizeOptions options) => options with
    {
        RemoteBases = new RemoteBaseParts(_parts, _wanted),
        Charts = new ChartInflation(_helm, _archives, _parts, _wanted) { KubeVersion = KubeVersion, ApiVersions = ApiVersions },
    };

    /// <summary>What the last build wanted and did not have; empty when nothing.</summary>
    public IReadOnlyList<OutsidePart> TakeWanted()
    {
        var wanted = _wanted.Distinct().Where(p => !_parts.ContainsKey(p)).ToList();
        _wanted.Clear();
        return wanted;
    }

    /// <summary>Adds a part, or why it cannot be had.</summary>
    public void Give(OutsidePart part, FetchedPart fetched) => _parts[part] = fetched;
}

using Plumbline.Core.Charts;
using Plumbline.Core.Json;
using Plumbline.Core.Objects;
using Plumbline.Core.Problems;
using Plumbline.Core.Rendering;
using Plumbline.Core.Sources;
using Plumbline.Core.Yaml;
using Plumbline.Rendering.Helm;
using Plumbline.Rendering.Kustomize;

namespace Plumbline.Rendering.Sources;

/// <summary>
/// <c>helmCharts</c> through our own chart engine, by the rules of kustomize's generator: a chart in <c>chartHome</c> counts before one from a
/// repository; the latter is noted as wanted until it was fetched.
/// </summary>
internal sealed class ChartInflation(HelmTemplate helm, IChartArchives archives, IReadOnlyDictionary<OutsidePart, FetchedPart> parts, List<OutsidePart> wanted) : IChartInflator
{
    /// <summary>Version of Kubernetes that outranks an entry's own; empty for none.</summary>
    public string KubeVersion { get; init; } = "";

    /// <summary>API versions that outrank an entry's own; empty for none.</summary>
    public IReadOnlyList<string> ApiVersions { get; init; } = [];

    /// <summary>Chance and time of the charts; null for the system's.</summary>
    public RenderMoment? Moment { get; init; }

    /// <summary>Whether charts may look up what the cluster has.</summary>
    public bool LooksUp { get; init; }

    // A base may be taken in twice, under other names: its passwords are then two.
    private readonly Dictionary<(string Name, string Release, string Namespace), int> _inflated = [];

    /// <inheritdoc/>
    public IReadOnlyList<MapNode> Inflate(ChartEntry entry, CancellationToken token)
    {
        var name = Text(entry.Chart, "name");
        if (name.Length == 0)
        {
            throw Refused("An entry of helmCharts has no name: chart name cannot be empty.");
        }

        var (tree, folder) = Find(entry, name);
        var result = helm.Run(Request(entry, name, tree, folder), token);
        if (ReferenceEquals(tree, entry.Tree))
        {
            (tree as RecordingSourceTree)?.Include(result.Reads);
        }

        wanted.AddRange(result.Wanted);

        return result.Succeeded
            ? [.. result.Objects.Select(o => o.Root)]
            : throw new ProblemException([.. result.Problems.Where(p => p.Severity == ProblemSeverity.Error).Select(p => p with { Message = $"The chart '{name}' of helmCharts: {p.Message}" })]);
    }

    private (ISourceTree Tree, RepoPath Folder) Find(ChartEntry entry, string name)
    {
        var (repository, version) = (Text(entry.Chart, "repo"), Text(entry.Chart, "version"));
        var home = Text(entry.Globals, "chartHome") is { Length: > 0 } written ? written : "charts";
        var place = repository.Length > 0 && version.Length > 0 ? $"{home}/{name}-{version}/{name}" : $"{home}/{name}";
        if (!entry.Folder.TryCombine(place, out var local, out var reason))
        {
            throw Refused($"The chart '{name}' of helmCharts cannot be read: {reason}.");
        }

        if (entry.Tree.Find(local) is { Kind: SourceEntryKind.Folder })
        {
            return (entry.Tree, local);
        }

        if (repository.Length == 0)
        {
            throw Refused($"no repo specified for pull, no chart found at '{local}'");
        }

        var part = new OutsidePart.Chart(repository, name, version);
        if (!parts.TryGetValue(part, out var fetched))
        {
            wanted.Add(part);
            throw Refused($"The chart '{name}' of helmCharts has to be fetched from {repository} first.");
        }

        return fetched.Failure is { } failure
            ? throw Refused($"The chart '{name}' of helmCharts cannot be fetched from {repository}: {failure}")
            : (archives.Open(name, new ChartArchiveFile(fetched.Bytes, fetched.Id)), RepoPath.Root);
    }

    private HelmRequest Request(ChartEntry entry, string name, ISourceTree tree, RepoPath folder)
    {
        var request = RequestOf(entry, name, tree, folder);
        var key = (name, request.ReleaseName, request.Namespace);
        var before = _inflated.GetValueOrDefault(key);
        _inflated[key] = before + 1;
        return before == 0 ? request : request with { Place = $"chart {before}" };
    }

    private HelmRequest RequestOf(ChartEntry entry, string name, ISourceTree tree, RepoPath folder) => new()
    {
        Tree = tree,
        Chart = folder,

        // Without a name kustomize has Helm invent one from the time; a render that gives the same twice takes the chart's.
        ReleaseName = Text(entry.Chart, "releaseName") is { Length: > 0 } release ? release : name,
        NameTemplate = Text(entry.Chart, "nameTemplate"),
        Namespace = Text(entry.Chart, "namespace") is { Length: > 0 } space ? space : "default",
        ValueFiles = Values(entry, name, tree, folder),
        KubeVersion = KubeVersion.Length > 0 ? KubeVersion : Text(entry.Chart, "kubeVersion"),
        ApiVersions = ApiVersions.Count > 0 ? ApiVersions : Texts(entry.Chart, "apiVersions"),
        IncludeCrds = Is(entry.Chart, "includeCRDs"),
        SkipTests = Is(entry.Chart, "skipTests"),
        NoHooks = Is(entry.Chart, "skipHooks"),
        Moment = Moment,
        Parts = parts,
        LooksUp = LooksUp,
    };

    private static List<HelmValuesFile> Values(ChartEntry entry, string name, ISourceTree tree, RepoPath folder)
    {
        var files = new List<HelmValuesFile>();
        var file = Text(entry.Chart, "valuesFile");
        if (entry.Chart["valuesInline"] is MapNode { Count: > 0 } inline)
        {
            var merged = Text(entry.Chart, "valuesMerge") switch
            {
                "replace" => inline,
                "merge" => Merged(inline, Base(entry, file, tree, folder)),
                "" or "override" => Merged(Base(entry, file, tree, folder), inline),
                var other => throw Refused($"valuesMerge of the chart '{name}' must be one of merge, override, replace, not '{other}'."),
            };
            files.Add(new HelmValuesFile("valuesInline", JsonTree.Write(merged)));
        }
        else if (file.Length > 0)
        {
            files.Add(new HelmValuesFile(file, Read(entry, file)));
        }

        files.AddRange(Texts(entry.Chart, "additionalValuesFiles").Select(f => new HelmValuesFile(f, Read(entry, f))));
        return files;
    }

    /// <summary>The values that the inline ones are laid over: the named file, else the chart's own.</summary>
    private static MapNode Base(ChartEntry entry, string file, ISourceTree tree, RepoPath folder)
    {
        var own = folder.Child("values.yaml");
        if (file.Length == 0 && tree.Find(own) is not { Kind: SourceEntryKind.File })
        {
            return new MapNode();
        }

        var bytes = file.Length > 0 ? Read(entry, file) : tree.Read(own);
        return YamlReader.ReadAll(bytes.Span, file.Length > 0 ? file : own.Value, YamlReadOptions.Default) is [MapNode map, ..] ? map : new MapNode();
    }

    private static ReadOnlyMemory<byte> Read(ChartEntry entry, string file)
    {
        if (!entry.Folder.TryCombine(file, out var path, out var reason))
        {
            throw Refused($"The values file '{file}' of helmCharts cannot be read: {reason}.");
        }

        return entry.Tree.Find(path) is { Kind: SourceEntryKind.File } ? entry.Tree.Read(path)
            : throw Refused($"There is no values file '{file}', which helmCharts names.");
    }

    // As kustomize merges: null takes a key away, maps go together, anything else is replaced.
    private static MapNode Merged(MapNode below, MapNode above)
    {
        var merged = (MapNode)below.Clone();
        foreach (var entry in above)
        {
            if (entry.Value.IsNull)
            {
                merged.Remove(entry.Key);
            }
            else
            {
                merged[entry.Key] = entry.Value is MapNode map && merged[entry.Key] is MapNode known ? Merged(known, map) : entry.Value.Clone();
            }
        }

        return merged;
    }

    private static string Text(MapNode? map, string field) => map?[field] is ScalarNode { IsNull: false } scalar ? scalar.ToString() : "";

    private static bool Is(MapNode map, string field) => map[field] is ScalarNode { BooleanValue: true };

    private static IReadOnlyList<string> Texts(MapNode map, string field) =>
        map[field] is ListNode list ? [.. list.OfType<ScalarNode>().Select(s => s.ToString())] : [];

    private static ProblemException Refused(string message) => new(new Problem(KustomizeProblem.Refused, message));
}

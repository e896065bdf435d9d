using Plumbline.Core.Objects;
using Plumbline.Core.Rendering;
using Plumbline.Core.Sources;
using Plumbline.Rendering.Sources;
using Plumbline.Support.Conformance;

namespace Plumbline.Rendering.Tests.Conformance;

/// <summary>Questions about what an Application says of its sources.</summary>
internal static class SpecAnswers
{
    public static IReadOnlyDictionary<string, Func<ArgoCall, ArgoAnswer?>> All { get; } = new Dictionary<string, Func<ArgoCall, ArgoAnswer?>>
    {
        ["v1alpha1.ApplicationSource.ExplicitType"] = ExplicitType,
        ["repository.GetAppSourceType"] = Type,
        ["kustomize.IsKustomization"] = call => ArgoAnswer.Of(TypeOf(MemorySourceTree.Of((call.Text("path"), "resources: []\n")), RepoPath.Root) == SourceType.Kustomize),
        ["v1alpha1.ApplicationSource.Equals"] = call => Equal(call, "applicationSource", s => s),
        ["v1alpha1.ApplicationSourceHelm.Equals"] = call => Equal(call, "applicationSourceHelm", Around("helm")),
        ["v1alpha1.ApplicationSpec.GetSource"] = call => ArgoAnswer.Of(Sources(call)[0]),
        ["v1alpha1.ApplicationSpec.GetSources"] = call => ArgoAnswer.Of(new ListNode(Sources(call))),
        ["v1alpha1.ApplicationSpec.GetSourcePtrByIndex"] = Source,
        ["v1alpha1.ApplicationSpec.GetRevisionHistoryLimit"] = HistoryLimit,
        ["v1alpha1.KustomizeReplica.GetIntCount"] = ReplicaCount,
        ["argo.GetRefSources"] = References,
    };

    private static ArgoAnswer ExplicitType(ArgoCall call)
    {
        var reading = AskedApplication.Of((MapNode)call.Input["applicationSource"]!);
        var type = reading.Value is { } application ? SourceTypeChoice.Explicit(application.Sources[0]) : null;
        return ArgoAnswer.Of(ScalarNode.Of(type?.ToString() ?? "")) with { Fails = reading.Problems.Failed(), Words = reading.Problems.Words() };
    }

    private static ArgoAnswer? Type(ArgoCall call)
    {
        var path = call.Text("appPath").TrimStart('.', '/');
        var reading = AskedApplication.Of(call.Input["source"] as MapNode ?? new MapNode());
        return ArgoCases.Fixture($"reposerver/repository/{path}") is { } tree && reading.Value is { } application
            ? ArgoAnswer.Of(SourceTypeChoice.Of(application.Sources[0], tree, RepoPath.Root).ToString())
            : null;
    }

    private static SourceType TypeOf(ISourceTree tree, RepoPath folder) => SourceTypeChoice.Of(AskedApplication.Of(new MapNode()).Value!.Sources[0], tree, folder);

    // Whether two sources are one is asked of us as: does the Application count as changed?
    private static ArgoAnswer? Equal(ArgoCall call, string name, Func<MapNode, MapNode> source)
    {
        if (call.Input[name] is not MapNode left || call.Input["other"] is not (MapNode or null or { IsNull: true }) || left["valuesObject"] is ScalarNode)
        {
            return null;
        }

        var right = call.Input["other"] is MapNode other ? source(other) : new MapNode();
        return AskedApplication.Of(source(left)).Value is { } one && AskedApplication.Of(right).Value is { } two ? ArgoAnswer.Of(one.SpecDigest == two.SpecDigest) : null;
    }

    private static Func<MapNode, MapNode> Around(string block) => inner =>
    {
        var source = new MapNode();
        source.Set(block, inner);
        return source;
    };

    private static List<MapNode> Sources(ArgoCall call)
    {
        var spec = (MapNode)call.Input["applicationSpec"]!.Clone();
        foreach (var source in (spec["sources"] as ListNode ?? []).OfType<MapNode>().Append(spec["source"] as MapNode).OfType<MapNode>().Where(s => !s.Has("path")))
        {
            source.Set("path", ScalarNode.Of("."));
        }

        foreach (var source in (spec["sources"] as ListNode ?? []).OfType<MapNode>().Append(spec["source"] as MapNode).OfType<MapNode>().Where(s => !s.Has("repoURL")))
        {
            source.Set("repoURL", ScalarNode.Of("https://example.com/org/repo"));
        }

        return [.. AskedApplication.OfSpec(spec).Value!.Sources.Select(s => Given(s.Raw))];
    }

    // Without what was filled in.
    private static MapNode Given(MapNode source)
    {
        source = (MapNode)source.Clone();
        foreach (var (name, filled) in (ReadOnlySpan<(string, string)>)[("path", "."), ("repoURL", "https://example.com/org/repo")])
        {
            if (source.TextAt(name) == filled)
            {
                source.Remove(name);
            }
        }

        return source;
    }

    private static ArgoAnswer? Source(ArgoCall call) =>
        call.Input.At("applicationSpec", "sourceHydrator") is not null || call.Input["sourceIndex"] is not ScalarNode index || index.IntegerValue < 0 ? null
            : ArgoAnswer.Of(Sources(call)[(int)index.IntegerValue]);

    private static ArgoAnswer HistoryLimit(ArgoCall call)
    {
        var spec = (MapNode)call.Input["applicationSpec"]!.Clone();
        spec.Set("source", AskedApplication.Completed(new MapNode()));
        return ArgoAnswer.Of(ScalarNode.Of((long)AskedApplication.OfSpec(spec).Value!.RevisionHistoryLimit));
    }

    private static ArgoAnswer ReplicaCount(ArgoCall call)
    {
        var kustomize = new MapNode();
        kustomize.Set("replicas", new ListNode([call.Input["kustomizeReplica"]!.Clone()]));
        var reading = AskedApplication.Of(Around("kustomize")(kustomize));
        return ArgoAnswer.OfFailure(reading.Problems.Failed(), reading.Problems.Words());
    }

    // Where a repository is not reached does not show here; only what is wrong with the sources themselves.
    private static ArgoAnswer? References(ArgoCall call)
    {
        var sources = call.Maps("sources").Select(s => (MapNode)s.Clone()).ToList();
        if (call.Id.EndsWith("target-ref-does-not-exist#1", StringComparison.Ordinal))
        {
            return null;
        }

        foreach (var source in sources)
        {
            source.Set("repoURL", ScalarNode.Of("https://example.com/org/repo"));
        }

        var reading = AskedApplication.Of(sources);
        return ArgoAnswer.OfFailure(reading.Problems.Failed(), reading.Problems.Words());
    }
}

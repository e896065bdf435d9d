using Plumbline.Core.Applications;
using Plumbline.Core.Fields;
using Plumbline.Core.Json;
using Plumbline.Core.Kubernetes;
using Plumbline.Core.Objects;
using Plumbline.Core.Problems;

namespace Plumbline.Rendering.Tests.Conformance;

/// <summary>An Application around what a case gives of one.</summary>
internal static class AskedApplication
{
    private const string Frame =
        """{"apiVersion": "argoproj.io/v1alpha1", "kind": "Application", "metadata": {"name": "test"}, "spec": {"destination": {"name": "in-cluster", "namespace": "default"}}}""";

    /// <summary>Reads an Application of these sources; what every source has and cases leave out is filled in.</summary>
    public static Reading<Application> Of(params IEnumerable<MapNode> sources)
    {
        var spec = new MapNode();
        spec.Set("sources", new ListNode(sources.Select(Completed)));
        return OfSpec(spec);
    }

    /// <summary>Reads an Application of this spec as it is; a destination is filled in.</summary>
    public static Reading<Application> OfSpec(MapNode spec)
    {
        var root = (MapNode)JsonTree.Read(System.Text.Encoding.UTF8.GetBytes(Frame));
        var whole = (MapNode)root["spec"]!;
        foreach (var entry in spec)
        {
            whole.Set(entry.Key, entry.Value.Clone());
        }

        return ApplicationReader.Read(root, new ObjectOrigin("app.yaml", default));
    }

    /// <summary>Whether an error stands in the way.</summary>
    public static bool Failed(this IEnumerable<Problem> problems) => problems.Any(p => p.Severity == ProblemSeverity.Error);

    /// <summary>The problems as one text.</summary>
    public static string Words(this IEnumerable<Problem> problems) => string.Join(" | ", problems.Select(p => $"{p.Field ?? p.File}: {p.Message}"));

    /// <summary>A source with what it cannot do without.</summary>
    public static MapNode Completed(MapNode source)
    {
        source = (MapNode)source.Clone();
        if (!source.Has("repoURL"))
        {
            source.Set("repoURL", ScalarNode.Of("https://example.com/org/repo"));
        }

        if (!source.Has("path") && !source.Has("chart") && !source.Has("ref"))
        {
            source.Set("path", ScalarNode.Of("."));
        }

        return source;
    }
}

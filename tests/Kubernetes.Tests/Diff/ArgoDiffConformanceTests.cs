using Plumbline.Core.Json;
using Plumbline.Core.Kubernetes;
using Plumbline.Core.Objects;
using Plumbline.Kubernetes.Diff;
using Plumbline.Kubernetes.Masking;
using Plumbline.Support.Conformance;

namespace Plumbline.Kubernetes.Tests.Diff;

/// <summary>Argo CD's own cases about differences and about masks, as far as they can be asked of a comparison that leaves merging to the server.</summary>
public sealed class ArgoDiffConformanceTests(ITestOutputHelper output)
{
    // An input that is the result of another call.
    private const string Computed = "$result";
    private const string LongMask = "++++++++++++";
    private const string ShortMask = "++++++++";

    private static readonly ObjectComparison Comparison = new();

    private static readonly Dictionary<string, Func<ArgoCall, ArgoAnswer?>> Answers = new()
    {
        ["diff.serverSideDiff"] = ServerSide,
        ["diff.HideSecretData"] = Masked,
        ["diff.Diff"] = call => NotTakenForUnchanged(call.Case, call.Input["config"], call.Input["live"]),
        ["diff.TwoWayDiff"] = call => NotTakenForUnchanged(call.Case, call.Input["config"], call.Input["live"]),
        ["diff.structuredMergeDiff"] = call => NotTakenForUnchanged(call.Case, call.Input.At("p", "config"), call.Input.At("p", "live")),
        ["diff.StateDiff"] = call => NotTakenForUnchanged(call.Case, call.Input["config"], call.Input["live"]),
    };

    [Fact]
    public void Differences_are_seen_and_masked_as_Argo_CD_sees_and_masks_them()
    {
        var (report, failures) = new ArgoHarness("diff", Answers).Run();

        Assert.SkipWhen(report.Count == 0, "No cases of Argo CD here: set PLUMBLINE_CONFORMANCE.");
        output.WriteLine(string.Join('\n', report));
        Assert.Empty(failures);
    }

    // The recorded answer of the dry run is what the object will be.
    private static ArgoAnswer? ServerSide(ArgoCall call)
    {
        var runs = call.Input.At("opts", "withServerSideDryRunner", "mock") as ListNode ?? [];
        var predicted = runs.Select(r => (r.At("returns") as ListNode)?[0]).OfType<ScalarNode>().Select(t => t.StringValue).OfType<string>().FirstOrDefault();
        if (predicted is null || call.Input["live"] is not MapNode live)
        {
            return null;
        }

        var changes = Comparison.Compare(new KubernetesObject(live), new KubernetesObject((MapNode)JsonTree.Read(System.Text.Encoding.UTF8.GetBytes(predicted))));
        return Modified(changes.Count > 0) with { Silent = ["result.predictedLive", "result.normalizedLive"] };
    }

    // Without a server only one side can be asked: what differs is never taken for certainly unchanged.
    private static ArgoAnswer? NotTakenForUnchanged(MapNode item, Node? config, Node? live)
    {
        var differs = (item["checks"] as ListNode ?? []).Any(c => c.TextAt("path") == "result.modified" && c.At("value") is ScalarNode { BooleanValue: true });
        return !differs || config is not MapNode desired || live is not MapNode there || desired.Has(Computed) || there.Has(Computed) ? null
            : Modified(!Comparison.IsCertainlyUnchanged(new KubernetesObject(desired), new KubernetesObject(there)));
    }

    private static ArgoAnswer Modified(bool modified)
    {
        var result = new MapNode();
        result.Set("modified", ScalarNode.Of(modified));
        return ArgoAnswer.Of(result);
    }

    // Argo CD shows by a longer mask what we show by naming the changed field; both masks are told in its words here.
    private static ArgoAnswer? Masked(ArgoCall call)
    {
        if (call.Input["hideAnnotations"] is MapNode { Count: > 0 } || call.Input["target"] is not MapNode target || call.Input["live"] is not MapNode live || target.Has(Computed))
        {
            return null;
        }

        var (wanted, there) = (new KubernetesObject(target), new KubernetesObject(live));
        var changed = Comparison.Compare(there, wanted).Where(c => c.Before is not null && c.After is not null).Select(c => c.Path).ToHashSet(StringComparer.Ordinal);
        return new ArgoAnswer { Fails = false }.With("result0", Told(Comparison.Mask(wanted), [])).With("result1", Told(Comparison.Mask(there), changed));
    }

    private static MapNode Told(KubernetesObject masked, HashSet<string> changed)
    {
        var root = (MapNode)masked.Root.Clone();
        foreach (var key in (root["data"] as MapNode ?? []).Select(e => e.Key).ToList())
        {
            var isMasked = Node.DeepEquals(root.At("data", key), SecretMask.Mask);
            ((MapNode)root["data"]!).Set(key, isMasked ? ScalarNode.Of(changed.Contains($"data.{key}") ? LongMask : ShortMask) : ScalarNode.Of("not masked"));
        }

        if (root.At("metadata", "annotations") is MapNode annotations && Node.DeepEquals(annotations[Noise.LastApplied], SecretMask.Mask))
        {
            annotations.Set(Noise.LastApplied, ScalarNode.Of(ShortMask));
        }

        return root;
    }
}

using Plumbline.Core.Kubernetes;
using Plumbline.Core.Objects;
using Plumbline.Core.Rendering;
using Plumbline.Support.Conformance;

namespace Plumbline.Sync.Tests.Conformance;

/// <summary>Questions about which objects are hooks, and of which phase.</summary>
internal static class HookAnswers
{
    private const string Skip = "Skip";
    private const string Argo = "argocd.argoproj.io/hook";
    private const string Helm = "helm.sh/hook";

    public static IReadOnlyDictionary<string, Func<ArgoCall, ArgoAnswer?>> All { get; } = new Dictionary<string, Func<ArgoCall, ArgoAnswer?>>
    {
        ["hook.Types"] = call => Phases(call) is { } phases ? ArgoAnswer.Of(phases) : ArgoAnswer.Of((Node?)null),
        ["hook.IsHook"] = call => ArgoAnswer.Of(Phases(call) is not (null or [Skip])),
        ["hook.Skip"] = call => ArgoAnswer.Of(Phases(call) is [Skip]),
        ["helm.IsHook"] = call => ArgoAnswer.Of(Phases(call) is not null),
        ["helm.Types"] = HelmTypes,
        ["ignore.Ignore"] = call => ArgoAnswer.Of(Phases(call) is []),
        ["sync.syncPhases"] = call => ArgoAnswer.Of((Phases(call) ?? ["Sync"]).Where(p => p != Skip)),
        ["common.NewHookType"] = call => ArgoAnswer.Of(Of(Argo, call.Text("t")) is [var type, ..] ? type : "").With("result1", ScalarNode.Of(Of(Argo, call.Text("t")) is not [])),
        ["controller.isHook"] = call => ArgoAnswer.Of(Phases(call) is not null),
        ["controller.isHookOfType"] = call => ArgoAnswer.Of(Phases(call)?.Contains(call.Text("hookType")) == true),
        ["controller.isPreDeleteHook"] = call => ArgoAnswer.Of(Phases(call)?.Contains("PreDelete") == true),
        ["controller.partitionTargetObjsForSync"] = Partition,
    };

    private static IReadOnlyList<string>? Phases(ArgoCall call) => HookPhases.Of(new KubernetesObject(call.Input["obj"] as MapNode ?? new MapNode()));

    private static IReadOnlyList<string>? Of(string annotation, string value)
    {
        var made = new KubernetesObject(new MapNode());
        made.Annotate(annotation, value);
        return HookPhases.Of(made);
    }

    // Helm's own names of those entries that have a phase.
    private static ArgoAnswer HelmTypes(ArgoCall call) =>
        ArgoAnswer.Of(call.Text("obj", "metadata", "annotations", Helm).Split(',', StringSplitOptions.RemoveEmptyEntries).Where(e => Of(Helm, e) is { Count: > 0 }));

    private static ArgoAnswer Partition(ArgoCall call)
    {
        var phases = call.Maps("targetObjs").SelectMany(o => HookPhases.Of(new KubernetesObject(o)) ?? []).ToList();
        return new ArgoAnswer { Fails = false }
            .With("hasPreDeleteHooks", ScalarNode.Of(phases.Contains("PreDelete")))
            .With("hasPostDeleteHooks", ScalarNode.Of(phases.Contains("PostDelete")));
    }
}

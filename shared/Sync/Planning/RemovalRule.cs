using Plumbline.Core.Applications;
using Plumbline.Core.Kubernetes;

namespace Plumbline.Sync.Planning;

/// <summary>What becomes of an object when its Application is removed (OPT-4). Pure.</summary>
internal static class RemovalRule
{
    private const string HelmPolicy = "helm.sh/resource-policy";

    /// <summary>What is said about it: by itself, else by its Application. Helm's own annotation says that it is kept.</summary>
    public static RemovalOption Of(SyncOptions application, KubernetesObject live) =>
        live.Annotation(HelmPolicy) == "keep" ? RemovalOption.Keep
        : SyncOptions.Of(live).Delete is var own and not RemovalOption.Unset ? own
        : application.Delete;

    /// <summary>Whether it stays. Without anybody to ask, <c>confirm</c> keeps as well.</summary>
    public static bool Stays(SyncOptions application, KubernetesObject live) => Of(application, live) is RemovalOption.Keep or RemovalOption.Confirm;
}

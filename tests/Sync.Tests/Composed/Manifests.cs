namespace Plumbline.Sync.Tests.Composed;

/// <summary>What the repositories of these tests hold.</summary>
internal static class Manifests
{
    public const string Automated = "{automated: {prune: true, selfHeal: true}, syncOptions: [CreateNamespace=true]}";
    public const string ByRequest = "{syncOptions: [CreateNamespace=true]}";

    /// <summary>An Application of the shop's repository.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="policy">Its <c>syncPolicy</c>, in flow style.</param>
    /// <param name="metadata">More entries of its metadata, in flow style, each with a comma in front.</param>
    /// <param name="path">Its folder.</param>
    /// <param name="space">Its namespace.</param>
    /// <param name="cluster">Its cluster.</param>
    /// <param name="project">Its project.</param>
    /// <param name="more">More entries of its spec, in flow style, each with a comma in front.</param>
    public static string App(
        string name = "shop", string policy = Automated, string metadata = "", string path = ".", string space = "shop", string cluster = "one", string project = "default", string more = "") => $$"""
        apiVersion: argoproj.io/v1alpha1
        kind: Application
        metadata: {name: {{name}}{{metadata}}}
        spec: {project: {{project}}, source: {repoURL: "{{SyncSystem.Shop}}", targetRevision: HEAD, path: {{path}}}, destination: {name: {{cluster}}, namespace: {{space}}}, syncPolicy: {{policy}}{{more}}}

        """;

    /// <summary>Metadata that makes the deletion of an Application delete its objects.</summary>
    public const string Finalizer = ", finalizers: [resources-finalizer.argocd.argoproj.io]";

    /// <summary>Metadata that puts a question in front of each plan.</summary>
    public const string Gated = ", annotations: {plumbline.dev/approval: \"slack:#deploys\"}";

    public static string ConfigMap(string name, string value = "1", string metadata = "") =>
        $"{{apiVersion: v1, kind: ConfigMap, metadata: {{name: {name}{metadata}}}, data: {{a: '{value}'}}}}\n";

    public static string Deployment(string name, string image = "web:1") =>
        $"{{apiVersion: apps/v1, kind: Deployment, metadata: {{name: {name}}}, spec: {{replicas: 1, template: {{spec: {{containers: [{{name: web, image: '{image}'}}]}}}}}}}}\n";
}

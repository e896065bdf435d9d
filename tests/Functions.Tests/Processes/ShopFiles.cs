namespace Plumbline.Functions.Tests.Processes;

/// <summary>What the repositories hold.</summary>
internal static class ShopFiles
{
    public const string Auto = "auto";
    public const string Gated = "gated";

    /// <summary>Two applications: one that follows each push and prunes, one that changes after somebody approved.</summary>
    public static IEnumerable<(string Path, string Text)> Control(string shop, string server, string authority) =>
    [
        ("auto.yaml", Application(Auto, shop, server, "", "\n    automated: {prune: true, selfHeal: true}")),
        ("gated.yaml", Application(Gated, shop, server, "\n    plumbline.dev/approval: slack:#deploys", "")),
        ("cluster.yaml", $$"""
            apiVersion: v1
            kind: Secret
            metadata:
              name: cluster
              namespace: argocd
              labels: {argocd.argoproj.io/secret-type: cluster}
            stringData:
              name: main
              server: {{server}}
              config: '{"bearerToken": "env:CLUSTER_TOKEN", "tlsClientConfig": {"caData": "{{authority}}"} }'
            """),
        ("project.yaml", $$"""
            apiVersion: argoproj.io/v1alpha1
            kind: AppProject
            metadata: {name: shop, namespace: argocd}
            spec:
              sourceRepos: ["{{shop}}"]
              destinations: [{server: "{{server}}", namespace: "processes-*"}]
              clusterResourceWhitelist: [{group: "", kind: Namespace}]
            """),
    ];

    /// <summary>An application's files of one round: a changed ConfigMap and Deployment, and a ConfigMap of this round alone.</summary>
    public static IEnumerable<(string Path, string Text)> Of(string app, int round) =>
    [
        ($"{app}/config.yaml", ConfigMap("config", round)),
        ($"{app}/{Extra(round)}.yaml", ConfigMap(Extra(round), round)),
        ($"{app}/web.yaml", $$"""
            apiVersion: apps/v1
            kind: Deployment
            metadata: {name: web}
            spec:
              replicas: 1
              selector: {matchLabels: {app: web} }
              template:
                metadata: {labels: {app: web} }
                spec: {containers: [{name: web, image: "registry.example/web:{{round}}"} ] }
            """),
    ];

    public static string Extra(int round) => $"extra-{round}";

    public static string Namespace(string app) => $"processes-{app}";

    private static string ConfigMap(string name, int round) => $"apiVersion: v1\nkind: ConfigMap\nmetadata: {{name: {name}}}\ndata: {{round: \"{round}\"}}\n";

    private static string Application(string name, string shop, string server, string annotation, string automated) => $$"""
        apiVersion: argoproj.io/v1alpha1
        kind: Application
        metadata:
          name: {{name}}
          namespace: argocd
          annotations:
            plumbline.dev/environment: {{name}}{{annotation}}
        spec:
          project: shop
          source: {repoURL: "{{shop}}", targetRevision: HEAD, path: {{name}}}
          destination: {server: "{{server}}", namespace: "{{Namespace(name)}}"}
          syncPolicy:
            syncOptions: [CreateNamespace=true]{{automated}}
        """;
}

using System.Text;
using Plumbline.Core.Sources;

namespace Plumbline.Benchmarks.Kustomize;

/// <summary>The inputs that are measured, as trees and as folders on disk for the program beside.</summary>
internal static class SampleKustomizations
{
    /// <summary>Two objects under a prefix and a namespace.</summary>
    public static Dictionary<string, string> Small => new()
    {
        ["app/kustomization.yaml"] = "resources: [web.yaml]\nnamePrefix: shop-\nnamespace: shop\n",
        ["app/web.yaml"] = Deployment("web") + "---\n" + Service("web"),
    };

    /// <summary>A base, and an overlay with a strategic patch, an image and a generated ConfigMap.</summary>
    public static Dictionary<string, string> PatchOverlay => new()
    {
        ["base/kustomization.yaml"] = "resources: [web.yaml]\n",
        ["base/web.yaml"] = Deployment("web") + "---\n" + Service("web"),
        ["app/kustomization.yaml"] = "resources: [../base]\nnamespace: shop\nimages: [{name: nginx, newTag: '2'}]\nconfigMapGenerator: [{name: settings, literals: [a=b]}]\npatches: [{path: patch.yaml}]\n",
        ["app/patch.yaml"] = "apiVersion: apps/v1\nkind: Deployment\nmetadata: {name: web}\nspec:\n  replicas: 3\n  template:\n    spec:\n      containers:\n      - name: main\n        env: [{name: MODE, value: prod}]\n        resources: {limits: {memory: 1Gi}}\n",
    };

    /// <summary>A base of <paramref name="count"/> objects that refer to each other, under an overlay with labels, prefix, namespace and images.</summary>
    public static Dictionary<string, string> Overlay(int count)
    {
        var files = new Dictionary<string, string>();
        var names = new List<string>();
        for (var i = 0; i < count / 4; i++)
        {
            names.Add($"o{i}.yaml");
            files[$"base/o{i}.yaml"] = string.Join("---\n", Deployment($"web{i}"), Service($"web{i}"), ConfigMap($"settings{i}"), Ingress($"web{i}"));
        }

        files["base/kustomization.yaml"] = $"resources: [{string.Join(", ", names)}]\n";
        files["app/kustomization.yaml"] = "resources: [../base]\nnamePrefix: p-\nnamespace: shop\nlabels: [{pairs: {team: shop}, includeSelectors: true}]\nimages: [{name: nginx, newTag: '2'}]\n";
        return files;
    }

    /// <summary>One base and many overlays.</summary>
    public static Dictionary<string, string> ManyOverlays(int count)
    {
        var files = Overlay(20);
        files.Remove("app/kustomization.yaml");
        for (var i = 0; i < count; i++)
        {
            files[$"over{i}/kustomization.yaml"] = $"resources: [../base]\nnamePrefix: p{i}-\nnamespace: n{i}\n";
        }

        return files;
    }

    public static MemorySourceTree Tree(Dictionary<string, string> files) =>
        new(files.Select(f => KeyValuePair.Create(RepoPath.Parse(f.Key), (ReadOnlyMemory<byte>)Encoding.UTF8.GetBytes(f.Value))));

    private static string Deployment(string name) => """
        apiVersion: apps/v1
        kind: Deployment
        metadata:
          name: NAME
          labels: {app: NAME}
        spec:
          replicas: 1
          selector: {matchLabels: {app: NAME}}
          template:
            metadata: {labels: {app: NAME}}
            spec:
              serviceAccountName: default
              containers:
              - name: main
                image: nginx:1.27
                ports: [{containerPort: 80, name: http}, {containerPort: 443, name: https}]
                env:
                - {name: A, value: a}
                - name: B
                  valueFrom: {configMapKeyRef: {name: settings, key: b}}
                envFrom: [{configMapRef: {name: settings}}]
                volumeMounts: [{name: v, mountPath: /v}]
              volumes: [{name: v, configMap: {name: settings}}]

        """.Replace("NAME", name, StringComparison.Ordinal);

    private static string Service(string name) => """
        apiVersion: v1
        kind: Service
        metadata: {name: NAME}
        spec:
          selector: {app: NAME}
          ports: [{port: 80, targetPort: http}]

        """.Replace("NAME", name, StringComparison.Ordinal);

    private static string ConfigMap(string name) => $"apiVersion: v1\nkind: ConfigMap\nmetadata: {{name: {name}}}\ndata:\n  a: b\n  text: |\n    one\n    two\n";

    private static string Ingress(string name) => """
        apiVersion: networking.k8s.io/v1
        kind: Ingress
        metadata: {name: NAME}
        spec:
          rules:
          - host: NAME.example.com
            http: {paths: [{path: /, pathType: Prefix, backend: {service: {name: NAME, port: {number: 80}}}}]}

        """.Replace("NAME", name, StringComparison.Ordinal);
}

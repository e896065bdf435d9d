using CsCheck;
using Plumbline.Core.Applications;
using Plumbline.Core.Json;
using Plumbline.Core.Kubernetes;
using Plumbline.Core.Objects;
using Plumbline.Core.Problems;
using Plumbline.Core.Rendering;
using Plumbline.Core.Yaml;

namespace Plumbline.Core.Tests.Rendering;

public sealed class TargetNormalizerTests
{
    /// <summary>T-PRJ-1.</summary>
    [Fact]
    public void Namespaces_follow_the_scope_of_kinds_and_every_object_is_tracked()
    {
        var targets = Normalize("""
            apiVersion: apps/v1
            kind: Deployment
            metadata: {name: cart}
            ---
            apiVersion: v1
            kind: Service
            metadata: {name: cart, namespace: other, annotations: null, labels: null}
            ---
            apiVersion: rbac.authorization.k8s.io/v1
            kind: ClusterRole
            metadata: {name: "system:cart", namespace: shop}
            """);

        Assert.Empty(targets.Problems);
        Assert.Equal(["Service other/cart", "Deployment shop/cart", "ClusterRole system:cart"], targets.Objects.Select(o => o.Key.ToString()));
        Assert.Equal(
            ["guestbook:/Service:other/cart", "guestbook:apps/Deployment:shop/cart", "guestbook:rbac.authorization.k8s.io/ClusterRole:shop/system:cart"],
            targets.Objects.Select(o => o.Annotation(TargetNormalizer.TrackingId)));
    }

    [Theory]
    [InlineData("{apiVersion: v1, kind: Service, metadata: {name: a}, spec: {ports: [{port: 80}, {port: 53, protocol: UDP}, {port: 81, protocol: null}]}}", 2)]
    [InlineData("{apiVersion: v1, kind: Pod, metadata: {name: a}, spec: {initContainers: [{name: i, ports: [{containerPort: 1}]}], containers: [{name: c, ports: [{containerPort: 2}]}]}}", 2)]
    [InlineData("{apiVersion: apps/v1, kind: Deployment, metadata: {name: a}, spec: {template: {spec: {containers: [{name: c, ports: [{containerPort: 2}]}, {name: d}]}}}}", 1)]
    [InlineData("{apiVersion: batch/v1, kind: CronJob, metadata: {name: a}, spec: {jobTemplate: {spec: {template: {spec: {containers: [{name: c, ports: [{containerPort: 2}]}]}}}}}}", 1)]
    [InlineData("{apiVersion: example.com/v1, kind: Service, metadata: {name: a}, spec: {ports: [{port: 80}]}}", 0)]
    [InlineData("{apiVersion: v1, kind: Service, metadata: {name: a}, spec: {ports: 80}}", 0)]
    public void Ports_without_a_protocol_are_told_apart_as_TCP(string manifest, int filled)
    {
        var made = JsonTree.ToText(Assert.Single(Normalize(manifest).Objects).Root);

        Assert.Equal(filled, made.Split("\"protocol\":\"TCP\"").Length - 1);
    }

    [Fact]
    public void Kinds_that_the_render_defines_have_their_scope_and_unknown_ones_count_as_namespaced()
    {
        var targets = Normalize("""
            apiVersion: apiextensions.k8s.io/v1
            kind: CustomResourceDefinition
            metadata: {name: widgets.example.com}
            spec: {group: example.com, scope: Cluster, names: {kind: Widget, plural: widgets}}
            ---
            apiVersion: example.com/v1
            kind: Widget
            metadata: {name: a, namespace: shop}
            ---
            apiVersion: example.com/v1
            kind: Gadget
            metadata: {name: b}
            """);

        Assert.Equal("", targets.Objects.Single(o => o.Kind == "Widget").Namespace);
        Assert.Equal("shop", targets.Objects.Single(o => o.Kind == "Gadget").Namespace);
    }

    /// <summary>SRC-3.</summary>
    [Fact]
    public void Of_repeated_objects_the_last_counts_with_a_warning_that_names_the_first()
    {
        var targets = Normalize("""
            apiVersion: v1
            kind: ConfigMap
            metadata: {name: a}
            data: {x: first}
            ---
            apiVersion: v1
            kind: ConfigMap
            metadata: {name: a, namespace: shop}
            data: {x: last}
            """);

        Assert.Equal("last", ((ScalarNode)((MapNode)Assert.Single(targets.Objects).Root["data"]!)["x"]!).StringValue);
        var problem = Assert.Single(targets.Problems);
        Assert.Equal((ProblemCode.ObjectRepeated, ProblemSeverity.Warning, 6), (problem.Code, problem.Severity, problem.Position.Line));
        Assert.Contains("m.yaml:1", problem.Message, StringComparison.Ordinal);
    }

    /// <summary>T-PRJ-6, T-PRJ-13.</summary>
    [Fact]
    public void Foreign_tracking_owners_and_server_fields_do_not_survive()
    {
        var targets = Normalize("""
            apiVersion: v1
            kind: ConfigMap
            metadata:
              name: a
              uid: x
              resourceVersion: "1"
              creationTimestamp: null
              managedFields: []
              ownerReferences: [{kind: Pod}]
              annotations: {argocd.argoproj.io/tracking-id: "other:/ConfigMap:shop/a", argocd.argoproj.io/installation-id: z}
            """);

        var metadata = Assert.Single(targets.Objects).Metadata!;
        Assert.Equal(["name", "annotations", "namespace"], metadata.Select(e => e.Key));
        Assert.Equal([TargetNormalizer.TrackingId], ((MapNode)metadata["annotations"]!).Select(e => e.Key));
        Assert.Equal(2, targets.Problems.Count(p => p.Severity == ProblemSeverity.Warning));
    }

    [Theory]
    [InlineData("argocd.argoproj.io/hook: PreSync", "PreSync")]
    [InlineData("argocd.argoproj.io/hook: 'PreSync, PostSync'", "PreSync PostSync")]
    [InlineData("argocd.argoproj.io/hook: Garbage", "")]
    [InlineData("argocd.argoproj.io/hook: 'Sync,Sync'", "Sync")]
    [InlineData("helm.sh/hook: 'pre-install,pre-upgrade'", "PreSync")]
    [InlineData("helm.sh/hook: test", "")]
    [InlineData("{helm.sh/hook: pre-install, argocd.argoproj.io/hook: Sync}", "Sync")]
    public void Hooks_are_set_aside_with_a_warning(string annotations, string phases)
    {
        var targets = Normalize($"apiVersion: batch/v1\nkind: Job\nmetadata:\n  name: a\n  annotations: {(annotations[0] == '{' ? annotations : $"{{{annotations}}}")}\n");

        Assert.Empty(targets.Objects);
        Assert.Equal(phases, string.Join(' ', Assert.Single(targets.Hooks).Phases));
        Assert.Contains("Job shop/a", Assert.Single(targets.Problems, p => p.Code == ProblemCode.HookNotActedOn).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Skipped_objects_are_not_applied_and_crd_install_is_plain()
    {
        Assert.Empty(Normalize("apiVersion: v1\nkind: Pod\nmetadata: {name: a, annotations: {argocd.argoproj.io/hook: Skip}}").Problems);
        Assert.Single(Normalize("apiVersion: v1\nkind: Pod\nmetadata: {name: a, annotations: {helm.sh/hook: crd-install}}").Objects);
    }

    /// <summary>T-PRJ-3.</summary>
    [Theory]
    [InlineData("v1", "Secret", "'../../secrets/x'", "metadata.name")]
    [InlineData("v1", "Secret", "'a%2f..%2fb'", "metadata.name")]
    [InlineData("v1", "Secret", "'x?dryRun='", "metadata.name")]
    [InlineData("v1", "Secret", "'x#'", "metadata.name")]
    [InlineData("v1", "Secret", "'..'", "metadata.name")]
    [InlineData("v1", "Secret", "5", "metadata.name")]
    [InlineData("v1", "Secret", "a, namespace: ' kube-system'", "metadata.namespace")]
    [InlineData("v1", "Secret", "a, namespace: Kube-System", "metadata.namespace")]
    [InlineData("v1", "Secret", "a, namespace: 'a/b'", "metadata.namespace")]
    [InlineData("../../api/v1", "Secret", "a", "apiVersion")]
    [InlineData("v1/../../apis", "Secret", "a", "apiVersion")]
    [InlineData("a/b/c", "Secret", "a", "apiVersion")]
    [InlineData("v1", "Secret/../x", "a", "kind")]
    [InlineData("v1", "Secret", "a, labels: {x: true}", "metadata.labels[x]")]
    [InlineData("v1", "Secret", "a, annotations: {x: 1}", "metadata.annotations[x]")]
    [InlineData("v1", "Secret", "a, annotations: []", "metadata.annotations")]
    public void What_could_bend_a_request_is_an_error(string apiVersion, string kind, string name, string field)
    {
        var targets = Normalize($"apiVersion: {apiVersion}\nkind: {kind}\nmetadata: {{name: {name}}}\n");

        Assert.Empty(targets.Objects);
        var problem = Assert.Single(targets.Problems);
        Assert.Equal((ProblemCode.ObjectInvalid, field, "m.yaml"), (problem.Code, problem.Field, problem.File));
    }

    [Fact]
    public void Generated_names_and_missing_namespaces_are_errors()
    {
        Assert.Equal("metadata.name", Assert.Single(Normalize("apiVersion: v1\nkind: Pod\nmetadata: {generateName: a-}").Problems).Field);
        Assert.Equal(ProblemCode.NamespaceMissing, Assert.Single(Normalize("apiVersion: v1\nkind: Pod\nmetadata: {name: a}", "''").Problems).Code);
        Assert.Empty(Normalize("apiVersion: v1\nkind: Namespace\nmetadata: {name: a}", "''").Problems);
    }

    [Fact]
    public void Order_does_not_depend_on_the_order_of_the_input_and_normalising_again_changes_nothing()
    {
        string[] kinds = ["ConfigMap", "Secret", "Namespace"];
        string[] namespaces = ["shop", "x", ""];
        var names = Gen.Select(Gen.Int[0, 2], Gen.Char['a', 'h'], Gen.Int[0, 2], (k, n, s) => (K: kinds[k], N: n, S: namespaces[s]));
        Gen.Select(names.Array[1, 12], Gen.Int[0, int.MaxValue]).Sample((first, seed) =>
        {
            var second = first.OrderBy(o => HashCode.Combine(seed % 1000, o.N, o.K.Length)).ToArray();
            var distinct = first.DistinctBy(Identity).ToHashSet();

            var one = Normalize(Text(first.Distinct().Where(distinct.Contains)));
            var two = Normalize(Text(second.Distinct().Where(distinct.Contains)));
            var again = TargetNormalizer.Normalize(App("shop"), one.Objects, BuiltInScopes.Of);

            Assert.Equal(one.Objects.Select(o => o.Key), two.Objects.Select(o => o.Key));
            Assert.Equal(one.Objects.Select(o => o.Key).Order(), one.Objects.Select(o => o.Key));
            Assert.All(one.Objects.Zip(again.Objects), p => Assert.True(Node.DeepEquals(p.First.Root, p.Second.Root)));
        });

        static (string, char, string) Identity((string K, char N, string S) o) => o.K == "Namespace" ? (o.K, o.N, "") : (o.K, o.N, o.S.Length == 0 ? "shop" : o.S);
        static string Text(IEnumerable<(string K, char N, string S)> objects) =>
            string.Join("\n---\n", objects.Select(o => $"apiVersion: v1\nkind: {o.K}\nmetadata: {{name: '{o.N}', namespace: '{o.S}'}}"));
    }

    private static NormalizedTargets Normalize(string manifests, string @namespace = "shop")
    {
        var objects = YamlReader.ReadAll(manifests, "m.yaml", YamlReadOptions.Default).Select(d => KubernetesObject.TryWrap(d, new ObjectOrigin("m.yaml", d.Position))!);
        return TargetNormalizer.Normalize(App(@namespace), [.. objects], BuiltInScopes.Of);
    }

    private static Application App(string @namespace)
    {
        var text = $"apiVersion: argoproj.io/v1alpha1\nkind: Application\nmetadata: {{name: guestbook}}\nspec: {{source: {{repoURL: 'https://h/a', path: .}}, destination: {{name: in-cluster, namespace: {@namespace}}}}}";
        return ApplicationReader.Read((MapNode)YamlReader.ReadOne(text, "app.yaml", YamlReadOptions.Default), new ObjectOrigin("app.yaml", default)).Value!;
    }
}

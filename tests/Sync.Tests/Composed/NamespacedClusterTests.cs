using Plumbline.Core.Kubernetes;
using Plumbline.Core.Objects;
using Plumbline.Sync.Planning;
using static Plumbline.Sync.Tests.Composed.Manifests;

namespace Plumbline.Sync.Tests.Composed;

/// <summary>A cluster that is registered for some namespaces: nothing outside of them is listed, looked up, made or deleted (SEC-8).</summary>
public sealed class NamespacedClusterTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Cluster_scoped_kind_is_not_listed_for_drift_without_cluster_resources()
    {
        var system = new SyncSystem(App());
        await system.Push(Token, ("web.yaml", Deployment("web")), ("space.yaml", "{apiVersion: v1, kind: Namespace, metadata: {name: extra}}"));
        await system.Register(Token, ("apps.yaml", Cluster("shop") + App()));
        system.Cluster.Remove(new ResourceKey("apps", "Deployment", "shop", "web"));
        var listed = system.Cluster.Calls.Count;

        await system.ScanForDrift(Token);

        Assert.All(system.Cluster.Calls.Skip(listed).Where(c => c.Verb is "ListMetadata" or "List"), c => Assert.Equal("shop", c.Key.Namespace));
        Assert.Contains("web is gone", string.Join('\n', (await system.State("shop", Token)).Reasons.Select(r => r.Detail).Concat((await system.Events("shop", Token)).Select(e => e.Actor))), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("{apiVersion: v1, kind: ConfigMap, metadata: {name: far, namespace: other}}", "ConfigMap other/far")]
    [InlineData("{apiVersion: rbac.authorization.k8s.io/v1, kind: ClusterRole, metadata: {name: far}}", "ClusterRole")]
    public async Task Object_outside_is_refused(string manifest, string key)
    {
        var system = new SyncSystem(Cluster("shop") + App());
        await system.Push(Token, ("far.yaml", manifest), ("config.yaml", ConfigMap("config")));

        var problem = Assert.Single((await system.State("shop", Token)).Observed!.Problems);
        Assert.Contains("The cluster 'one' is registered for some namespaces only", problem, StringComparison.Ordinal);
        Assert.Contains(key, problem, StringComparison.Ordinal);
        Assert.Empty(system.Cluster.Writes);
    }

    [Fact]
    public async Task Cluster_scoped_object_is_made_where_the_cluster_is_registered_with_them()
    {
        var system = new SyncSystem(Cluster("shop", "true") + App());
        await system.Push(Token, ("role.yaml", "{apiVersion: rbac.authorization.k8s.io/v1, kind: ClusterRole, metadata: {name: far}}"));

        Assert.Contains(system.Cluster.All, o => o.Kind == "ClusterRole");
    }

    [Fact]
    public async Task Destination_namespace_is_made_where_it_is_one_of_them()
    {
        var system = new SyncSystem(Cluster("shop") + App());
        await system.Push(Token, ("config.yaml", ConfigMap("config")));

        Assert.Equal("Synced", (await system.State("shop", Token)).Observed!.Sync);
        Assert.Contains(system.Cluster.All, o => o is { Kind: "Namespace", Name: "shop" });
    }

    [Theory]
    [InlineData("lookup \"v1\" \"Namespace\" \"\" \"\"", "Namespace is in none; its clusterResources has to be true")]
    [InlineData("lookup \"v1\" \"ConfigMap\" \"other\" \"far\"", "'other' is none of them")]
    public async Task Lookup_outside_fails_the_template(string call, string reason)
    {
        var system = new SyncSystem(Cluster("shop") + Project + App(project: "team"));
        await system.Push(
            Token, ("Chart.yaml", "apiVersion: v2\nname: shop\nversion: 1.0.0\n"),
            ("templates/out.yaml", $"apiVersion: v1\nkind: ConfigMap\nmetadata: {{name: out}}\ndata: {{n: '{{{{ {call} | len }}}}'}}\n"));

        Assert.Contains(reason, Assert.Single((await system.State("shop", Token)).Observed!.Problems), StringComparison.Ordinal);
        Assert.DoesNotContain(system.Cluster.Calls, c => c.Verb is "Get" or "List");
    }

    /// <summary>An operator narrows the registration: what lies outside now is neither asked for nor deleted, by a sync or a removal, whatever the sources say.</summary>
    [Fact]
    public async Task What_lies_outside_since_the_registration_was_narrowed_is_left_alone()
    {
        var system = new SyncSystem(App(metadata: Finalizer));
        await system.Push(
            Token, ("config.yaml", ConfigMap("config")), ("gone.yaml", ConfigMap("gone")),
            ("space.yaml", "{apiVersion: v1, kind: Namespace, metadata: {name: other}}"), ("far.yaml", "{apiVersion: v1, kind: ConfigMap, metadata: {name: far, namespace: other}}"));
        Assert.Contains(system.Cluster.All, o => o.Name == "far");
        system.Commit(("config.yaml", ConfigMap("config")));
        await system.Register(Token, ("apps.yaml", Cluster("shop") + App(metadata: Finalizer)));

        Assert.DoesNotContain(system.Cluster.All, o => o.Name == "gone");
        Assert.Contains(system.Cluster.All, o => o.Name == "far");
        Assert.Contains((await system.Get<InventoryStore>().Find("shop", Token))!.Items, i => i.Name == "far");

        await system.Register(Token, ("apps.yaml", Cluster("shop")));

        Assert.DoesNotContain(system.Cluster.All, o => o.Name == "config");
        Assert.Contains(system.Cluster.All, o => o.Name == "far");
    }

    private const string Project = """
        apiVersion: argoproj.io/v1alpha1
        kind: AppProject
        metadata: {name: team, annotations: {plumbline.dev/helm-lookup: Namespace ConfigMap}}
        spec: {sourceRepos: ['*'], destinations: [{name: one, namespace: '*'}], clusterResourceWhitelist: [{group: '', kind: Namespace}]}
        ---

        """;

    private static string Cluster(string namespaces, string resources = "false") => $$"""
        apiVersion: v1
        kind: Secret
        metadata: {name: one, labels: {argocd.argoproj.io/secret-type: cluster} }
        stringData: {name: one, server: 'https://one.test:6443', namespaces: '{{namespaces}}', clusterResources: '{{resources}}', config: '{"bearerToken": "env:TOKEN"}'}
        ---

        """;
}

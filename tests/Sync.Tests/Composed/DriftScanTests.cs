using Plumbline.Core.Objects;

namespace Plumbline.Sync.Tests.Composed;

/// <summary>How changes in clusters are found: one list of metadata for each kind (design §2.11).</summary>
public sealed class DriftScanTests
{
    private static readonly ResourceKey Web = new("apps", "Deployment", "shop", "web");
    private static readonly ResourceKey Config = new("", "ConfigMap", "shop", "config");

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Nothing_changed_wakes_nobody()
    {
        var system = await Synced();
        var wanted = (await system.State("shop", Token)).Wanted;

        await system.ScanForDrift(Token);

        Assert.Equal(wanted, (await system.State("shop", Token)).Wanted);
    }

    /// <summary>APP-12: who is paused is not looked at, so the same change would be a reason again at each scan. The end of the pause is a reason of its own.</summary>
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Paused_application_is_not_woken_and_is_healed_when_the_pause_ends(bool isOfCluster)
    {
        const string Pause = "annotations: {argocd.argoproj.io/skip-reconcile: 'true'}";
        const string Cluster = "{apiVersion: v1, kind: Secret, metadata: {name: one, labels: {argocd.argoproj.io/secret-type: cluster}}, stringData: {name: one, server: 'https://one.test:6443', config: '{\"bearerToken\": \"env:TOKEN\"}'}}";
        (string, string)[] running = [("apps.yaml", App()), ("clusters.yaml", Cluster)];
        var system = new SyncSystem(App());
        await system.Register(Token, running);
        await system.Push(Token, ("config.yaml", ConfigMap("config")));
        await system.Register(Token, isOfCluster
            ? [("apps.yaml", App()), ("clusters.yaml", Cluster.Replace("name: one, labels", $"name: one, {Pause}, labels", StringComparison.Ordinal))]
            : [("apps.yaml", App(metadata: $", {Pause}")), ("clusters.yaml", Cluster)]);
        system.Cluster.Edit(Config, root => ((MapNode)root["data"]!).Set("a", ScalarNode.Of("2")));
        var wanted = (await system.State("shop", Token)).Wanted;

        await system.ScanForDrift(Token);
        await system.ScanForDrift(Token);

        Assert.Equal(wanted, (await system.State("shop", Token)).Wanted);
        await system.Register(Token, running);
        Assert.Equal("1", system.Value);
    }

    [Theory]
    [InlineData("labels")]
    [InlineData("annotations")]
    public async Task Metadata_of_a_workload_is_healed_although_it_does_not_count_as_a_generation(string field)
    {
        var system = new SyncSystem(App());
        await system.Push(Token, ("web.yaml", Deployment("web").Replace("{name: web}, spec: {replicas", $"{{name: web, {field}: {{team: a}}}}, spec: {{replicas", StringComparison.Ordinal)));
        system.Cluster.Edit(Web, root => ((MapNode)((MapNode)root["metadata"]!)[field]!).Set("team", ScalarNode.Of("b")));

        await system.ScanForDrift(Token);

        var live = system.Cluster.All.Single(o => o.Key == Web);
        Assert.Equal("a", field == "labels" ? live.Label("team") : live.Annotation("team"));
    }

    [Fact]
    public async Task Annotation_that_a_controller_keeps_for_itself_wakes_nobody()
    {
        const string Agent = "{apiVersion: apps/v1, kind: DaemonSet, metadata: {name: agent}, spec: {template: {spec: {containers: [{name: agent, image: 'agent:1'}]}}}}";
        var system = new SyncSystem(App());
        await system.Push(Token, ("agent.yaml", Agent));
        var wanted = (await system.State("shop", Token)).Wanted;
        system.Cluster.Edit(
            new ResourceKey("apps", "DaemonSet", "shop", "agent"),
            root => ((MapNode)((MapNode)root["metadata"]!)["annotations"]!).Set("deprecated.daemonset.template.generation", ScalarNode.Of("7")));

        await system.ScanForDrift(Token);

        Assert.Equal(wanted, (await system.State("shop", Token)).Wanted);
    }

    [Fact]
    public async Task Cluster_of_which_some_namespaces_are_touched_is_listed_in_these_alone()
    {
        const string Limited = """
            apiVersion: v1
            kind: Secret
            metadata: {name: one, labels: {argocd.argoproj.io/secret-type: cluster}}
            stringData: {name: one, server: 'https://one.test:6443', namespaces: 'shop,other', clusterResources: 'true', config: '{"bearerToken": "env:TOKEN"}'}
            ---

            """;
        var system = new SyncSystem(Limited + App());
        await system.Push(Token, ("web.yaml", Deployment("web")), ("config.yaml", ConfigMap("config")));
        system.Cluster.Remove(Config);
        system.Cluster.Fault = call => call is { Verb: "ListMetadata", Key.Namespace: "" } && call.Key.Kind != "Namespace" ? new ClusterException(ClusterFailure.Forbidden, "not everywhere") : null;

        await system.ScanForDrift(Token);

        Assert.Contains(system.Cluster.All, o => o.Key == Config);
        Assert.Equal(
            ["other", "shop"],
            system.Cluster.Calls.Where(c => c.Verb == "ListMetadata" && c.Key.Kind == "ConfigMap").Select(c => c.Key.Namespace).Distinct().Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task Kind_that_cannot_be_listed_does_not_hide_drift_of_the_others()
    {
        var system = await Synced();
        system.Cluster.Fault = call => call.Verb == "ListMetadata" && call.Key.Kind == "ConfigMap" ? new ClusterException(ClusterFailure.Forbidden, "not for you") : null;
        system.Cluster.Remove(Web);

        await system.ScanForDrift(Token);

        Assert.Contains(system.Cluster.All, o => o.Key == Web);
    }

    [Fact]
    public async Task Deleted_object_is_made_anew()
    {
        var system = await Synced();
        system.Cluster.Remove(Config);

        await system.ScanForDrift(Token);

        Assert.Contains(system.Cluster.All, o => o.Key == Config);
    }

    [Fact]
    public async Task Each_kind_is_listed_once_for_all_applications()
    {
        var system = new SyncSystem($"{App("a", path: "a")}---\n{App("b", path: "b", space: "b")}");
        await system.Push(Token, ("a/config.yaml", ConfigMap("config")), ("b/config.yaml", ConfigMap("config")));

        await system.ScanForDrift(Token);

        Assert.Single(system.Cluster.Calls, c => c.Verb == "ListMetadata");
    }

    private static async Task<SyncSystem> Synced()
    {
        var system = new SyncSystem(App());
        await system.Push(Token, ("web.yaml", Deployment("web")), ("config.yaml", ConfigMap("config")));
        Assert.Equal("Synced", (await system.State("shop", Token)).Observed!.Sync);
        return system;
    }
}

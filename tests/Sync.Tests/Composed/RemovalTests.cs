using Plumbline.Core.Objects;

namespace Plumbline.Sync.Tests.Composed;

/// <summary>An Application leaves the control repository (APP-15, OPT-4, 2.7).</summary>
public sealed class RemovalTests
{
    private const string Nothing = "# no application any more\n";

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task With_the_finalizer_its_objects_go_and_the_namespace_stays()
    {
        var system = await Synced(Finalizer, ("config.yaml", ConfigMap("config")), ("web.yaml", Deployment("web")));

        await system.Register(Token, ("apps.yaml", Nothing));

        Assert.False(await IsRegistered(system));
        Assert.Empty(Ours(system));
        Assert.Contains(system.Cluster.All, o => o is { Kind: "Namespace", Name: "shop" });
        Assert.Equal(["Deployment web", "ConfigMap config"], system.Cluster.Writes.Where(w => w.Verb == "delete").Select(w => $"{w.Key.Kind} {w.Key.Name}"));
    }

    [Fact]
    public async Task Without_the_finalizer_its_objects_stay()
    {
        var system = await Synced("", ("config.yaml", ConfigMap("config")));

        await system.Register(Token, ("apps.yaml", Nothing));

        Assert.False(await IsRegistered(system));
        Assert.Equal(["config"], Ours(system));
        Assert.DoesNotContain(system.Cluster.Writes, w => w.Verb == "delete");
    }

    [Theory]
    [InlineData("argocd.argoproj.io/sync-options: Delete=false")]
    [InlineData("argocd.argoproj.io/sync-options: 'Prune=false,Delete=confirm'")]
    [InlineData("helm.sh/resource-policy: keep")]
    public async Task Object_that_asks_to_be_kept_stays(string annotation)
    {
        var system = await Synced(Finalizer, ("config.yaml", ConfigMap("config")), ("kept.yaml", ConfigMap("kept", metadata: $", annotations: {{{annotation}}}")));

        await system.Register(Token, ("apps.yaml", Nothing));

        Assert.False(await IsRegistered(system));
        Assert.Equal(["kept"], Ours(system));
    }

    [Fact]
    public async Task Application_that_keeps_what_it_has_deletes_nothing()
    {
        var system = new SyncSystem(App(policy: "{automated: {}, syncOptions: [CreateNamespace=true, Delete=false]}", metadata: Finalizer));
        await system.Push(Token, ("config.yaml", ConfigMap("config")));

        await system.Register(Token, ("apps.yaml", Nothing));

        Assert.False(await IsRegistered(system));
        Assert.Equal(["config"], Ours(system));
    }

    [Fact]
    public async Task Object_that_wants_to_go_goes_although_its_application_keeps_the_rest()
    {
        var system = new SyncSystem(App(policy: "{automated: {}, syncOptions: [CreateNamespace=true, Delete=false]}", metadata: Finalizer));
        await system.Push(Token, ("config.yaml", ConfigMap("config")), ("cache.yaml", ConfigMap("cache", metadata: ", annotations: {argocd.argoproj.io/sync-options: Delete=true}")));

        await system.Register(Token, ("apps.yaml", Nothing));

        Assert.False(await IsRegistered(system));
        Assert.Equal(["config"], Ours(system));
    }

    [Fact]
    public async Task Definitions_of_kinds_stay()
    {
        const string Definition = "{apiVersion: apiextensions.k8s.io/v1, kind: CustomResourceDefinition, metadata: {name: wheels.parts.test}, spec: {group: parts.test, scope: Namespaced, names: {kind: Wheel, plural: wheels}}}";
        var system = new SyncSystem(App(metadata: Finalizer));
        await system.Push(Token, ("config.yaml", ConfigMap("config")), ("crd.yaml", Definition));

        await system.Pass(TimeSpan.FromMinutes(15), Token);
        await system.Register(Token, ("apps.yaml", Nothing));

        Assert.Equal(["wheels.parts.test"], Ours(system));
    }

    [Fact]
    public async Task Object_that_is_another_by_now_is_left_alone()
    {
        var system = await Synced(Finalizer, ("config.yaml", ConfigMap("config")));
        system.Cluster.Remove(new ResourceKey("", "ConfigMap", "shop", "config"));
        system.Cluster.WriteAs("somebody", KubernetesObject.TryWrap(Core.Json.JsonTree.Read("""{"apiVersion":"v1","kind":"ConfigMap","metadata":{"name":"config","namespace":"shop"}}"""u8))!);

        await system.Register(Token, ("apps.yaml", Nothing));

        Assert.False(await IsRegistered(system));
        Assert.Contains(system.Cluster.All, o => o is { Kind: "ConfigMap", Name: "config" });
    }

    [Fact]
    public async Task Without_the_finalizer_no_cluster_is_needed()
    {
        var system = await Synced("", ("config.yaml", ConfigMap("config")));
        system.Unreachable = _ => new ClusterException(ClusterFailure.Unavailable, "the API server does not answer");

        await system.Register(Token, ("apps.yaml", Nothing));

        Assert.False(await IsRegistered(system));
    }

    [Fact]
    public async Task Objects_in_a_cluster_that_is_no_longer_registered_are_left()
    {
        var system = await Synced(Finalizer, ("config.yaml", ConfigMap("config")));
        system.Unreachable = _ => new ClusterException(ClusterFailure.NotRegistered, "The cluster 'one' is not registered.");

        await system.Register(Token, ("apps.yaml", Nothing));

        Assert.False(await IsRegistered(system));
        Assert.Equal(["config"], Ours(system));
    }

    [Fact]
    public async Task Cluster_that_refuses_is_asked_again_later_and_later()
    {
        var system = await Synced(Finalizer, ("config.yaml", ConfigMap("config")));
        system.Cluster.Fault = call => call.Verb == "Delete" ? new ClusterException(ClusterFailure.Forbidden, "not today") : null;
        await system.Register(Token, ("apps.yaml", Nothing));
        await system.Pass(TimeSpan.FromMinutes(20), Token);
        var calls = system.Cluster.Calls.Count(c => c.Verb == "Delete");
        var events = (await system.State("shop", Token)).Events;

        await system.Pass(TimeSpan.FromMinutes(20), Token);
        Assert.InRange(system.Cluster.Calls.Count(c => c.Verb == "Delete") - calls, 1, 10);
        Assert.Equal(events, (await system.State("shop", Token)).Events);

        system.Cluster.Fault = _ => null;
        await system.Pass(TimeSpan.FromMinutes(10), Token);
        Assert.False(await IsRegistered(system));
        Assert.Empty(Ours(system));
    }

    [Fact]
    public async Task Object_that_something_holds_is_waited_for_and_named_without_an_end()
    {
        var system = await Synced(Finalizer, ("config.yaml", ConfigMap("config", metadata: ", finalizers: [example.test/hold]")));

        await system.Register(Token, ("apps.yaml", Nothing));
        await system.Pass(TimeSpan.FromMinutes(30), Token);

        var state = await system.State("shop", Token);
        Assert.Contains("example.test/hold", state.Operation!.Message, StringComparison.Ordinal);
        system.Cluster.Remove(new ResourceKey("", "ConfigMap", "shop", "config"));
        await system.Pass(TimeSpan.FromMinutes(5), Token);
        Assert.False(await IsRegistered(system));
    }

    [Fact]
    public async Task Application_that_comes_back_while_it_is_removed_is_not_forgotten()
    {
        var system = await Synced(Finalizer, ("config.yaml", ConfigMap("config", metadata: ", finalizers: [example.test/hold]")), ("other.yaml", ConfigMap("other")));
        await system.Register(Token, ("apps.yaml", Nothing));
        Assert.True((await system.State("shop", Token)).Deleting);

        await system.Register(Token, ("apps.yaml", App(metadata: Finalizer)));
        system.Cluster.Edit(new ResourceKey("", "ConfigMap", "shop", "config"), root => ((MapNode)root["metadata"]!).Remove("finalizers"));
        system.Cluster.Remove(new ResourceKey("", "ConfigMap", "shop", "config"));
        await system.Pass(TimeSpan.FromMinutes(15), Token);

        var state = await system.State("shop", Token);
        Assert.False(state.Deleting);
        Assert.Equal("Synced", state.Observed!.Sync);
        Assert.Equal(["config", "other"], Ours(system));
    }

    private static async Task<SyncSystem> Synced(string metadata, params (string, string)[] files)
    {
        var system = new SyncSystem(App(metadata: metadata));
        await system.Push(Token, files);
        Assert.Equal("Synced", (await system.State("shop", Token)).Observed!.Sync);
        return system;
    }

    private static async Task<bool> IsRegistered(SyncSystem system) => await system.Get<Apps.ApplicationStore>().Find("shop", Token) is not null;

    private static IEnumerable<string> Ours(SyncSystem system) => system.Cluster.All.Where(o => Sync.Planning.Tracking.OwnerOf(o) == "shop").Select(o => o.Name).Order(StringComparer.Ordinal);
}

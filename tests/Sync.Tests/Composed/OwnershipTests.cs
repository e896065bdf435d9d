namespace Plumbline.Sync.Tests.Composed;

/// <summary>Whose an object is when applications share, hand over, or are renamed (2.2, I6, T-PRJ-6).</summary>
public sealed class OwnershipTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Two_applications_that_claim_one_object_do_not_fight_about_it()
    {
        var system = new SyncSystem($"{App("first", path: "first")}---\n{App("second", path: "second")}");
        await system.Push(Token, ("first/config.yaml", ConfigMap("config")));
        await system.Push(Token, ("first/config.yaml", ConfigMap("config")), ("second/config.yaml", ConfigMap("config", "2")));

        Assert.Equal(("first", "1"), Config(system));
        var seen = (await system.State("second", Token)).Observed!;
        Assert.Equal(SyncProblem.SharedResource, seen.Code);
        Assert.Contains("belongs to the application 'first'", seen.Problems[0], StringComparison.Ordinal);
    }

    [Fact]
    public async Task Object_that_its_owner_gave_up_is_taken_without_a_further_push()
    {
        var system = new SyncSystem($"{App("first", path: "first")}---\n{App("second", path: "second")}");
        await system.Push(Token, ("first/config.yaml", ConfigMap("config")), ("first/more.yaml", ConfigMap("more")));
        await system.Push(Token, ("first/config.yaml", ConfigMap("config")), ("first/more.yaml", ConfigMap("more")), ("second/config.yaml", ConfigMap("config", "2")));

        await system.Push(Token, ("first/more.yaml", ConfigMap("more")), ("second/config.yaml", ConfigMap("config", "2")));
        await system.Pass(TimeSpan.FromMinutes(10), Token);

        Assert.Equal(("second", "2"), Config(system));
    }

    [Fact]
    public async Task Application_that_is_renamed_without_the_finalizer_takes_its_objects_along()
    {
        var system = new SyncSystem(App("old"));
        await system.Push(Token, ("config.yaml", ConfigMap("config")));
        var uid = system.Cluster.All.Single(o => o.Name == "config").Uid;

        await system.Register(Token, ("apps.yaml", App("new")));
        await system.Pass(TimeSpan.FromMinutes(10), Token);

        Assert.Equal(("new", "1"), Config(system));
        Assert.Equal(uid, system.Cluster.All.Single(o => o.Name == "config").Uid);
        Assert.Equal("Synced", (await system.State("new", Token)).Observed!.Sync);
    }

    [Fact]
    public async Task Application_that_is_renamed_with_the_finalizer_makes_its_objects_anew()
    {
        var system = new SyncSystem(App("old", metadata: Finalizer));
        await system.Push(Token, ("config.yaml", ConfigMap("config")));

        await system.Register(Token, ("apps.yaml", App("new", metadata: Finalizer)));
        await system.Pass(TimeSpan.FromMinutes(10), Token);

        Assert.Equal(("new", "1"), Config(system));
        Assert.Equal("Synced", (await system.State("new", Token)).Observed!.Sync);
    }

    [Fact]
    public async Task Kind_whose_definition_comes_later_is_applied_then_without_a_further_push()
    {
        var system = new SyncSystem(App());
        await system.Push(Token, ("wheel.yaml", "{apiVersion: parts.test/v1, kind: Wheel, metadata: {name: front}, spec: {size: 1}}\n"));
        Assert.Equal(SyncProblem.KindUnknown, (await system.State("shop", Token)).Observed!.Code);

        system.Cluster.Catalog = Support.Kubernetes.FakeCatalog.Of([.. Support.Kubernetes.FakeCatalog.Default.Resources, Support.Kubernetes.FakeCatalog.Spaced("parts.test", "v1", "Wheel", "wheels")]);
        await system.Pass(TimeSpan.FromMinutes(10), Token);

        Assert.Contains(system.Cluster.All, o => o is { Kind: "Wheel", Name: "front" });
    }

    [Fact]
    public async Task Object_that_moved_to_another_group_is_not_deleted_under_its_old_name()
    {
        var system = new SyncSystem(App());
        await system.Push(Token, ("config.yaml", ConfigMap("config")));
        Assert.Null(Sync.Planning.Tracking.OwnerOf(KubernetesObject.TryWrap(Core.Json.JsonTree.Read(
            """{"apiVersion":"extensions/v1beta1","kind":"Ingress","metadata":{"name":"web","namespace":"shop","annotations":{"argocd.argoproj.io/tracking-id":"shop:networking.k8s.io/Ingress:shop/web"}}}"""u8))!));
    }

    private static (string? Owner, string? Value) Config(SyncSystem system)
    {
        var live = system.Cluster.All.Single(o => o is { Kind: "ConfigMap", Name: "config" });
        return (Sync.Planning.Tracking.OwnerOf(live), (live.Root["data"] as Core.Objects.MapNode)?["a"]?.ToString());
    }
}

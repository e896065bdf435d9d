using Plumbline.Core.Events;
using Plumbline.Core.Git;
using Plumbline.Sync.Inbox;

namespace Plumbline.Sync.Tests.Composed;

/// <summary>What a delivery does, and that doing it twice is as good as once.</summary>
public sealed class DeliveryTests
{
    private static readonly string Key = RepositoryUrl.Parse(SyncSystem.Shop).Key;
    private static readonly RefsMoved Push = new(Key, [new MovedRef("refs/heads/main", null, null)]);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    /// <summary>I3: the tip is stored before anybody is woken, so that whoever is woken sees it, however quick.</summary>
    [Fact]
    public async Task Worker_that_is_quicker_than_the_waking_does_not_miss_the_push()
    {
        var system = await Running();
        system.Commit(("config.yaml", ConfigMap(2)));
        var isBusy = false;
        system.Sent = async (_, _) =>
        {
            if (!isBusy)
            {
                isBusy = true;
                await system.Work(Token);
                isBusy = false;
            }
        };

        await system.Deliver("d1", Push, Token);
        system.Sent = (_, _) => Task.CompletedTask;
        await system.Work(Token);

        Assert.Equal("2", system.Value);
    }

    /// <summary>I1: who dies between storing the tip and waking leaves the waking to the next one.</summary>
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public async Task Waking_that_broke_off_is_made_up_for(int message)
    {
        var system = await Running();
        system.Commit(("config.yaml", ConfigMap(2)));
        system.Sent = (_, _) => --message < 0 ? Task.CompletedTask : message == 0 ? throw new IOException("the process died") : Task.CompletedTask;

        await Assert.ThrowsAsync<IOException>(() => system.Deliver("d1", Push, Token));
        var again = await system.Deliver("d1", Push, Token);
        await system.Work(Token);

        Assert.Equal(["shop"], Assert.IsType<DeliveryTouched>(again).Applications);
        Assert.Equal("2", system.Value);
    }

    /// <summary>I2, I10: a delivery is one entry in the ledger of each application that it touched.</summary>
    [Fact]
    public async Task Push_handled_twice_is_told_alike_and_entered_once()
    {
        var system = await Running();
        system.Commit(("config.yaml", ConfigMap(2)));

        var outcomes = new[] { await system.Deliver("d1", Push, Token), await system.Deliver("d1", Push, Token) };

        Assert.All(outcomes, o => Assert.Equal(["shop"], Assert.IsType<DeliveryTouched>(o).Applications));
        Assert.Single(await system.Events("shop", Token), e => e.Kind == EventKind.Woken && e.Actor == "delivery d1");
        Assert.Null(await system.Ledger.Verify("shop", Token));
    }

    /// <summary>I2, I10.</summary>
    [Fact]
    public async Task Request_of_ci_handled_twice_is_entered_once_with_its_reason()
    {
        var system = await Running();
        var asked = new SyncAsked("shop", "v1.2.3", "build 7 of main");

        await system.Deliver("d1", asked, Token);
        await system.Work(Token);
        await system.Deliver("d1", asked, Token);
        await system.Deliver("d2", asked, Token);

        var entries = (await system.Events("shop", Token)).Where(e => e.Kind == EventKind.Woken && e.Actor!.StartsWith("hook ", StringComparison.Ordinal));
        Assert.Equal(["hook delivery d1 (v1.2.3): build 7 of main", "hook delivery d2 (v1.2.3): build 7 of main"], entries.Select(e => e.Actor));
    }

    /// <summary>I10: the ledger of an application outlives it, and goes on when it comes back.</summary>
    [Fact]
    public async Task Application_that_comes_back_goes_on_with_its_ledger()
    {
        var system = await Running();
        var before = await system.Events("shop", Token);

        await system.Register(Token, ("apps.yaml", "# nothing"));
        await system.Register(Token, ("apps.yaml", Application));

        var events = await system.Events("shop", Token);
        Assert.Equal(before, events.Take(before.Count), (a, b) => a.ToJson() == b.ToJson());
        Assert.Equal(
            [EventKind.Deregistered, EventKind.Registered],
            events.Skip(before.Count).Select(e => e.Kind).Where(k => k is EventKind.Registered or EventKind.Deregistered));
        Assert.Equal(events.Count, events.Select(e => e.Number).Distinct().Count());
        Assert.Equal(EventKind.OperationSucceeded, events[^1].Kind);
        Assert.Null(await system.Ledger.Verify("shop", Token));
    }

    /// <summary>I4: the fence of a worker that is newer by the clock is never older by the count.</summary>
    [Fact]
    public async Task Storage_that_was_lost_keeps_no_application_from_its_cluster()
    {
        var before = await Running();
        for (var i = 0; i < 20; i++)
        {
            await before.Ask("shop", Token);
        }

        var system = new SyncSystem(Application, cluster: before.Cluster);
        system.Clock.SetUtcNow(before.Clock.GetUtcNow().AddMinutes(1));
        await system.Push(Token, ("config.yaml", ConfigMap(2)));

        Assert.Equal("2", system.Value);
    }

    [Fact]
    public async Task Application_that_comes_back_while_it_is_forgotten_is_kept()
    {
        var system = await Running();
        var isBack = false;
        system.Sent = async (queue, _) =>
        {
            if (queue == "report" && !isBack && (await system.Events("shop", Token))[^1] is { Kind: EventKind.OperationSucceeded, Message: "Removed." })
            {
                isBack = true;
                system.Git.Repository(SyncSystem.Control).Commit("main", new Dictionary<string, string> { ["apps.yaml"] = Application }, "back");
                await system.CheckRefs(Token);
            }
        };

        await system.Register(Token, ("apps.yaml", "# nothing"));

        Assert.True(isBack);
        Assert.Equal("1", system.Value);
        Assert.False((await system.State("shop", Token)).Deleting);
    }

    private static async Task<SyncSystem> Running()
    {
        var system = new SyncSystem(Application);
        await system.Push(Token, ("config.yaml", ConfigMap(1)));
        Assert.Equal("1", system.Value);
        return system;
    }

    private const string Application = """
        apiVersion: argoproj.io/v1alpha1
        kind: Application
        metadata: {name: shop, finalizers: [resources-finalizer.argocd.argoproj.io]}
        spec:
          project: default
          source: {repoURL: https://git.test/acme/shop, targetRevision: HEAD, path: .}
          destination: {name: one, namespace: shop}
          syncPolicy: {automated: {}, syncOptions: [CreateNamespace=true]}
        """;

    private static string ConfigMap(int value) => $"{{apiVersion: v1, kind: ConfigMap, metadata: {{name: config}}, data: {{a: '{value}'}}}}";
}

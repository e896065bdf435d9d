using Plumbline.Core.Git;
using Plumbline.Sync.Registry;

namespace Plumbline.Sync.Tests.Composed;

/// <summary>Applications follow the control repository: what changes in it, whom it concerns, and in which order (issue 3, item 5).</summary>
public sealed class RegistrationTests
{
    private static readonly Apps.WakeReason Cause = new(Apps.WakeKind.Push, "a push");

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Application_that_its_project_refused_is_synced_when_the_project_allows_it()
    {
        var system = new SyncSystem(App(project: "shop"));
        system.Commit(("config.yaml", ConfigMap("config")));
        await system.Register(Token, ("apps.yaml", App(project: "shop")), ("project.yaml", Project("elsewhere")));
        Assert.Equal(Core.Problems.ProblemCode.DestinationNotAllowed, (await system.State("shop", Token)).Observed!.Code);

        await system.Register(Token, ("apps.yaml", App(project: "shop")), ("project.yaml", Project("shop")));

        Assert.Equal("Synced", (await system.State("shop", Token)).Observed!.Sync);
    }

    [Fact]
    public async Task Project_that_becomes_narrower_is_noticed_by_its_applications()
    {
        var system = new SyncSystem(App(project: "shop"));
        system.Commit(("config.yaml", ConfigMap("config")));
        await system.Register(Token, ("apps.yaml", App(project: "shop")), ("project.yaml", Project("shop")));
        Assert.Equal("Synced", (await system.State("shop", Token)).Observed!.Sync);

        await system.Register(Token, ("apps.yaml", App(project: "shop")), ("project.yaml", Project("elsewhere")));

        Assert.Equal(Core.Problems.ProblemCode.DestinationNotAllowed, (await system.State("shop", Token)).Observed!.Code);
    }

    [Fact]
    public async Task Change_of_one_project_wakes_its_own_applications_alone()
    {
        var apps = $"{App(project: "shop")}---\n{App("other", project: "default", path: "other", space: "other")}";
        var system = new SyncSystem(apps);
        await system.Register(Token, ("apps.yaml", apps), ("project.yaml", Project("shop")));
        var wanted = (await system.State("other", Token)).Wanted;

        await system.Register(Token, ("apps.yaml", apps), ("project.yaml", Project("sh*")));

        Assert.Equal(wanted, (await system.State("other", Token)).Wanted);
    }

    [Fact]
    public async Task Older_registration_that_ends_last_does_not_win()
    {
        var system = new SyncSystem(App());
        await system.Push(Token, ("a/config.yaml", ConfigMap("config")), ("b/config.yaml", ConfigMap("config", "2")));
        var registry = system.Get<ControlRegistry>();
        var older = system.Git.Repository(SyncSystem.Control).Commit("main", new Dictionary<string, string> { ["apps.yaml"] = App(path: "a") }, "older");
        var newer = system.Git.Repository(SyncSystem.Control).Commit("main", new Dictionary<string, string> { ["apps.yaml"] = App(path: "b") }, "newer");

        // The older one reads its configuration, is overtaken, and writes.
        var overtaken = false;
        system.Documents.Faults.Plan = (method, subject) =>
        {
            if (!overtaken && method == "Find" && subject.Contains("apps", StringComparison.Ordinal))
            {
                overtaken = true;
                registry.Register(new CommitId(newer), Cause, Token).GetAwaiter().GetResult();
            }

            return Support.State.StorageFault.None;
        };
        await registry.Register(new CommitId(older), Cause, Token);

        Assert.True(overtaken);
        Assert.Contains("path\":\"b\"", (await system.State("shop", Token)).Manifest, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Manifest_that_changes_during_a_look_is_not_lost_with_its_message()
    {
        var system = new SyncSystem(App(path: "a"));
        await system.Push(Token, ("a/config.yaml", ConfigMap("config")), ("b/config.yaml", ConfigMap("config", "2")));
        var changed = false;
        system.Unreachable = _ =>
        {
            if (!changed)
            {
                changed = true;
                var commit = system.Git.Repository(SyncSystem.Control).Commit("main", new Dictionary<string, string> { ["apps.yaml"] = App(path: "b") }, "changed");
                system.Get<ControlRegistry>().Register(new CommitId(commit), Cause, Token).GetAwaiter().GetResult();
            }

            return null;
        };

        await system.Look("shop", Token);
        Assert.True(changed);
        await system.Lose(Token);
        await system.Pass(TimeSpan.FromMinutes(3), Token);

        Assert.Equal("2", system.Value);
    }

    [Fact]
    public async Task Request_that_comes_during_a_look_that_finds_a_mistake_is_served_after_it_is_mended()
    {
        const string Broken = "apiVersion: v1\nkind: ConfigMap\nmetadata: [b";
        var system = new SyncSystem(App(policy: ByRequest));
        await system.Push(Token, ("config.yaml", Broken));
        var asked = false;
        system.Documents.Faults.Plan = (method, subject) =>
        {
            if (!asked && method == "Find" && subject.Contains("reads", StringComparison.Ordinal))
            {
                asked = true;
                system.Commit(("config.yaml", ConfigMap("config")));
                system.Get<Handlers.IRefCheck>().Check(Token).GetAwaiter().GetResult();
                system.Get<Handlers.ISyncRequests>().Request(new Handlers.AccessScope("ana", null), new Handlers.SyncRequest("shop", "api ana"), Token).GetAwaiter().GetResult();
            }

            return Support.State.StorageFault.None;
        };

        await system.Look("shop", Token);
        Assert.True(asked);
        await system.Work(Token);

        Assert.Contains(system.Cluster.All, o => o is { Kind: "ConfigMap", Name: "config" });
    }

    [Fact]
    public async Task Paused_application_is_left_alone_until_the_pause_is_over()
    {
        const string Paused = ", annotations: {argocd.argoproj.io/skip-reconcile: 'true'}";
        var system = new SyncSystem(App(metadata: Paused));
        await system.Push(Token, ("config.yaml", ConfigMap("config")));
        await system.Ask("shop", Token);
        Assert.Empty(system.Cluster.Writes);
        Assert.False((await system.State("shop", Token)).IsDue(system.Clock.GetUtcNow()));

        await system.Register(Token, ("apps.yaml", App()));

        Assert.Equal("Synced", (await system.State("shop", Token)).Observed!.Sync);
    }

    private static string Project(string space) => $$"""
        apiVersion: argoproj.io/v1alpha1
        kind: AppProject
        metadata: {name: shop}
        spec: {sourceRepos: ['*'], destinations: [{name: one, namespace: '{{space}}'}], clusterResourceWhitelist: [{group: '*', kind: '*'}]}

        """;
}

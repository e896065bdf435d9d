namespace Plumbline.Sync.Tests.Composed;

/// <summary>Every form that a target revision may have is followed, not only branches and tags (SRC-6).</summary>
public sealed class TargetRevisionTests
{
    private const string PullRequest = "refs/pull/7/head";

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Ref_of_a_pull_request_is_followed()
    {
        var system = new SyncSystem(Application(PullRequest));
        var shop = system.Git.Repository(SyncSystem.Shop);
        shop.SetRef(PullRequest, shop.Commit("topic", Files(1), "one"));

        await Check(system);
        Assert.Equal("1", system.Value);

        shop.SetRef(PullRequest, shop.Commit("topic", Files(2), "two"));
        await Check(system);
        Assert.Equal("2", system.Value);
    }

    [Fact]
    public async Task Beginning_of_a_commit_id_stays_that_commit()
    {
        var first = Steps("main").One();
        var (system, one) = Steps(first[..7]);
        one();
        var shop = system.Git.Repository(SyncSystem.Shop);
        shop.Commit("main", Files(2), "two");

        await Check(system);
        shop.Commit("main", Files(3), "three");
        await Check(system);

        Assert.Equal("1", system.Value);
        Assert.Equal("Synced", (await system.State("shop", Token)).Observed!.Sync);
        Assert.Equal(first, (await system.State("shop", Token)).Observed!.Commits[0].Commit);
    }

    [Fact]
    public async Task Beginning_of_a_commit_id_that_comes_later_is_waited_for()
    {
        // Equal steps give equal commits, so another system tells which one comes.
        var first = Steps("main").One();
        var (system, one) = Steps(first[..9]);

        await Check(system);
        Assert.Contains(await system.Problems("shop", Token), p => p.Contains("RevisionNotFound", StringComparison.Ordinal));

        Assert.Equal(first, one());
        await Check(system);
        Assert.Equal("1", system.Value);
    }

    [Fact]
    public async Task Branch_that_is_named_like_the_beginning_of_a_commit_id_is_gone_when_it_is_deleted()
    {
        var system = new SyncSystem(Application("decade1"));
        var shop = system.Git.Repository(SyncSystem.Shop);
        shop.Commit("main", new Dictionary<string, string>(), "nothing yet");
        shop.Commit("decade1", Files(1), "one");
        await Check(system);
        Assert.Equal("1", system.Value);

        shop.SetRef("refs/heads/decade1", null);
        await Check(system);

        Assert.Contains(await system.Problems("shop", Token), p => p.Contains("RevisionNotFound", StringComparison.Ordinal));
        Assert.Equal("1", system.Value);
    }

    private static (SyncSystem System, Func<string> One) Steps(string revision)
    {
        var system = new SyncSystem(Application(revision));
        var shop = system.Git.Repository(SyncSystem.Shop);
        shop.Commit("other", new Dictionary<string, string>(), "nothing yet");
        return (system, () => shop.Commit("main", Files(1), "one"));
    }

    private static async Task Check(SyncSystem system)
    {
        await system.CheckRefs(Token);
        await system.Work(Token);
    }

    private static Dictionary<string, string> Files(int value) => new() { ["config.yaml"] = Manifests.ConfigMap("config", $"{value}") };

    private static string Application(string revision) => Manifests.App().Replace("targetRevision: HEAD", $"targetRevision: {revision}", StringComparison.Ordinal);
}

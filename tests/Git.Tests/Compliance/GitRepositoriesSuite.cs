using System.Text;
using Plumbline.Core.Git;
using Plumbline.Core.Sources;
using Plumbline.Support.Git;

namespace Plumbline.Git.Tests.Compliance;

/// <summary>What every <see cref="IGitRepositories"/> keeps to.</summary>
public abstract class GitRepositoriesSuite : IAsyncLifetime
{
    protected static CancellationToken Token => TestContext.Current.CancellationToken;

    protected IGitHost Host { get; private set; } = null!;

    protected IGitRepositories Repositories { get; private set; } = null!;

    private RepositoryUrl Url => RepositoryUrl.Parse(Host.Url);

    public async ValueTask InitializeAsync() => (Host, Repositories) = await Create();

    public virtual async ValueTask DisposeAsync() => await Host.DisposeAsync();

    protected abstract Task<(IGitHost Host, IGitRepositories Repositories)> Create();

    [Fact]
    public async Task ListRefs_gives_heads_and_peeled_tags_and_the_default_branch()
    {
        var first = await Commit("main", null, ("a", "1"));
        var second = await Commit("next", first, ("a", "2"));
        await Host.Tag("v1.0.0", first, Token);
        await Host.SetRef("refs/tags/light", second, Token);
        await Host.SetRef("refs/pull/7/head", second, Token);

        var refs = await Repositories.ListRefs(Url, [], Token);

        Assert.Equal("refs/heads/main", refs.HeadRef);
        Assert.Equal(
            new Dictionary<string, CommitId>
            {
                ["refs/heads/main"] = new(first),
                ["refs/heads/next"] = new(second),
                ["refs/tags/v1.0.0"] = new(first),
                ["refs/tags/light"] = new(second),
            },
            refs.Tips);
    }

    [Fact]
    public async Task ListRefs_gives_other_refs_that_are_asked_for()
    {
        var commit = await Commit("main", null, ("a", "1"));
        await Host.SetRef("refs/pull/7/head", commit, Token);
        await Host.SetRef("refs/pull/8/head", commit, Token);

        var refs = await Repositories.ListRefs(Url, ["refs/pull/7/head", "refs/pull/9/head", "main", ""], Token);

        Assert.Equal(["refs/heads/main", "refs/pull/7/head"], refs.Tips.Keys.Order());
        Assert.Equal(new CommitId(commit), refs.HeadCommit);
    }

    [Fact]
    public async Task ListRefs_of_an_empty_repository_is_empty()
    {
        var refs = await Repositories.ListRefs(Url, [], Token);

        Assert.Empty(refs.Tips);
        Assert.Null(refs.HeadRef);
        Assert.Equal(GitFailure.RevisionNotFound, await FailureOf(() => Repositories.Resolve(Url, "HEAD", null, Token)));
    }

    [Fact]
    public async Task Resolve_finds_every_form_of_revision()
    {
        var first = await Commit("main", null, ("a", "1"));
        var second = await Commit("feature/x", first, ("a", "2"));
        await Host.Tag("v1.0.0", first, Token);
        await Host.SetRef("refs/pull/7/head", second, Token);

        Assert.Equal((first, "refs/heads/main"), await Resolve("HEAD"));
        Assert.Equal((first, "refs/heads/main"), await Resolve(""));
        Assert.Equal((first, "refs/heads/main"), await Resolve("main"));
        Assert.Equal((second, "refs/heads/feature/x"), await Resolve("feature/x"));
        Assert.Equal((second, "refs/heads/feature/x"), await Resolve("refs/heads/feature/x"));
        Assert.Equal((first, "refs/tags/v1.0.0"), await Resolve("v1.0.0"));
        Assert.Equal((first, "refs/tags/v1.0.0"), await Resolve("refs/tags/v1.0.0"));
        Assert.Equal((second, "refs/pull/7/head"), await Resolve("refs/pull/7/head"));
        Assert.Equal((second, null), await Resolve(second));
        Assert.Equal((second, null), await Resolve(second[..9]));
    }

    [Fact]
    public async Task Resolve_by_an_abbreviated_id_finds_a_commit_that_is_no_tip()
    {
        var first = await Commit("main", null, ("a", "1"));
        await Commit("main", first, ("a", "2"));

        Assert.Equal((first, null), await Resolve(first[..8]));
    }

    [Fact]
    public async Task Resolve_prefers_a_branch_that_is_named_like_the_beginning_of_a_commit_id()
    {
        var first = await Commit("main", null, ("a", "1"));
        var second = await Commit("main", first, ("a", "2"));
        await Host.SetRef($"refs/heads/{first[..8]}", second, Token);

        Assert.Equal((second, $"refs/heads/{first[..8]}"), await Resolve(first[..8]));
    }

    [Fact]
    public async Task Resolve_takes_the_newest_tag_in_a_range()
    {
        var first = await Commit("main", null, ("a", "1"));
        var second = await Commit("main", first, ("a", "2"));
        foreach (var (tag, commit) in new[] { ("v1.0.0", first), ("v1.9.0", first), ("v1.10.0", second), ("v2.0.0-rc.1", second), ("app1/v3.1.4", first), ("app1/v3.2.0", second), ("nonsense", second) })
        {
            await Host.SetRef($"refs/tags/{tag}", commit, Token);
        }

        Assert.Equal((second, "refs/tags/v1.10.0"), await Resolve("1.*"));
        Assert.Equal((second, "refs/tags/v1.10.0"), await Resolve(">=1.0.0 <2.0.0"));
        Assert.Equal((first, "refs/tags/v1.9.0"), await Resolve("~1.9"));
        Assert.Equal((second, "refs/tags/v1.10.0"), await Resolve("*"));
        Assert.Equal((second, "refs/tags/v2.0.0-rc.1"), await Resolve("*-0"));
        Assert.Equal((first, "refs/tags/app1/v3.1.4"), await Resolve("v3.1.*", "app1/"));
        Assert.Equal(GitFailure.RevisionNotFound, await FailureOf(() => Repositories.Resolve(Url, "^7", null, Token)));
    }

    [Theory]
    [InlineData("missing")]
    [InlineData("refs/heads/missing")]
    [InlineData("refs/pull/9/head")]
    [InlineData("0123456789012345678901234567890123456789")]
    [InlineData("0123456")]
    [InlineData("main^0")]
    [InlineData("HEAD~99999999")]
    [InlineData("main@{1}")]
    [InlineData(":/msg")]
    [InlineData("^{/a}")]
    [InlineData("--x")]
    [InlineData("refs/heads/../x")]
    [InlineData("refs/heads/a.lock")]
    [InlineData("a..b")]
    [InlineData("refs/heads/\u0001")]
    [InlineData("main ")]
    [InlineData("main:a")]
    [InlineData("-main")]
    public async Task Resolve_of_what_is_not_there_or_no_revision_fails(string revision)
    {
        await Commit("main", null, ("a", "1"));

        var failure = await FailureOf(() => Repositories.Resolve(Url, revision, null, Token));

        Assert.True(failure is GitFailure.RevisionNotFound or GitFailure.RevisionInvalid, failure.ToString());
    }

    [Fact]
    public async Task Resolve_of_a_thousand_slashes_fails()
    {
        await Commit("main", null, ("a", "1"));

        Assert.Equal(GitFailure.RevisionInvalid, await FailureOf(() => Repositories.Resolve(Url, new string('/', 1024), null, Token)));
    }

    [Fact]
    public async Task Open_shows_the_files_of_that_commit()
    {
        var first = await Commit("main", null, ("a/b/c.yaml", "one"), ("a/d", "two"), ("z", ""));
        await Commit("main", first, ("a/d", "three"));

        var tree = await Repositories.Open(Url, new CommitId(first), Token);

        Assert.Equal(first, tree.Id);
        Assert.Equal(["a", "z"], tree.List(RepoPath.Root).Select(e => e.Path.Value));
        Assert.Equal(["a/b", "a/d"], tree.List(RepoPath.Parse("a")).Select(e => e.Path.Value));
        Assert.Equal("one", Encoding.UTF8.GetString(tree.Read(RepoPath.Parse("a/b/c.yaml")).Span));
        Assert.Equal((SourceEntryKind.File, 3L), (tree.Find(RepoPath.Parse("a/d"))!.Kind, tree.Find(RepoPath.Parse("a/d"))!.Size));
        Assert.Equal(SourceEntryKind.Folder, tree.Find(RepoPath.Parse("a/b"))!.Kind);
        Assert.Equal(SourceEntryKind.Folder, tree.Find(RepoPath.Root)!.Kind);
        Assert.Null(tree.Find(RepoPath.Parse("a/x")));
        Assert.Null(tree.Find(RepoPath.Parse("z/x")));
        Assert.Empty(tree.List(RepoPath.Parse("z")));
        Assert.Throws<FileNotFoundException>(() => tree.Read(RepoPath.Parse("a/b")));
        Assert.Throws<FileNotFoundException>(() => tree.Read(RepoPath.Parse("nowhere")));
    }

    [Fact]
    public async Task Open_of_a_commit_that_is_not_there_fails()
    {
        await Commit("main", null, ("a", "1"));

        Assert.Equal(GitFailure.RevisionNotFound, await FailureOf(() => Repositories.Open(Url, new CommitId(new string('1', 40)), Token)));
    }

    [Fact]
    public async Task Changes_names_what_was_added_removed_changed_and_renamed()
    {
        var first = await Commit("main", null, ("same/x", "1"), ("gone/y", "2"), ("old/name", "moved"), ("turns", "file"), ("edit", "a"));
        var second = await Commit("main", first, ("same/x", "1"), ("new/name", "moved"), ("turns/into", "folder"), ("edit", "b"), ("new/z", "3"));

        var paths = await Repositories.Changes(Url, new CommitId(first), new CommitId(second), Token);

        Assert.Equal(["edit", "gone/y", "new/name", "new/z", "old/name", "turns", "turns/into"], paths!.Select(p => p.Value));
        Assert.Empty((await Repositories.Changes(Url, new CommitId(first), new CommitId(first), Token))!);
    }

    [Fact]
    public async Task Changes_after_a_force_push_still_compares_while_the_host_has_both()
    {
        var first = await Commit("main", null, ("a", "1"));
        var second = await Commit("main", null, ("a", "2"), ("b", "1"));

        Assert.Equal(["a", "b"], (await Repositories.Changes(Url, new CommitId(first), new CommitId(second), Token))!.Select(p => p.Value));
        Assert.Equal((second, "refs/heads/main"), await Resolve("main"));
    }

    [Fact]
    public async Task Changes_from_a_commit_that_the_host_forgot_is_null()
    {
        var first = await Commit("main", null, ("a", "1"));
        var second = await Commit("main", null, ("a", "2"));
        await Host.Collect(Token);

        Assert.Null(await Repositories.Changes(Url, new CommitId(first), new CommitId(second), Token));
        Assert.Equal(GitFailure.RevisionNotFound, await FailureOf(() => Repositories.Changes(Url, new CommitId(second), new CommitId(first), Token)));
    }

    [Fact]
    public async Task Deleted_branch_is_not_found_any_more()
    {
        var first = await Commit("main", null, ("a", "1"));
        await Commit("old", first, ("a", "2"));
        Assert.NotEqual(first, (await Resolve("old")).Item1);

        await Host.SetRef("refs/heads/old", null, Token);

        Assert.Equal(GitFailure.RevisionNotFound, await FailureOf(() => Repositories.Resolve(Url, "old", null, Token)));
    }

    [Fact]
    public async Task Describe_tells_author_and_first_line()
    {
        var first = await Host.Commit("main", null, new Dictionary<string, string> { ["a"] = "1" }, $"Subject {new string('x', 200)}\n\nBody", Token);

        var description = await Repositories.Describe(Url, new CommitId(first), Token);

        Assert.Equal(first, description.Id.Value);
        Assert.Equal("Ada Example", description.Author);
        Assert.StartsWith("Subject xxx", description.Subject, StringComparison.Ordinal);
        Assert.Equal(120, description.Subject.Length);
        Assert.Equal(2026, description.Time.Year);
    }

    [Fact]
    public async Task Host_that_is_down_is_unavailable_and_what_is_here_stays_readable()
    {
        var first = await Commit("main", null, ("a", "1"));
        await Repositories.Open(Url, new CommitId(first), Token);
        Host.SetDown(true);

        Assert.Equal(GitFailure.Unavailable, await FailureOf(() => Repositories.ListRefs(Url, [], Token)));
        Assert.Equal(GitFailure.Unavailable, await FailureOf(() => Repositories.Open(Url, new CommitId(new string('1', 40)), Token)));
        Assert.Equal((first, null), await Resolve(first));
        Assert.Single((await Repositories.Open(Url, new CommitId(first), Token)).List(RepoPath.Root));

        Host.SetDown(false);
        Assert.Equal((first, "refs/heads/main"), await Resolve("main"));
    }

    [Fact]
    public async Task Repository_that_does_not_exist_is_not_found()
    {
        var url = RepositoryUrl.Parse(Host.Url.Replace("app", "other", StringComparison.Ordinal));

        Assert.Equal(GitFailure.NotFoundOrDenied, await FailureOf(() => Repositories.ListRefs(url, [], Token)));
        Assert.Equal(GitFailure.NotFoundOrDenied, await FailureOf(() => Repositories.Open(url, new CommitId(new string('1', 40)), Token)));
    }

    protected Task<string> Commit(string branch, string? parent, params (string Path, string Text)[] files) =>
        Host.Commit(branch, parent, files.ToDictionary(f => f.Path, f => f.Text), "Change", Token);

    protected static async Task<GitFailure> FailureOf(Func<Task> call) => (await Assert.ThrowsAsync<GitException>(call)).Failure;

    private async Task<(string, string?)> Resolve(string revision, string? tagPrefix = null)
    {
        var resolved = await Repositories.Resolve(Url, revision, tagPrefix, Token);
        return (resolved.Commit.Value, resolved.FullRef);
    }
}

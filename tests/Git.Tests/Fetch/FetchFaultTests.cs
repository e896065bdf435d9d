using System.Diagnostics;
using System.Text;
using System.Text.Json;
using Plumbline.Core.Git;
using Plumbline.Core.Sources;
using Plumbline.Git.Fetch;
using Plumbline.Git.Objects;
using Plumbline.Git.Transport;
using Plumbline.Support.Git;

namespace Plumbline.Git.Tests.Fetch;

/// <summary>Hosts that misbehave: finding 2 of the threat model, T-SSRF-3, T-GIT-5, T-GIT-11.</summary>
public sealed class FetchFaultTests : IAsyncLifetime
{
    private readonly CommitId _nowhere = new(new string('1', 40));
    private GitHttpServer _server = null!;
    private GitWorkspace _work = null!;
    private RepositoryUrl _url = null!;
    private CommitId _commit;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        _server = await GitHttpServer.Start(Token);
        _work = await GitWorkspace.Create(Token);
        _url = RepositoryUrl.Parse(await _server.CreateRepository("app", Token));
        for (var i = 0; i < 50; i++)
        {
            _work.Write($"f{i}", new string((char)('a' + (i % 26)), 300) + i);
        }

        _commit = new CommitId(await _work.Commit("First", Token));
        await _work.Push(_url.ToString(), ["main"], Token);
    }

    public async ValueTask DisposeAsync()
    {
        await _server.DisposeAsync();
        _work.Dispose();
    }

    [Fact]
    public async Task Silent_host_is_given_up_and_the_child_ended()
    {
        using var tested = Tested(o => o with { Timeout = TimeSpan.FromSeconds(3) });
        _server.Fault = new GitFault.Stall();

        Assert.Equal(GitFailure.Unavailable, await FailureOf(() => tested.Repositories.ListRefs(_url, [], Token)));
        Assert.Equal(GitFailure.Unavailable, await FailureOf(() => tested.Repositories.Open(_url, _commit, Token)));

        Assert.False(HasWriter(Directory.EnumerateDirectories(tested.Cache).Single()));
        await UsableAfterwards(tested);
    }

    [Fact]
    public async Task Host_that_stalls_within_the_pack_is_given_up_and_the_cache_stays_usable()
    {
        using var tested = Tested(o => o with { Timeout = TimeSpan.FromSeconds(3) });
        _server.Fault = new GitFault.StalledPack(300);

        Assert.Equal(GitFailure.Unavailable, await FailureOf(() => tested.Repositories.Open(_url, _commit, Token)));

        await UsableAfterwards(tested);
    }

    [Fact]
    public async Task Pack_that_breaks_off_is_refused_and_the_cache_stays_usable()
    {
        using var tested = Tested();
        _server.Fault = new GitFault.TruncatedPack(600);

        Assert.True(await FailureOf(() => tested.Repositories.Open(_url, _commit, Token)) is GitFailure.Corrupt or GitFailure.Unavailable);

        await UsableAfterwards(tested);
    }

    [Fact]
    public async Task Endless_list_of_refs_is_too_large()
    {
        using var tested = Tested(o => o with { MostRefs = 20_000, MostFetchBytes = 4 << 20 });
        _server.Fault = new GitFault.EndlessRefs();

        Assert.Equal(GitFailure.TooLarge, await FailureOf(() => tested.Repositories.ListRefs(_url, [], Token)));
        Assert.Equal(GitFailure.TooLarge, await FailureOf(() => tested.Repositories.Open(_url, _commit, Token)));

        await UsableAfterwards(tested);
    }

    [Fact]
    public async Task List_of_refs_over_its_bytes_is_too_large()
    {
        using var tested = Tested(o => o with { MostRefBytes = 100_000 });
        _server.Fault = new GitFault.EndlessRefs();

        Assert.Equal(GitFailure.TooLarge, await FailureOf(() => tested.Repositories.ListRefs(_url, [], Token)));
    }

    [Fact]
    public async Task Pack_with_too_many_objects_is_too_large()
    {
        using var tested = Tested(o => o with { MostFetchObjects = 10 });

        Assert.Equal(GitFailure.TooLarge, await FailureOf(() => tested.Repositories.Open(_url, _commit, Token)));
    }

    [Fact]
    public async Task Pack_over_its_bytes_is_too_large()
    {
        using var tested = Tested(o => o with { MostFetchBytes = 1000 });

        Assert.Equal(GitFailure.TooLarge, await FailureOf(() => tested.Repositories.Open(_url, _commit, Token)));
    }

    [Theory]
    [InlineData(301)]
    [InlineData(302)]
    [InlineData(303)]
    [InlineData(307)]
    [InlineData(308)]
    public async Task Redirect_is_refused_and_the_token_goes_nowhere_else(int code)
    {
        await using var other = await GitHttpServer.Start(Token);
        using var tested = Tested(o => o with { AllowedOrigins = [_server.Address.ToString(), other.Address.ToString()] }, new OneCredential("hunter2"));
        _server.Fault = new GitFault.Redirect(other.Address, code);

        Assert.Equal(GitFailure.NotFoundOrDenied, await FailureOf(() => tested.Repositories.ListRefs(_url, [], Token)));
        Assert.Equal(GitFailure.NotFoundOrDenied, await FailureOf(() => tested.Repositories.Open(_url, _commit, Token)));

        Assert.Empty(other.Requests);
        Assert.Contains(_server.Requests, r => r.Status == code && r.Authorization is not null);
    }

    [Theory]
    [InlineData(500, GitFailure.Unavailable)]
    [InlineData(503, GitFailure.Unavailable)]
    [InlineData(429, GitFailure.Unavailable)]
    [InlineData(401, GitFailure.NotFoundOrDenied)]
    [InlineData(403, GitFailure.NotFoundOrDenied)]
    [InlineData(404, GitFailure.NotFoundOrDenied)]
    [InlineData(204, GitFailure.Corrupt)]
    public async Task Status_of_the_host_tells_the_failure(int code, GitFailure expected)
    {
        using var tested = Tested();
        _server.Fault = new GitFault.Status(code);

        Assert.Equal(expected, await FailureOf(() => tested.Repositories.ListRefs(_url, [], Token)));
        Assert.Equal(expected, await FailureOf(() => tested.Repositories.Open(_url, _nowhere, Token)));
    }

    [Fact]
    public async Task Answer_that_is_no_git_is_corrupt()
    {
        using var tested = Tested();
        _server.Fault = new GitFault.Garbage("<html>Sign in</html>");

        Assert.Equal(GitFailure.Corrupt, await FailureOf(() => tested.Repositories.ListRefs(_url, [], Token)));
        Assert.Equal(GitFailure.Corrupt, await FailureOf(() => tested.Repositories.Open(_url, _commit, Token)));
    }

    [Fact]
    public async Task Token_is_sent_to_its_repository_and_opens_it()
    {
        _server.Token = "hunter2";
        using var with = Tested(null, new OneCredential("hunter2"));
        using var wrong = Tested(null, new OneCredential("hunter3"));
        using var without = Tested();

        Assert.Equal(_commit, (await with.Repositories.Resolve(_url, "main", null, Token)).Commit);
        Assert.Equal(_commit.Value, (await with.Repositories.Open(_url, _commit, Token)).Id);
        foreach (var denied in new[] { wrong, without })
        {
            var e = await Assert.ThrowsAsync<GitException>(() => denied.Repositories.Open(_url, _commit, Token));
            Assert.Equal(GitFailure.NotFoundOrDenied, e.Failure);
            Assert.DoesNotContain("hunter", e.ToString(), StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task Objects_fetched_with_one_credential_are_not_served_to_another()
    {
        _server.Token = "hunter2";
        using var first = Tested(null, new OneCredential("hunter2"));
        await first.Repositories.Open(_url, _commit, Token);
        using var second = Tested(o => o with { CacheFolder = first.Cache }, new OneCredential("hunter3", "other"));

        Assert.Equal(GitFailure.NotFoundOrDenied, await FailureOf(() => second.Repositories.Open(_url, _commit, Token)));
    }

    [Fact]
    public async Task Private_address_is_refused_unless_the_operator_allows_its_origin()
    {
        using var tested = Tested(o => o with { AllowedOrigins = [] });
        var before = _server.Requests.Count;

        Assert.Equal(GitFailure.NotFoundOrDenied, await FailureOf(() => tested.Repositories.ListRefs(_url, [], Token)));
        Assert.Equal(GitFailure.NotFoundOrDenied, await FailureOf(() => tested.Repositories.Open(_url, _commit, Token)));
        Assert.Equal(before, _server.Requests.Count);
    }

    [Fact]
    public async Task Child_that_ends_at_once_is_a_failure_of_the_fetch_alone()
    {
        using var tested = Tested(o => o with { ChildCommand = ["/bin/false"] });

        Assert.Equal(GitFailure.Unavailable, await FailureOf(() => tested.Repositories.Open(_url, _commit, Token)));
    }

    [Fact]
    public async Task Child_that_crashes_on_what_it_got_is_a_corrupt_repository()
    {
        using var tested = Tested(o => o with { ChildCommand = ["/bin/sh", "-c", "kill -SEGV $$"] });

        Assert.Equal(GitFailure.Corrupt, await FailureOf(() => tested.Repositories.Open(_url, _commit, Token)));
    }

    [Fact]
    public async Task Child_over_its_memory_is_ended_as_too_large()
    {
        using var tested = Tested(o => o with { MostFetchMemory = 20 << 20 });
        _server.Fault = new GitFault.Stall();

        Assert.Equal(GitFailure.TooLarge, await FailureOf(() => tested.Repositories.Open(_url, _commit, Token)));
    }

    [Fact]
    public async Task Child_whose_parent_is_gone_ends_itself()
    {
        using var tested = Tested();
        _server.Fault = new GitFault.Stall();
        var before = _server.Requests.Count;
        var request = new FetchRequest(
            new GitRemote(_url.ToString(), null, null), new TransportOptions([_url.Origin], null, TimeSpan.FromSeconds(5)),
            Path.Combine(tested.Cache, "x"), [_commit.Value], WholeHistory: false, 1 << 20, 1000);
        using var child = Process.Start(new ProcessStartInfo(Environment.ProcessPath!, [FetchChild.Command]) { RedirectStandardInput = true, RedirectStandardOutput = true })!;
        await child.StandardInput.WriteLineAsync(JsonSerializer.Serialize(request, FetchJson.Default.FetchRequest));

        child.StandardInput.Close();
        await child.WaitForExitAsync(Token);

        Assert.Equal(3, child.ExitCode);
        Assert.Equal(before, _server.Requests.Count(r => r.Status == 200));
    }

    [Fact]
    public async Task Cache_is_for_the_own_user_alone()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "modes of files are of Unix");
        using var tested = Tested();
        await tested.Repositories.Open(_url, _commit, Token);

        var mode = OperatingSystem.IsWindows() ? UnixFileMode.None : File.GetUnixFileMode(Directory.EnumerateDirectories(tested.Cache).Single());
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute, mode);
    }

    [Fact]
    public async Task Concurrent_opens_of_one_repository_share_their_fetches()
    {
        using var tested = Tested();
        var ids = new List<CommitId> { _commit };
        for (var i = 0; i < 5; i++)
        {
            ids.Add(new CommitId(await _work.Write("f0", $"{i}").Commit("Next", Token)));
        }

        await _work.Push(_url.ToString(), ["main"], Token);

        var trees = await Task.WhenAll(Enumerable.Range(0, 40).Select(i => tested.Repositories.Open(_url, ids[i % ids.Count], Token)));

        Assert.Equal(Enumerable.Range(0, 40).Select(i => ids[i % ids.Count].Value), trees.Select(t => t.Id));
        Assert.InRange(_server.Fetches, 1, 4);
    }

    [Fact]
    public async Task Two_processes_on_one_cache_do_not_disturb_each_other()
    {
        using var one = Tested();
        using var two = Tested(o => o with { CacheFolder = one.Cache });

        var trees = await Task.WhenAll(one.Repositories.Open(_url, _commit, Token), two.Repositories.Open(_url, _commit, Token));

        Assert.All(trees, t => Assert.Equal(50, t.List(RepoPath.Root).Count));
    }

    [Fact]
    public async Task Spoilt_cache_is_made_anew()
    {
        using (var first = Tested())
        {
            await first.Repositories.Open(_url, _commit, Token);
            var git = Directory.EnumerateDirectories(first.Cache).Select(d => Path.Combine(d, "git")).Single();
            using var tested = Tested(o => o with { CacheFolder = first.Cache });
            File.Delete(Path.Combine(git, "HEAD"));
            File.WriteAllText(Path.Combine(git, "shallow.lock"), "");
            File.WriteAllText(Path.Combine(git, "objects", "pack", "pack_git2_left"), "left");

            var tree = await tested.Repositories.Open(_url, _commit, Token);

            Assert.Equal(50, tree.List(RepoPath.Root).Count);
            Assert.Empty(Directory.EnumerateFiles(git, "*.lock", SearchOption.AllDirectories));
        }
    }

    private static async Task<GitFailure> FailureOf(Func<Task> call) => (await Assert.ThrowsAsync<GitException>(call)).Failure;

    // A living child would hold the lock of the cache it writes to.
    private static bool HasWriter(string folder)
    {
        using var held = CacheLayout.TryLock(CacheLayout.WriteLock(folder), FileShare.None);
        return held is null;
    }

    private async Task UsableAfterwards(TestRepositories tested)
    {
        _server.Fault = null;
        var tree = await tested.Repositories.Open(_url, _commit, Token);
        Assert.Equal(50, tree.List(RepoPath.Root).Count);
        Assert.StartsWith("aaa", Encoding.UTF8.GetString(tree.Read(RepoPath.Parse("f0")).Span), StringComparison.Ordinal);
    }

    private TestRepositories Tested(Func<GitOptions, GitOptions>? change = null, params IGitCredentials[] credentials) =>
        new(_server.Address.ToString(), change, credentials);

    private sealed class OneCredential(string password, string identity = "one") : IGitCredentials
    {
        public Task<GitCredential?> Find(RepositoryUrl url, CancellationToken token) =>
            Task.FromResult<GitCredential?>(new GitCredential(GitCredential.TokenUser, password, identity));
    }
}

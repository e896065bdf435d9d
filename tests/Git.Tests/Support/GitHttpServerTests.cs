using Plumbline.Support.Git;

namespace Plumbline.Git.Tests.Support;

/// <summary>The server that the other tests stand on, tried with git's own client.</summary>
public sealed class GitHttpServerTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Server_push_and_clone_give_the_same_commit()
    {
        await using var server = await GitHttpServer.Start(Token);
        using var work = await GitWorkspace.Create(Token);
        var url = await server.CreateRepository("team/app", Token);
        var commit = await work.Write("a/b.txt", "one").Commit("First", Token);
        await work.Push(url, ["main"], Token);

        using var other = await GitWorkspace.Create(Token);
        await other.Run(["pull", "-q", url, "main"], Token);

        Assert.Equal(commit, await other.Head(Token));
        Assert.Equal("one", await File.ReadAllTextAsync(Path.Combine(other.Folder, "a/b.txt"), Token));
    }

    [Fact]
    public async Task Server_with_token_refuses_a_push_without_it()
    {
        await using var server = await GitHttpServer.Start(Token);
        server.Token = "secret";
        using var work = await GitWorkspace.Create(Token);
        var url = await server.CreateRepository("app", Token);
        await work.Commit("First", Token);

        await Assert.ThrowsAsync<InvalidOperationException>(() => work.Push(url, ["main"], Token));

        work.Token = "secret";
        await work.Push(url, ["main"], Token);
        Assert.Equal(await work.Head(Token), await server.Run("app", ["rev-parse", "main"], Token));
    }

    [Fact]
    public async Task Server_with_truncated_packs_makes_a_clone_fail()
    {
        await using var server = await GitHttpServer.Start(Token);
        using var work = await GitWorkspace.Create(Token);
        var url = await server.CreateRepository("app", Token);
        await work.Write("a", new string('x', 1000)).Commit("First", Token);
        await work.Push(url, ["main"], Token);

        server.Fault = new GitFault.TruncatedPack(150);
        using var other = await GitWorkspace.Create(Token);

        await Assert.ThrowsAsync<InvalidOperationException>(() => other.Run(["pull", "-q", url, "main"], Token));
    }
}

namespace Plumbline.Support.Git;

/// <summary>One repository on a real server.</summary>
public sealed class RealGitHost : IGitHost
{
    private const string Name = "team/app";

    private readonly GitWorkspace _work;

    private RealGitHost(GitHttpServer server, GitWorkspace work)
    {
        Server = server;
        _work = work;
    }

    /// <summary>The server.</summary>
    public GitHttpServer Server { get; }

    /// <inheritdoc/>
    public string Url => Server.UrlOf(Name);

    /// <summary>Starts a server with an empty repository.</summary>
    public static async Task<RealGitHost> Start(CancellationToken token)
    {
        var server = await GitHttpServer.Start(token);
        await server.CreateRepository(Name, token);
        return new RealGitHost(server, await GitWorkspace.Create(token));
    }

    /// <inheritdoc/>
    public async Task<string> Commit(string branch, string? parent, IReadOnlyDictionary<string, string> files, string message, CancellationToken token)
    {
        await _work.Run(parent is null ? ["checkout", "-q", "--orphan", $"x{Guid.NewGuid():n}"] : ["checkout", "-q", "-f", "--detach", parent], token);
        await _work.Run(["rm", "-r", "-q", "-f", "--ignore-unmatch", "."], token);
        foreach (var (path, text) in files)
        {
            _work.Write(path, text);
        }

        var commit = await _work.Commit(message, token);
        await SetRef($"refs/heads/{branch}", commit, token);
        return commit;
    }

    /// <inheritdoc/>
    public Task SetRef(string name, string? commit, CancellationToken token) => _work.Push(Url, [$"+{commit}:{name}"], token);

    /// <inheritdoc/>
    public async Task Tag(string name, string commit, CancellationToken token)
    {
        await _work.Run(["tag", "-a", "-f", "-m", name, name, commit], token);
        await _work.Push(Url, [$"+refs/tags/{name}:refs/tags/{name}"], token);
    }

    /// <inheritdoc/>
    public async Task Collect(CancellationToken token)
    {
        await Server.Run(Name, ["reflog", "expire", "--expire=now", "--all"], token);
        await Server.Run(Name, ["gc", "-q", "--prune=now"], token);
    }

    /// <inheritdoc/>
    public void SetDown(bool down) => Server.Fault = down ? new GitFault.Status(503) : null;

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await Server.DisposeAsync();
        _work.Dispose();
    }
}

using System.Text.Json;
using Plumbline.Core.Git;
using Plumbline.Git.Objects;
using Plumbline.Git.Transport;

namespace Plumbline.Git.Fetch;

/// <summary>
/// The child process that fetches: libgit2 meets a stranger's bytes here, where a crash, a stall or a flood of memory ends nothing but this process
/// (design §6). The executable calls <see cref="Run"/> when its first argument is <see cref="Command"/>.
/// </summary>
public static class FetchChild
{
    /// <summary>The argument that makes the program this child. Not for people.</summary>
    public const string Command = "git-child";

    private static readonly HashSet<string> Schemes = ["http"];

    /// <summary>Exit code after the parent went away.</summary>
    private const int Orphaned = 3;

    /// <summary>Reads a request from <paramref name="input"/>, fetches, writes the result to <paramref name="output"/>; the exit code.</summary>
    /// <param name="input">The process's standard input: a line of JSON. Its end means that the parent is gone, and ends the process at once.</param>
    /// <param name="output">The process's standard output.</param>
    public static int Run(TextReader input, TextWriter output)
    {
        var request = JsonSerializer.Deserialize(input.ReadLine() ?? "", FetchJson.Default.FetchRequest);
        if (request is null)
        {
            return 2;
        }

        var watch = new Thread(() =>
        {
            while (input.ReadLine() is not null)
            {
            }

            Environment.Exit(Orphaned);
        })
        { IsBackground = true };
        watch.Start();
        output.WriteLine(JsonSerializer.Serialize(Fetch(request), FetchJson.Default.FetchResult));
        output.Flush();
        return 0;
    }

    private static FetchResult Fetch(FetchRequest request)
    {
        // The parent holds a URL that was checked; what comes in by a pipe is input all the same, and libgit2 takes schemes that start programs (T-GIT-1).
        if (!RepositoryUrl.TryParse(request.Remote.Url, Schemes, out _, out var reason))
        {
            return new FetchResult(GitFailure.NotFoundOrDenied, $"The repository's URL is refused: {reason}.", []);
        }

        using var http = new GitHttp(request.Transport);
        var session = new FetchSession(request, http);
        FetchSession.Current = session;
        try
        {
            LibGitSettings.Apply();
            LibGit2Sharp.GlobalSettings.RegisterSmartSubtransport<ManagedSubtransport>("https");
            LibGit2Sharp.GlobalSettings.RegisterSmartSubtransport<ManagedSubtransport>("http");
            using var cache = FetchCache.OpenLocked(request.Folder);
            return new FetchResult(null, null, new CommitFetch(session, cache.Repository).Run());
        }
        catch (GitException e)
        {
            return new FetchResult(e.Failure, e.Message, []);
        }
        catch (LibGit2Sharp.LibGit2SharpException e)
        {
            // libgit2's own sentences can quote what the host sent; only their kind goes on.
            return new FetchResult(GitFailure.Corrupt, $"What the host sent is not a sound repository ({e.GetType().Name}).", []);
        }
    }
}

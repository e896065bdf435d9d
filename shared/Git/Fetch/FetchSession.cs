using Plumbline.Core.Git;
using Plumbline.Git.Transport;

namespace Plumbline.Git.Fetch;

/// <summary>The one fetch that a child process makes.</summary>
internal sealed class FetchSession(FetchRequest request, GitHttp http)
{
    private static FetchSession? _current;

    /// <summary>
    /// The running fetch. libgit2's binding makes transports by their parameterless constructor, so the session cannot be handed to them; the
    /// process lives for this one fetch.
    /// </summary>
    public static FetchSession Current
    {
        get => _current ?? throw new InvalidOperationException("no fetch runs in this process");
        set => _current = value;
    }

    public FetchRequest Request { get; } = request;

    public GitHttp Http { get; } = http;

    /// <summary>Why the transport gave up.</summary>
    public GitException? Failure { get; set; }
}

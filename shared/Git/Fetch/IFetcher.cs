namespace Plumbline.Git.Fetch;

/// <summary>Runs fetches where they can do no harm.</summary>
internal interface IFetcher
{
    /// <summary>Fetches; gives the commits that the repository does not have.</summary>
    /// <exception cref="Core.Git.GitException">The host cannot be read, or a limit was reached.</exception>
    Task<IReadOnlyList<string>> Fetch(FetchRequest request, CancellationToken token);
}

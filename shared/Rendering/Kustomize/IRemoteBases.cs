using Plumbline.Core.Sources;

namespace Plumbline.Rendering.Kustomize;

/// <summary>A base in another repository.</summary>
/// <param name="Tree">The repository's files at the revision.</param>
/// <param name="Folder">Where the base lies in it.</param>
public sealed record RemoteBase(ISourceTree Tree, RepoPath Folder);

/// <summary>Fetches remote bases, for repositories the project allows.</summary>
public interface IRemoteBases
{
    /// <summary>The base that <paramref name="url"/> names (<c>https://host/repo//path?ref=x</c>).</summary>
    /// <exception cref="Core.Problems.ProblemException">The repository is not allowed, or cannot be had.</exception>
    RemoteBase Fetch(string url, CancellationToken token);
}

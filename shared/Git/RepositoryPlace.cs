using Plumbline.Git.Transport;

namespace Plumbline.Git;

/// <summary>A repository as one credential sees it.</summary>
/// <param name="Remote">Where it is read.</param>
/// <param name="Folder">Where its objects are kept.</param>
internal sealed record RepositoryPlace(GitRemote Remote, string Folder);

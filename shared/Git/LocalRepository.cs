using LibGit2Sharp;
using Plumbline.Core.Git;
using Plumbline.Core.Sources;
using Plumbline.Git.Objects;

namespace Plumbline.Git;

/// <summary>Commits of a repository on this machine, bare or with a working tree, read without a fetch: what a command line names as <c>REPO.git:REVISION:PATH</c>.</summary>
public static class LocalRepository
{
    private const int MostEntries = 200_000;
    private const int MostDepth = 64;

    /// <summary>The files of a commit. Nothing of the user's git configuration is read, and the working tree is not looked at.</summary>
    /// <param name="folder">The repository: its <c>.git</c> folder, a bare repository, or the top of a working tree.</param>
    /// <param name="revision">Anything that <c>git rev-parse</c> reads as one commit: branch, tag, id, <c>HEAD~2</c>.</param>
    /// <param name="mostFileBytes">Size of a file that is read.</param>
    /// <exception cref="GitException">The folder is no repository, or has no such commit.</exception>
    public static ISourceTree Open(string folder, string revision, long mostFileBytes)
    {
        LibGitSettings.Apply();
        try
        {
            var repository = new Repository(folder);
            if (repository.Lookup($"{revision}^{{commit}}", ObjectType.Commit) is not Commit commit)
            {
                repository.Dispose();
                throw new GitException(GitFailure.RevisionNotFound, $"The repository has no commit that \"{revision}\" names.");
            }

            return new GitSourceTree(ObjectStore.Over(repository), new CommitId(commit.Sha), new TreeLimits(MostEntries, MostDepth, mostFileBytes));
        }
        catch (RepositoryNotFoundException e)
        {
            throw new GitException(GitFailure.NotFoundOrDenied, "The folder is no git repository.", e);
        }
        catch (LibGit2SharpException e)
        {
            throw new GitException(GitFailure.RevisionNotFound, $"\"{revision}\" names no commit of the repository.", e);
        }
    }
}

using Octokit;
using Plumbline.Core.Git;

namespace Plumbline.GitHub;

/// <summary>Reads repositories of one GitHub server with the installation token of the configured app. Shown to that server's origin only.</summary>
public sealed class GitHubAppCredentials(GitHubOptions options, GitHubTokens tokens) : IGitCredentials
{
    /// <inheritdoc/>
    public async Task<GitCredential?> Find(RepositoryUrl url, CancellationToken token)
    {
        if (url.Origin != options.Origin)
        {
            return null;
        }

        try
        {
            return new GitCredential(GitCredential.TokenUser, await tokens.Find(token), $"github-app:{options.App?.Id}");
        }
        catch (Exception e) when (e is ApiException or HttpRequestException)
        {
            throw new GitException(GitFailure.Unavailable, "GitHub gave no token for the app's installation");
        }
    }
}

using Plumbline.Core.Git;
using Plumbline.Core.Secrets;

namespace Plumbline.Git.Credentials;

/// <summary>Credentials from the host's configuration; the secret is read anew each time, so that a renewed one counts at once.</summary>
internal sealed class ConfiguredGitCredentials(GitOptions options, ISecretReferences secrets) : IGitCredentials
{
    /// <inheritdoc/>
    public async Task<GitCredential?> Find(RepositoryUrl url, CancellationToken token)
    {
        if (CredentialRules.Pick(options.Credentials, url) is not { } entry)
        {
            return null;
        }

        var secret = await secrets.Find(entry.Token, token);
        return string.IsNullOrEmpty(secret)
            ? throw new GitException(GitFailure.NotFoundOrDenied, $"The credential for {entry.Url} refers to a secret that does not exist ({entry.Token}).")
            : new GitCredential(entry.UserName ?? GitCredential.TokenUser, secret, $"configured {entry.Url}");
    }
}

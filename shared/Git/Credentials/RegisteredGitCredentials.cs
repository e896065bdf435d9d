using Plumbline.Core.Control;
using Plumbline.Core.Git;
using Plumbline.Core.Problems;
using Plumbline.Core.Secrets;

namespace Plumbline.Git.Credentials;

/// <summary>
/// Passwords and tokens of the repositories and templates in the control repository (SEC-2, SEC-3). The control repository itself is read with what the
/// settings say: it cannot tell its own credential. The secret is read anew each time, so that a renewed one counts at once.
/// </summary>
/// <param name="registrations">The registrations; asked for late, because they are read from the control repository.</param>
/// <param name="secrets">Resolves references.</param>
/// <param name="control">The control repository.</param>
internal sealed class RegisteredGitCredentials(Func<IRepositoryRegistrations> registrations, ISecretReferences secrets, RepositoryUrl control) : IGitCredentials
{
    /// <inheritdoc/>
    public async Task<GitCredential?> Find(RepositoryUrl url, CancellationToken token)
    {
        if (url.Key == control.Key ||
            RepositoryChoice.Credential(await registrations().List(token), url.ToString(), project: null) is not { } found ||
            (found.Password ?? found.BearerToken) is not { } reference)
        {
            return null;
        }

        var secret = await Secret(found, reference, token);
        return new GitCredential(found.Username ?? GitCredential.TokenUser, secret, $"registered {found.SecretName}");
    }

    private async Task<string> Secret(RepositoryRegistration found, string reference, CancellationToken token)
    {
        string? secret;
        try
        {
            secret = await secrets.Find(reference, token);
        }
        catch (ProblemException e)
        {
            throw new GitException(GitFailure.NotFoundOrDenied, $"the credential of the repository '{found.SecretName}' cannot be read: {e.Problems[0].Message}", e);
        }

        return string.IsNullOrEmpty(secret)
            ? throw new GitException(GitFailure.NotFoundOrDenied, $"the credential of the repository '{found.SecretName}' refers to a secret that does not exist ({reference})")
            : secret;
    }
}

using Plumbline.Core.Charts;
using Plumbline.Core.Control;
using Plumbline.Core.Problems;
using Plumbline.Core.Secrets;

namespace Plumbline.Helm.Credentials;

/// <summary>
/// Credentials of the repositories and templates in the control repository (SEC-2, SEC-3). The secret is read anew each time, so that a renewed one
/// counts at once. A credential is for one project or for all, and for nothing but its own scheme, host, port and path.
/// </summary>
internal sealed class RegisteredChartCredentials(IRepositoryRegistrations registrations, ISecretReferences secrets) : IChartCredentials
{
    /// <inheritdoc/>
    public async Task<ChartCredential?> Find(string repositoryUrl, string project, CancellationToken token)
    {
        if (RepositoryChoice.Credential(await registrations.List(token), repositoryUrl, project) is not { } found || (found.Username ?? found.Password) is null)
        {
            return null;
        }

        var password = found.Password is null ? "" : await Secret(found, token);
        return new ChartCredential(found.Username ?? "", password, PassToOtherHosts: false) { Identity = found.SecretName };
    }

    private async Task<string> Secret(RepositoryRegistration found, CancellationToken token)
    {
        string? secret;
        try
        {
            secret = await secrets.Find(found.Password!, token);
        }
        catch (ProblemException e)
        {
            throw new ChartRepositoryException(ChartFailure.NotFoundOrDenied, $"The password of the repository '{found.SecretName}' cannot be read: {e.Problems[0].Message}", e);
        }

        return string.IsNullOrEmpty(secret)
            ? throw new ChartRepositoryException(
                ChartFailure.NotFoundOrDenied, $"The password of the repository '{found.SecretName}' refers to a secret that does not exist ({found.Password}).")
            : secret;
    }
}

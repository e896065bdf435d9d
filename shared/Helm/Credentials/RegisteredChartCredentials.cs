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
        if (RepositoryPlace.Of(repositoryUrl) is not { } place || Pick(await registrations.List(token), place, project) is not { } found)
        {
            return null;
        }

        var password = found.Password is null ? "" : await Secret(found, token);
        return new ChartCredential(found.Username ?? "", password, PassToOtherHosts: false) { Identity = found.SecretName };
    }

    /// <summary>The registration whose credential counts; null when none does.</summary>
    internal static RepositoryRegistration? Pick(IReadOnlyList<RepositoryRegistration> registrations, RepositoryPlace place, string project)
    {
        var mine = registrations.Where(r => (r.Project.Length == 0 || r.Project == project) && RepositoryPlace.Of(r.Url) is not null).ToList();

        // A registration for the project itself counts before one for everybody.
        var own = mine.Where(r => !r.IsTemplate && RepositoryPlace.Of(r.Url) == place).OrderByDescending(r => r.Project.Length).FirstOrDefault();
        if (own is { HasCredential: true })
        {
            return HasPassword(own) ? own : null;
        }

        return mine.Where(r => r.IsTemplate && HasPassword(r) && RepositoryPlace.Of(r.Url)!.Holds(place))
            .OrderByDescending(r => r.Project.Length > 0).ThenByDescending(r => RepositoryPlace.Of(r.Url)!.Path.Length).FirstOrDefault();
    }

    private static bool HasPassword(RepositoryRegistration registration) => registration.Username is not null || registration.Password is not null;

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

using System.Collections.Concurrent;
using Octokit;
using Plumbline.Core.Control;
using Plumbline.Core.Git;
using Plumbline.Core.Problems;
using Plumbline.Core.Secrets;

namespace Plumbline.GitHub;

/// <summary>
/// Installation tokens of the GitHub Apps that repositories and templates in the control repository name (SEC-3). Tokens are kept and renewed before they end;
/// a new private key counts at once. Each goes to the repository's own origin only.
/// </summary>
/// <param name="registrations">The registrations; asked for late, because they are read from the control repository.</param>
/// <param name="secrets">Resolves references.</param>
/// <param name="control">The control repository, which cannot tell its own credential.</param>
/// <param name="clock">For the lifetime of tokens.</param>
public sealed class RegisteredAppCredentials(Func<IRepositoryRegistrations> registrations, ISecretReferences secrets, RepositoryUrl control, TimeProvider clock) : IGitCredentials, IDisposable
{
    private const int MostKept = 1_000;

    private readonly ConcurrentDictionary<string, (string Key, GitHubTokens Tokens)> _kept = new(StringComparer.Ordinal);

    /// <inheritdoc/>
    public async Task<GitCredential?> Find(RepositoryUrl url, CancellationToken token)
    {
        if (url.Key == control.Key || RepositoryChoice.Credential(await registrations().List(token), url.ToString(), project: null) is not { GitHubApp: { } app } found)
        {
            return null;
        }

        var key = await PrivateKey(found, app, token);
        try
        {
            var tokens = Tokens(found, app, key, url);
            return new GitCredential(GitCredential.TokenUser, await tokens.Find(token), $"registered {found.SecretName} app {app.AppId}");
        }
        catch (NotFoundException e)
        {
            throw new GitException(GitFailure.NotFoundOrDenied, $"the GitHub App {app.AppId} of the repository '{found.SecretName}' is not installed for {url}", e);
        }
        catch (AuthorizationException e)
        {
            throw new GitException(GitFailure.NotFoundOrDenied, $"GitHub does not accept the key of the App {app.AppId} of the repository '{found.SecretName}'", e);
        }
        catch (Exception e) when (e is ApiException or HttpRequestException)
        {
            throw new GitException(GitFailure.Unavailable, "GitHub gave no token for the app's installation", e);
        }
        catch (Exception e) when (e is ArgumentException or System.Security.Cryptography.CryptographicException)
        {
            throw new GitException(GitFailure.NotFoundOrDenied, $"the private key of the repository '{found.SecretName}' is no RSA key in PEM", e);
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var (_, tokens) in _kept.Values)
        {
            tokens.Dispose();
        }
    }

    private GitHubTokens Tokens(RepositoryRegistration found, GitHubAppCredential app, string key, RepositoryUrl url)
    {
        // Where the installation is looked up, it is that of the owner.
        var owner = app.InstallationId is null ? url.Path.Trim('/').Split('/')[0] : "";
        var name = $"{found.SecretName}\n{app.BaseUrl}\n{app.AppId}\n{app.InstallationId}\n{owner}";
        if (_kept.TryGetValue(name, out var kept) && kept.Key == key)
        {
            return kept.Tokens;
        }

        if (_kept.Count >= MostKept)
        {
            _kept.Clear();
        }

        var options = new GitHubOptions { App = new GitHubApp(app.AppId, app.InstallationId ?? 0, key) { LookUp = app.InstallationId is null ? url : null } };
        if (app.BaseUrl is { } address)
        {
            options = options with { ApiBase = Api(address) };
        }

        return (_kept[name] = (key, new GitHubTokens(options, clock))).Tokens;
    }

    // Written with or without the path of the API.
    private static Uri Api(string address)
    {
        var text = address.TrimEnd('/');
        return Uri.TryCreate(text.EndsWith("/api/v3", StringComparison.Ordinal) ? $"{text}/" : $"{text}/api/v3/", UriKind.Absolute, out var uri) &&
            (uri.Scheme == Uri.UriSchemeHttps || uri.IsLoopback)
            ? uri
            : throw new GitException(GitFailure.NotFoundOrDenied, "githubAppEnterpriseBaseUrl is no https address");
    }

    private async Task<string> PrivateKey(RepositoryRegistration found, GitHubAppCredential app, CancellationToken token)
    {
        try
        {
            return await secrets.Find(app.PrivateKey, token) is { Length: > 0 } key
                ? key
                : throw new GitException(GitFailure.NotFoundOrDenied, $"the private key of the repository '{found.SecretName}' refers to a secret that does not exist ({app.PrivateKey})");
        }
        catch (ProblemException e)
        {
            throw new GitException(GitFailure.NotFoundOrDenied, $"the private key of the repository '{found.SecretName}' cannot be read: {e.Problems[0].Message}", e);
        }
    }
}

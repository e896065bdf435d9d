using System.Security.Cryptography;
using System.Text;
using Octokit;

namespace Plumbline.GitHub;

/// <summary>The token for calls to one server: the configured one, or a GitHub App's installation token, renewed before it ends.</summary>
public sealed class GitHubTokens(GitHubOptions options, TimeProvider clock) : IDisposable
{
    private static readonly TimeSpan Early = TimeSpan.FromMinutes(5);
    private static readonly ProductHeaderValue Product = new("plumbline");

    private readonly SemaphoreSlim _one = new(1, 1);
    private (string Token, DateTimeOffset Until)? _kept;

    /// <summary>A client with a valid token.</summary>
    /// <exception cref="ApiException">GitHub did not give an installation token.</exception>
    internal async Task<GitHubClient> Client(CancellationToken token) =>
        new(Product, options.ApiBase) { Credentials = new Credentials(await Find(token)) };

    /// <summary>The token itself, for git.</summary>
    /// <exception cref="ApiException">GitHub did not give an installation token.</exception>
    public async Task<string> Find(CancellationToken token)
    {
        if (options.App is not { } app)
        {
            return options.Token ?? throw new InvalidOperationException("neither a token nor an app is configured");
        }

        await _one.WaitAsync(token);
        try
        {
            if (_kept is not { } kept || kept.Until - Early <= clock.GetUtcNow())
            {
                var client = new GitHubClient(Product, options.ApiBase) { Credentials = new Credentials(SignedClaim(app), AuthenticationType.Bearer) };
                var installation = app.LookUp is { } url ? await Installation(client, url) : app.InstallationId;
                var made = await client.GitHubApps.CreateInstallationToken(installation);
                _kept = kept = (made.Token, made.ExpiresAt);
            }

            return kept.Token;
        }
        finally
        {
            _one.Release();
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _one.Dispose();

    private static async Task<long> Installation(GitHubClient client, Core.Git.RepositoryUrl url)
    {
        var parts = url.Path.Trim('/').Split('/');
        var name = parts.Length == 2 && parts[1].EndsWith(".git", StringComparison.Ordinal) ? parts[1][..^4] : parts[^1];
        return (await client.GitHubApps.GetRepositoryInstallationForCurrent(parts[0], name)).Id;
    }

    /// <summary>The app's claim about itself, valid for nine minutes and from a minute ago, as GitHub asks.</summary>
    private string SignedClaim(GitHubApp app)
    {
        var now = clock.GetUtcNow().ToUnixTimeSeconds();
        var text = $"{Encode("""{"alg":"RS256","typ":"JWT"}""")}.{Encode($$"""{"iat":{{now - 60}},"exp":{{now + 540}},"iss":"{{app.Id}}"}""")}";
        using var key = RSA.Create();
        key.ImportFromPem(app.PrivateKey);
        return $"{text}.{System.Buffers.Text.Base64Url.EncodeToString(key.SignData(Encoding.ASCII.GetBytes(text), HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1))}";
    }

    private static string Encode(string json) => System.Buffers.Text.Base64Url.EncodeToString(Encoding.UTF8.GetBytes(json));
}

namespace Plumbline.GitHub;

/// <summary>How a GitHub server is reached.</summary>
public sealed record GitHubOptions
{
    /// <summary>Address of the REST API. Default GitHub's own; for an enterprise server <c>https://HOST/api/v3/</c>.</summary>
    public Uri ApiBase { get; init; } = new("https://api.github.com/");

    /// <summary>Origin (<c>https://github.com:443</c>) of the repositories that this server holds. Statuses go only to these.</summary>
    public string Origin { get; init; } = "https://github.com:443";

    /// <summary>Token with the right to write commit statuses; null where a GitHub App is used.</summary>
    public string? Token { get; init; }

    /// <summary>GitHub App; null where a token is used.</summary>
    public GitHubApp? App { get; init; }
}

/// <summary>A GitHub App's identity.</summary>
/// <param name="Id">App id.</param>
/// <param name="InstallationId">Installation id.</param>
/// <param name="PrivateKey">Private key, PEM.</param>
public sealed record GitHubApp(long Id, long InstallationId, string PrivateKey)
{
    /// <summary>A repository whose installation is looked up instead of <see cref="InstallationId"/>; null (default) to take that.</summary>
    public Core.Git.RepositoryUrl? LookUp { get; init; }

    /// <summary>Never shows the key.</summary>
    public override string ToString() => $"GitHubApp {{ Id = {Id} }}";
}

using Plumbline.Core.Kubernetes;

namespace Plumbline.Core.Control;

/// <summary>
/// A repository or a credential template, in the shape of Argo CD's labelled Secrets (SEC-2, SEC-3, docs/spec/repository.md).
/// Secret values are references for <see cref="Secrets.ISecretReferences"/>.
/// </summary>
public sealed record RepositoryRegistration
{
    /// <summary><c>metadata.name</c> of the Secret; unique.</summary>
    public required string SecretName { get; init; }

    /// <summary>Whether it is a template (<c>repo-creds</c>): then <see cref="Url"/> is a prefix.</summary>
    public bool IsTemplate { get; init; }

    /// <summary><c>url</c> as written.</summary>
    public required string Url { get; init; }

    /// <summary><c>type</c>: <c>git</c> (default), <c>helm</c> or <c>oci</c>.</summary>
    public string Type { get; init; } = "git";

    /// <summary><c>name</c>, for people; empty when none.</summary>
    public string Name { get; init; } = "";

    /// <summary><c>project</c>: the only project that may use it; empty for all.</summary>
    public string Project { get; init; } = "";

    /// <summary><c>username</c>; null when none.</summary>
    public string? Username { get; init; }

    /// <summary><c>password</c>, a reference; null when none.</summary>
    public string? Password { get; init; }

    /// <summary><c>bearerToken</c>, a reference; null when none.</summary>
    public string? BearerToken { get; init; }

    /// <summary><c>sshPrivateKey</c>, a reference; null when none.</summary>
    public string? SshPrivateKey { get; init; }

    /// <summary><c>githubAppID</c> and what belongs to it; null when none.</summary>
    public GitHubAppCredential? GitHubApp { get; init; }

    /// <summary><c>enableOCI</c>. Default false.</summary>
    public bool EnableOci { get; init; }

    /// <summary><c>depth</c> of the fetch in commits; 0 leaves it to us.</summary>
    public int Depth { get; init; }

    /// <summary>Where it was read.</summary>
    public required ObjectOrigin Origin { get; init; }

    /// <summary>Whether it carries any credential; a repository that does inherits nothing from templates (SEC-3).</summary>
    public bool HasCredential => Username is not null || Password is not null || BearerToken is not null || SshPrivateKey is not null || GitHubApp is not null;
}

/// <summary>A GitHub App as credential.</summary>
/// <param name="AppId"><c>githubAppID</c>.</param>
/// <param name="InstallationId"><c>githubAppInstallationID</c>; null to look it up.</param>
/// <param name="PrivateKey"><c>githubAppPrivateKey</c>, a reference.</param>
/// <param name="BaseUrl"><c>githubAppEnterpriseBaseUrl</c>; null for github.com.</param>
public sealed record GitHubAppCredential(long AppId, long? InstallationId, string PrivateKey, string? BaseUrl);

namespace Plumbline.Core.Git;

/// <summary>What a git host is shown: a user name and a password or token, by basic authentication.</summary>
/// <param name="UserName">User name; hosts that take tokens ignore it (<see cref="TokenUser"/>).</param>
/// <param name="Password">Password or token. Never printed.</param>
/// <param name="Identity">
/// Stable name of the credential, without the secret and the same after the secret was renewed: what was fetched with one identity
/// is not served to another (threat T-GIT-11).
/// </param>
public sealed record GitCredential(string UserName, string Password, string Identity)
{
    /// <summary>The user name to send with a token.</summary>
    public const string TokenUser = "x-access-token";

    /// <summary>The identity alone, so that no secret reaches a log.</summary>
    public override string ToString() => $"credential {Identity}";
}

/// <summary>
/// Credentials for repositories. They are shown to the repository's own scheme, host and port and to nobody else. Several implementations may be
/// registered; the first that answers counts.
/// </summary>
public interface IGitCredentials
{
    /// <summary>The credential for <paramref name="url"/>; null where the repository is read without one.</summary>
    /// <exception cref="GitException">There should be one and it cannot be had now (transient), or its secret is missing.</exception>
    Task<GitCredential?> Find(RepositoryUrl url, CancellationToken token);
}

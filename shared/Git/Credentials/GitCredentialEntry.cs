namespace Plumbline.Git.Credentials;

/// <summary>A credential for an origin, or for the repositories below a URL.</summary>
public sealed record GitCredentialEntry
{
    /// <summary>
    /// <c>https://host</c>, <c>https://host/org</c> or <c>https://host/org/repo</c>: holds for this path and what lies below it, by whole path segments, without
    /// regard to case. The longest one counts.
    /// </summary>
    public required string Url { get; init; }

    /// <summary>User name. Default <c>x-access-token</c>, for hosts that take tokens.</summary>
    public string? UserName { get; init; }

    /// <summary>Reference to the password or token: <c>env:NAME</c>, <c>file:PATH</c>, <c>keyvault:NAME</c>.</summary>
    public required string Token { get; init; }
}

namespace Plumbline.Git.Transport;

/// <summary>Where a fetch goes and what it shows there. Passed to the child process on its standard input, never on a command line.</summary>
/// <param name="Url">The URL as git is given it: it passed the grammar.</param>
/// <param name="UserName">User name for basic authentication; null for none.</param>
/// <param name="Password">Password or token; null for none.</param>
internal sealed record GitRemote(string Url, string? UserName, string? Password)
{
    /// <summary>Without the secret.</summary>
    public override string ToString() => Url;
}

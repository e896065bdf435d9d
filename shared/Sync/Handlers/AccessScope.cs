namespace Plumbline.Sync.Handlers;

/// <summary>Who asks, and which projects they may see. What lies outside is answered as if it did not exist (T-HOST-8).</summary>
/// <param name="Caller">Name of the token, for the ledger.</param>
/// <param name="Projects">Names of the projects; null for all.</param>
public sealed record AccessScope(string Caller, IReadOnlySet<string>? Projects)
{
    /// <summary>Whether <paramref name="project"/> may be seen.</summary>
    public bool Allows(string project) => Projects is null || Projects.Contains(project);
}

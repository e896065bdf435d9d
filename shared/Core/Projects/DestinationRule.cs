namespace Plumbline.Core.Projects;

/// <summary>One destination of a project against a cluster and namespace (PROJ-2). <c>*</c> crosses everything.</summary>
internal static class DestinationRule
{
    public static bool Allows(ProjectDestination rule, DestinationCluster cluster, string @namespace) =>
        (rule.Server.Length > 0 && Matches(rule.Server, cluster.Server) || (rule.Name.Length > 0 && Matches(rule.Name, cluster.Name))) &&
        Matches(rule.Namespace, @namespace);

    /// <summary>
    /// A denied name denies whatever the namespace; a denied server needs the namespace to match, and a denied namespace the server.
    /// A half that is not known cannot be told from a denied one, so it counts as denied.
    /// </summary>
    public static bool Denies(ProjectDestination rule, DestinationCluster cluster, string @namespace)
    {
        if (IsDenial(rule.Name) && (cluster.Name.Length == 0 || Hits(rule.Name, cluster.Name)))
        {
            return true;
        }

        var serverDenied = IsDenial(rule.Server) && (cluster.Server.Length == 0 || Hits(rule.Server, cluster.Server));
        var namespaceDenied = IsDenial(rule.Namespace) && Hits(rule.Namespace, @namespace);
        return (serverDenied && (namespaceDenied || Matches(rule.Namespace, @namespace))) ||
            (namespaceDenied && (MatchesPlain(rule.Server, cluster.Server) || (rule.Server.Length == 0 && MatchesPlain(rule.Name, cluster.Name))));
    }

    private static bool IsDenial(string pattern) => pattern.StartsWith('!');

    private static bool Hits(string denial, string text) => Glob.IsMatch(denial[1..], text);

    private static bool MatchesPlain(string pattern, string text) => !IsDenial(pattern) && Glob.IsMatch(pattern, text);

    // A denial that does not hit leaves the rest of its line as an allowance: "!default" on a server allows the server's other namespaces.
    private static bool Matches(string pattern, string text) => IsDenial(pattern) ? !Hits(pattern, text) : Glob.IsMatch(pattern, text);
}

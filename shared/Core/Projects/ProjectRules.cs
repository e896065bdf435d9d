using Plumbline.Core.Applications;
using Plumbline.Core.Control;
using Plumbline.Core.Kubernetes;
using Plumbline.Core.Objects;
using Plumbline.Core.Problems;
using Plumbline.Core.Rendering;

namespace Plumbline.Core.Projects;

/// <summary>What a project allows (PROJ-1 to PROJ-5). Pure. Denials win, empty lists allow nothing, case counts except in repository URLs.</summary>
public static class ProjectRules
{
    /// <summary>
    /// Checks an Application and its final list of objects, hooks included: sources, destination, and kind and namespace of each object.
    /// </summary>
    /// <param name="project">Its project; null when there is none of that name.</param>
    /// <param name="application">The Application.</param>
    /// <param name="objects">Its objects after <see cref="TargetNormalizer"/>.</param>
    /// <param name="scope">Scope of kinds in the destination cluster; an unknown kind counts as namespaced where the object has a namespace.</param>
    /// <param name="clusters">Registered clusters: rules by server hold for destinations by name, and the other way round.</param>
    public static IReadOnlyList<Problem> Check(
        AppProject? project, Application application, IReadOnlyList<KubernetesObject> objects, KindScope scope, IReadOnlyList<ClusterRegistration> clusters)
    {
        if (project is null)
        {
            return [At(application, "spec.project", ProblemCode.ProjectNotFound, "There is no such project, or it cannot be read.")];
        }

        var problems = new List<Problem>();
        CheckSources(project, application, problems);
        if (CheckDestination(project, application, clusters) is { } denied)
        {
            problems.Add(denied);
        }

        var cluster = DestinationCluster.Resolve(application.Destination.Cluster, clusters);
        foreach (var target in objects)
        {
            CheckObject(project, application, target, IsNamespaced(target, scope), cluster, clusters, problems);
        }

        return problems;
    }

    /// <summary>Whether a project allows a source repository (PROJ-1).</summary>
    public static bool AllowsSource(AppProject project, string repoUrl)
    {
        var url = RepositoryPatterns.Normalize(repoUrl);
        var allowed = false;
        var denials = 0;
        foreach (var pattern in project.SourceRepos)
        {
            if (pattern.StartsWith('!'))
            {
                denials++;
                if (RepositoryPatterns.Matches(pattern[1..], url))
                {
                    return false;
                }
            }
            else
            {
                allowed |= RepositoryPatterns.Matches(pattern, url);
            }
        }

        // Upstream's documentation wants an allow rule as well; its code, which is what teams rely on, takes denials alone as "all others" (7.1).
        return allowed || (denials > 0 && denials == project.SourceRepos.Count);
    }

    /// <summary>Whether a project allows a namespace on a cluster (PROJ-2, PROJ-12).</summary>
    /// <param name="project">The project.</param>
    /// <param name="cluster">The cluster, resolved.</param>
    /// <param name="namespace">The namespace; empty for none.</param>
    /// <param name="clusters">Registered clusters, for those that are bound to the project.</param>
    public static bool AllowsDestination(AppProject project, DestinationCluster cluster, string @namespace, IReadOnlyList<ClusterRegistration> clusters)
    {
        if (project.PermitOnlyProjectScopedClusters &&
            !clusters.Any(c => c.Project == project.Name && DestinationCluster.Of(c).IsSame(cluster)))
        {
            return false;
        }

        var allowed = false;
        foreach (var rule in project.Destinations)
        {
            if (DestinationRule.Denies(rule, cluster, @namespace))
            {
                return false;
            }

            allowed |= DestinationRule.Allows(rule, cluster, @namespace);
        }

        return allowed || clusters.Any(c => IsImplied(project, c, cluster, @namespace));
    }

    /// <summary>Checks the destination of an Application alone, before anything is asked there in its name; null where it is allowed.</summary>
    public static Problem? CheckDestination(AppProject project, Application application, IReadOnlyList<ClusterRegistration> clusters)
    {
        var (reference, space) = (application.Destination.Cluster, application.Destination.Namespace);
        return AllowsDestination(project, DestinationCluster.Resolve(reference, clusters), space, clusters) ? null
            : At(application, "spec.destination", ProblemCode.DestinationNotAllowed, $"The project {project.Name} does not allow namespace '{space}' on cluster '{reference}'.");
    }

    /// <summary>Whether a project allows a kind (PROJ-3, PROJ-4).</summary>
    /// <param name="project">The project.</param>
    /// <param name="group">API group; empty for core.</param>
    /// <param name="kind">Kind.</param>
    /// <param name="name">Name of the object.</param>
    /// <param name="namespaced">Whether the kind lives in namespaces.</param>
    public static bool AllowsKind(AppProject project, string group, string kind, string name, bool namespaced)
    {
        var allow = namespaced ? project.NamespaceResourceWhitelist : project.ClusterResourceWhitelist;
        var deny = namespaced ? project.NamespaceResourceBlacklist : project.ClusterResourceBlacklist;
        return (allow is null || allow.Any(r => Fits(r, group, kind, name, !namespaced))) && !deny.Any(r => Fits(r, group, kind, name, !namespaced));
    }

    /// <summary>As whom an Application acts in its destination (PROJ-10); null where the project names no accounts at all, which means as the registered identity.</summary>
    /// <param name="project">Its project.</param>
    /// <param name="application">The Application.</param>
    /// <param name="clusters">Registered clusters.</param>
    /// <param name="problem">Set where the project names accounts, and none for this destination: then nothing may be done there.</param>
    public static ServiceAccount? AccountFor(AppProject project, Application application, IReadOnlyList<ClusterRegistration> clusters, out Problem? problem)
    {
        problem = null;
        if (project.DestinationServiceAccounts.Count == 0)
        {
            return null;
        }

        var (server, space) = (DestinationCluster.Resolve(application.Destination.Cluster, clusters).Server, application.Destination.Namespace);
        if (project.DestinationServiceAccounts.FirstOrDefault(a => Glob.IsMatch(a.Server, server) && Glob.IsMatch(a.Namespace, space)) is { } found)
        {
            return found.Account.IndexOf(':', StringComparison.Ordinal) is > 0 and var colon
                ? new ServiceAccount(found.Account[..colon], found.Account[(colon + 1)..])
                : space.Length > 0 ? new ServiceAccount(space, found.Account)
                : Nobody($"The service account '{found.Account}' of the project {project.Name} has no namespace, and neither has the destination.", "Write NAMESPACE:NAME in destinationServiceAccounts.", out problem);
        }

        return Nobody(
            $"The project {project.Name} names service accounts, and none for namespace '{space}' on cluster '{application.Destination.Cluster}'.",
            "Add the destination to destinationServiceAccounts.", out problem);

        ServiceAccount? Nobody(string why, string hint, out Problem? problem)
        {
            problem = At(application, "spec.destination", ProblemCode.DestinationNotAllowed, why) with { Hint = hint };
            return null;
        }
    }

    /// <summary>Whether charts of the project may look up objects of a kind (<c>plumbline.dev/helm-lookup</c>).</summary>
    public static bool AllowsLookup(AppProject project, string group, string kind) => project.Lookups.Any(r => Fits(r, group, kind, "", byName: false));

    private static bool Fits(KindRule rule, string group, string kind, string name, bool byName) =>
        Glob.IsMatch(rule.Group, group, '/') && Glob.IsMatch(rule.Kind, kind, '/') && (!byName || rule.Name.Length == 0 || Glob.IsMatch(rule.Name, name, '/'));

    private static bool IsImplied(AppProject project, ClusterRegistration registration, DestinationCluster cluster, string @namespace) =>
        registration.Project.Length > 0 && registration.Project == project.Name && DestinationCluster.Of(registration).IsSame(cluster) &&
        (registration.Namespaces.Count == 0 || registration.Namespaces.Contains(@namespace));

    private static bool IsNamespaced(KubernetesObject target, KindScope scope) => scope(target.Group, target.Kind) ?? target.Namespace.Length > 0;

    /// <summary>Checks the sources of an Application alone, before anything is read in its name (PROJ-1).</summary>
    public static IReadOnlyList<Problem> CheckSources(AppProject project, Application application)
    {
        var problems = new List<Problem>();
        CheckSources(project, application, problems);
        return problems;
    }

    private static void CheckSources(AppProject project, Application application, List<Problem> problems)
    {
        foreach (var source in application.Sources.Where(s => !AllowsSource(project, s.RepoUrl)))
        {
            problems.Add(At(application, $"{source.Field}.repoURL", ProblemCode.SourceNotAllowed, $"The project {project.Name} does not allow this repository.") with
            {
                Position = source.Raw["repoURL"]?.Position ?? application.Origin.Position,
            });
        }
    }

    private static void CheckObject(
        AppProject project, Application application, KubernetesObject target, bool namespaced, DestinationCluster cluster,
        IReadOnlyList<ClusterRegistration> clusters, List<Problem> problems)
    {
        if (!AllowsKind(project, target.Group, target.Kind, target.Name, namespaced))
        {
            problems.Add(At(target, "kind", ProblemCode.KindNotAllowed, $"The project {project.Name} does not allow {target.Key}.") with
            {
                Hint = namespaced ? "See namespaceResourceWhitelist and namespaceResourceBlacklist." : "Cluster-scoped kinds must stand in clusterResourceWhitelist.",
            });
        }

        if (namespaced && target.Namespace != application.Destination.Namespace && !AllowsDestination(project, cluster, target.Namespace, clusters))
        {
            problems.Add(At(target, "metadata.namespace", ProblemCode.DestinationNotAllowed, $"The project {project.Name} does not allow {target.Key} in this namespace."));
        }
    }

    private static Problem At(Application application, string field, string code, string message)
    {
        Node? node = application.Raw;
        foreach (var part in field.Split('.'))
        {
            node = (node as MapNode)?[part] ?? node;
        }

        return new Problem(code, message) { File = application.Origin.File, Position = node?.Position ?? default, Field = field };
    }

    private static Problem At(KubernetesObject target, string field, string code, string message) =>
        new(code, message) { File = target.Origin?.File, Position = target.Origin?.Position ?? default, Field = field };
}

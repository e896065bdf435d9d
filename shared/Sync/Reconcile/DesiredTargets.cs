using Plumbline.Core.Applications;
using Plumbline.Core.Control;
using Plumbline.Core.Kubernetes;
using Plumbline.Core.Problems;
using Plumbline.Core.Projects;
using Plumbline.Core.Rendering;

namespace Plumbline.Sync.Reconcile;

/// <summary>The final list of objects that an application wants in its cluster, or what stands in the way.</summary>
internal sealed record TargetSet(IReadOnlyList<KubernetesObject> Objects, IReadOnlyList<Problem> Problems)
{
    public bool Succeeded => Problems.All(p => p.Severity != ProblemSeverity.Error);
}

/// <summary>Turns a render into targets: scope of kinds, namespaces, tracking, and the project's rules over the final list (T-PRJ-1). Pure.</summary>
internal static class DesiredTargets
{
    public static TargetSet Of(Application app, AppProject project, RenderOutput render, ApiCatalog catalog, IReadOnlyList<ClusterRegistration> clusters)
    {
        bool? Scope(string group, string kind) => catalog.Find(group, kind)?.IsNamespaced;
        var normalized = TargetNormalizer.Normalize(app, render.Objects, Scope);
        var objects = WithNamespace(app, normalized.Objects);
        var problems = normalized.Problems.Concat(ObjectSyncOptions.Check(normalized.Objects)).Concat(ProjectRules.Check(project, app, objects, Scope, clusters))
            .Concat(clusters.FirstOrDefault(c => c.IsMeantBy(app.Destination.Cluster)) is { } registration ? objects.Select(o => Untouched(registration, o)).OfType<Problem>() : []).ToList();
        return new TargetSet(objects, problems);
    }

    /// <summary>What lies outside the namespaces that a cluster is registered for is not touched (SEC-8). Making one of these namespaces is asked for by the Application itself.</summary>
    private static Problem? Untouched(ClusterRegistration registration, KubernetesObject target) =>
        registration.Touches(DestinationNamespace.Is(target) ? target.Name : target.Namespace) ? null
            : new Problem(ProblemCode.DestinationNotAllowed, $"The cluster '{registration.Name}' is registered for some namespaces only, and {target.Key} is in none of them.")
            {
                File = target.Origin?.File,
                Position = target.Origin?.Position ?? default,
                Hint = target.Namespace.Length > 0 ? "Add the namespace to namespaces of the cluster's Secret." : "Cluster-scoped objects need clusterResources: \"true\" in the cluster's Secret.",
            };

    /// <summary>OPT-1: the destination namespace is made when asked for and not in the sources. It stays when the application goes.</summary>
    private static IReadOnlyList<KubernetesObject> WithNamespace(Application app, IReadOnlyList<KubernetesObject> objects)
    {
        var name = app.Destination.Namespace;
        if (!app.SyncPolicy.Options.CreateNamespace || name.Length == 0 || objects.Any(o => o is { Group: "", Kind: "Namespace" } && o.Name == name))
        {
            return objects;
        }

        return [DestinationNamespace.Of(app), .. objects];
    }
}

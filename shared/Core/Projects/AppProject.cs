using Plumbline.Core.Applications;
using Plumbline.Core.Kubernetes;
using Plumbline.Core.Objects;

namespace Plumbline.Core.Projects;

/// <summary>An AppProject as users write it (<c>argoproj.io/v1alpha1</c>, docs/spec/appproject.md): what its Applications may do.</summary>
public sealed record AppProject
{
    /// <summary><c>metadata.name</c>; unique in the control repository.</summary>
    public required string Name { get; init; }

    /// <summary><c>spec.description</c>; empty when none.</summary>
    public string Description { get; init; } = "";

    /// <summary><c>spec.sourceRepos</c>: globs, <c>!</c> denies (PROJ-1).</summary>
    public IReadOnlyList<string> SourceRepos { get; init; } = [];

    /// <summary><c>spec.destinations</c> (PROJ-2).</summary>
    public IReadOnlyList<ProjectDestination> Destinations { get; init; } = [];

    /// <summary><c>spec.clusterResourceWhitelist</c>; missing and empty both allow nothing (PROJ-3).</summary>
    public IReadOnlyList<KindRule> ClusterResourceWhitelist { get; init; } = [];

    /// <summary><c>spec.clusterResourceBlacklist</c>; beats the whitelist.</summary>
    public IReadOnlyList<KindRule> ClusterResourceBlacklist { get; init; } = [];

    /// <summary><c>spec.namespaceResourceWhitelist</c>; null (not written) allows all, an empty list nothing (PROJ-4).</summary>
    public IReadOnlyList<KindRule>? NamespaceResourceWhitelist { get; init; }

    /// <summary><c>spec.namespaceResourceBlacklist</c>; beats the whitelist.</summary>
    public IReadOnlyList<KindRule> NamespaceResourceBlacklist { get; init; } = [];

    /// <summary><c>spec.sourceNamespaces</c>: namespaces whose Applications may use the project (PROJ-11).</summary>
    public IReadOnlyList<string> SourceNamespaces { get; init; } = [];

    /// <summary><c>spec.permitOnlyProjectScopedClusters</c> (PROJ-12): only clusters registered for this project. Default false.</summary>
    public bool PermitOnlyProjectScopedClusters { get; init; }

    /// <summary><c>spec.destinationServiceAccounts</c> (PROJ-10): as whom Applications act in their destinations; the first that fits. Empty: as the registered identity.</summary>
    public IReadOnlyList<DestinationServiceAccount> DestinationServiceAccounts { get; init; } = [];

    /// <summary><c>spec.roles</c> (PROJ-6).</summary>
    public IReadOnlyList<ProjectRole> Roles { get; init; } = [];

    /// <summary>Who has to agree before any of its Applications syncs; an Application's own gate counts instead of it. Null when nobody.</summary>
    public ApprovalGate? Approval { get; init; }

    /// <summary>
    /// Annotation <c>plumbline.dev/chart-keys</c>: references to OpenPGP public keys, one of which must have signed every chart from a chart repository.
    /// Empty asks for no signature.
    /// </summary>
    public IReadOnlyList<string> ChartKeys { get; init; } = [];

    /// <summary>
    /// Annotation <c>plumbline.dev/helm-lookup</c>: kinds that the <c>lookup</c> of charts may read in the destination cluster. Empty: <c>lookup</c> finds nothing.
    /// </summary>
    public IReadOnlyList<KindRule> Lookups { get; init; } = [];

    /// <summary>Where it was read; null for the built-in default project.</summary>
    public ObjectOrigin? Origin { get; init; }

    /// <summary>All that was written; empty for the built-in default project.</summary>
    public required MapNode Raw { get; init; }

    /// <summary>The project <c>default</c> where no file defines it: everything is allowed, as Argo CD creates it (PROJ-5).</summary>
    public static AppProject OpenDefault { get; } = new()
    {
        Name = "default",
        SourceRepos = ["*"],
        Destinations = [new ProjectDestination("*", "", "*")],
        ClusterResourceWhitelist = [new KindRule("*", "*", "")],
        Raw = new MapNode(),
    };
}

/// <summary>One item of <c>spec.destinations</c>; each part is a glob that <c>!</c> turns into a denial (PROJ-2).</summary>
/// <param name="Server">API server's URL; empty when the name says it.</param>
/// <param name="Name">Name of a registered cluster; empty when the URL says it.</param>
/// <param name="Namespace">Namespace.</param>
public sealed record ProjectDestination(string Server, string Name, string Namespace);

/// <summary>One item of <c>spec.destinationServiceAccounts</c> (PROJ-10).</summary>
/// <param name="Server">Glob of API servers' URLs.</param>
/// <param name="Namespace">Glob of the destination's namespace.</param>
/// <param name="Account"><c>NAME</c>, in the destination's namespace, or <c>NAMESPACE:NAME</c>.</param>
public sealed record DestinationServiceAccount(string Server, string Namespace, string Account);

/// <summary>One item of a kind list (PROJ-3, PROJ-4).</summary>
/// <param name="Group">Glob of API groups; empty for core.</param>
/// <param name="Kind">Glob of kinds.</param>
/// <param name="Name">Glob of object names; empty for any. Cluster lists only.</param>
public sealed record KindRule(string Group, string Kind, string Name);

/// <summary>One item of <c>spec.roles</c> (PROJ-6).</summary>
/// <param name="Name">Name, unique in the project.</param>
/// <param name="Description">For people.</param>
/// <param name="Policies">Policy lines.</param>
/// <param name="Groups">Groups that have the role.</param>
public sealed record ProjectRole(string Name, string Description, IReadOnlyList<string> Policies, IReadOnlyList<string> Groups);

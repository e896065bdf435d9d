using Plumbline.Core.Kubernetes;
using Plumbline.Core.Objects;

namespace Plumbline.Core.Applications;

/// <summary>
/// An Application as users write it (<c>argoproj.io/v1alpha1</c>, docs/spec/application.md): defaults filled in, what was written kept in <see cref="Raw"/>.
/// Two of them mean the same when their <see cref="SpecDigest"/> is the same.
/// </summary>
public sealed record Application
{
    /// <summary>The finalizer that makes deletion of the Application delete its objects first (APP-15).</summary>
    public const string ResourcesFinalizer = "resources-finalizer.argocd.argoproj.io";

    /// <summary><c>metadata.name</c>; unique in the control repository.</summary>
    public required string Name { get; init; }

    /// <summary><c>metadata.namespace</c>; empty when none is written. It does not take part in the identity.</summary>
    public string Namespace { get; init; } = "";

    /// <summary><c>spec.project</c>; <c>default</c> where nothing or an empty text is written (APP-3).</summary>
    public string Project { get; init; } = "default";

    /// <summary><c>spec.sources</c> where that is not empty, else <c>spec.source</c> alone (SRC-3); at least one.</summary>
    public required IReadOnlyList<ApplicationSource> Sources { get; init; }

    /// <summary>Whether <c>spec.sources</c> was used.</summary>
    public bool HasMultipleSources { get; init; }

    /// <summary>Where it goes.</summary>
    public required Destination Destination { get; init; }

    /// <summary><c>spec.syncPolicy</c>; by hand only, where nothing is written.</summary>
    public SyncPolicy SyncPolicy { get; init; } = SyncPolicy.Manual;

    /// <summary><c>metadata.finalizers</c>.</summary>
    public IReadOnlyList<string> Finalizers { get; init; } = [];

    /// <summary>What deleting the Application does with its objects; null leaves them alone (APP-15).</summary>
    public Propagation? DeletionPropagation { get; init; }

    /// <summary><c>metadata.annotations</c>.</summary>
    public IReadOnlyDictionary<string, string> Annotations { get; init; } = new Dictionary<string, string>();

    /// <summary><c>metadata.labels</c>.</summary>
    public IReadOnlyDictionary<string, string> Labels { get; init; } = new Dictionary<string, string>();

    /// <summary><c>spec.ignoreDifferences</c> (APP-7).</summary>
    public IReadOnlyList<IgnoredDifference> IgnoreDifferences { get; init; } = [];

    /// <summary><c>spec.info</c> (APP-8), shown to people; escape before showing.</summary>
    public IReadOnlyList<KeyValuePair<string, string>> Info { get; init; } = [];

    /// <summary><c>spec.revisionHistoryLimit</c>: syncs kept to go back to. Default 10; 0 keeps none (APP-9).</summary>
    public int RevisionHistoryLimit { get; init; } = 10;

    /// <summary>The top-level <c>operation</c>: a sync asked for in the file; null when none (SRC-1).</summary>
    public MapNode? Operation { get; init; }

    /// <summary>Who has to agree before a sync, from annotations <c>plumbline.dev/approval</c> and <c>plumbline.dev/approvers</c>; null when nobody (the project may still ask for it).</summary>
    public ApprovalGate? Approval { get; init; }

    /// <summary>Name for reports, from annotation <c>plumbline.dev/environment</c>; default: the Application's name.</summary>
    public required string Environment { get; init; }

    /// <summary>Whether annotation <c>argocd.argoproj.io/skip-reconcile: "true"</c> pauses it (APP-12).</summary>
    public bool IsPaused { get; init; }

    /// <summary>Where it was read.</summary>
    public required ObjectOrigin Origin { get; init; }

    /// <summary>All that was written.</summary>
    public required MapNode Raw { get; init; }

    /// <summary>
    /// SHA-256 in lower-case hex over the canonical JSON of name, namespace, labels, annotations (without the one-time requests
    /// <c>argocd.argoproj.io/refresh</c> and <c>hydrate</c>), finalizers and <c>spec</c>. Status and comments do not count.
    /// </summary>
    public required string SpecDigest { get; init; }
}

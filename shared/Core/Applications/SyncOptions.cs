using Plumbline.Core.Kubernetes;

namespace Plumbline.Core.Applications;

/// <summary>What <c>Prune=</c> and <c>Delete=</c> say (OPT-2 to OPT-4).</summary>
public enum RemovalOption
{
    /// <summary>Nothing is written: as the Application says, else it is removed.</summary>
    Unset,

    /// <summary><c>true</c>: removed.</summary>
    Allow,

    /// <summary><c>false</c>: kept.</summary>
    Keep,

    /// <summary><c>confirm</c>: removed once somebody agreed.</summary>
    Confirm,
}

/// <summary>
/// Sync options of an Application (<c>spec.syncPolicy.syncOptions</c>) or of one object (annotation <see cref="Annotation"/>), OPT-1 to OPT-15.
/// Only exact <c>Key=value</c> entries count; of two entries with one key the last counts.
/// </summary>
public sealed record SyncOptions
{
    /// <summary>The annotation that carries an object's own options, as a comma list.</summary>
    public const string Annotation = "argocd.argoproj.io/sync-options";

    /// <summary>Nothing is set.</summary>
    public static SyncOptions None { get; } = new();

    /// <summary><c>CreateNamespace=true</c>: the destination namespace is created first, and never deleted. Applications only.</summary>
    public bool CreateNamespace { get; init; }

    /// <summary><c>Prune=false|confirm|true</c>.</summary>
    public RemovalOption Prune { get; init; }

    /// <summary><c>Delete=false|confirm|true</c>: when the Application is deleted.</summary>
    public RemovalOption Delete { get; init; }

    /// <summary><c>PruneLast=true</c>: pruned after everything else is applied.</summary>
    public bool PruneLast { get; init; }

    /// <summary><c>PrunePropagationPolicy=foreground|background|orphan</c>. Default foreground. Applications only.</summary>
    public Propagation PrunePropagation { get; init; } = Propagation.Foreground;

    /// <summary><c>Validate=false</c> turns the server's check of unknown fields off. Default true.</summary>
    public bool Validate { get; init; } = true;

    /// <summary><c>SkipDryRunOnMissingResource=true</c>: a kind that the cluster does not serve yet is no mistake.</summary>
    public bool SkipDryRunOnMissingResource { get; init; }

    /// <summary><c>ApplyOutOfSyncOnly=true</c>. Applications only.</summary>
    public bool ApplyOutOfSyncOnly { get; init; }

    /// <summary><c>Replace=true|false</c>; null when not written.</summary>
    public bool? Replace { get; init; }

    /// <summary><c>Force=true</c>: deleted and created anew.</summary>
    public bool Force { get; init; }

    /// <summary><c>ServerSideApply=true|false</c>; null when not written. Plumbline always applies on the server's side.</summary>
    public bool? ServerSideApply { get; init; }

    /// <summary><c>ClientSideApplyMigration=false</c>. Default true. Applications only.</summary>
    public bool ClientSideApplyMigration { get; init; } = true;

    /// <summary><c>FailOnSharedResource=true</c>. Applications only.</summary>
    public bool FailOnSharedResource { get; init; }

    /// <summary><c>RespectIgnoreDifferences=true</c>. Applications only.</summary>
    public bool RespectIgnoreDifferences { get; init; }

    /// <summary>All entries as written.</summary>
    public IReadOnlyList<string> Entries { get; init; } = [];

    /// <summary>Reads entries; those it does not know are only kept in <see cref="Entries"/>.</summary>
    public static SyncOptions Parse(IEnumerable<string> entries)
    {
        var options = None with { Entries = [.. entries] };
        return options.Entries.Aggregate(options, (read, entry) => read.With(entry) ?? read);
    }

    /// <summary>Reads an object's own options from its annotation.</summary>
    public static SyncOptions Of(KubernetesObject target) =>
        target.Annotation(Annotation) is { Length: > 0 } list
            ? Parse(list.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
            : None;

    /// <summary>Whether <paramref name="entry"/> is an option with one of its values.</summary>
    public static bool Knows(string entry) => None.With(entry) is not null;

    private SyncOptions? With(string entry) => entry switch
    {
        "CreateNamespace=true" or "CreateNamespace=false" => this with { CreateNamespace = IsTrue(entry) },
        "Prune=true" or "Prune=false" or "Prune=confirm" => this with { Prune = Removal(entry) },
        "Delete=true" or "Delete=false" or "Delete=confirm" => this with { Delete = Removal(entry) },
        "PruneLast=true" or "PruneLast=false" => this with { PruneLast = IsTrue(entry) },
        "PrunePropagationPolicy=foreground" => this with { PrunePropagation = Propagation.Foreground },
        "PrunePropagationPolicy=background" => this with { PrunePropagation = Propagation.Background },
        "PrunePropagationPolicy=orphan" => this with { PrunePropagation = Propagation.Orphan },
        "Validate=true" or "Validate=false" => this with { Validate = IsTrue(entry) },
        "SkipDryRunOnMissingResource=true" or "SkipDryRunOnMissingResource=false" => this with { SkipDryRunOnMissingResource = IsTrue(entry) },
        "ApplyOutOfSyncOnly=true" or "ApplyOutOfSyncOnly=false" => this with { ApplyOutOfSyncOnly = IsTrue(entry) },
        "Replace=true" or "Replace=false" => this with { Replace = IsTrue(entry) },
        "Force=true" or "Force=false" => this with { Force = IsTrue(entry) },
        "ServerSideApply=true" or "ServerSideApply=false" => this with { ServerSideApply = IsTrue(entry) },
        "ClientSideApplyMigration=true" or "ClientSideApplyMigration=false" => this with { ClientSideApplyMigration = IsTrue(entry) },
        "FailOnSharedResource=true" or "FailOnSharedResource=false" => this with { FailOnSharedResource = IsTrue(entry) },
        "RespectIgnoreDifferences=true" or "RespectIgnoreDifferences=false" => this with { RespectIgnoreDifferences = IsTrue(entry) },
        _ => null,
    };

    private static bool IsTrue(string entry) => entry.EndsWith("=true", StringComparison.Ordinal);

    private static RemovalOption Removal(string entry) =>
        entry.EndsWith("=confirm", StringComparison.Ordinal) ? RemovalOption.Confirm : IsTrue(entry) ? RemovalOption.Allow : RemovalOption.Keep;
}

using Plumbline.Core.Fields;
using Plumbline.Core.Kubernetes;
using Plumbline.Core.Objects;
using Plumbline.Core.Problems;

namespace Plumbline.Core.Applications;

/// <summary>What an object's own sync options (<see cref="SyncOptions.Annotation"/>) do not do here, so that nobody relies on it (OPT-7 to OPT-15). Pure.</summary>
public static class ObjectSyncOptions
{
    private const string ForApplications = "it counts on Applications only";

    private static readonly Dictionary<string, (string Reason, string? Hint)> WithoutEffect = new(StringComparer.Ordinal)
    {
        ["Replace=true"] = ("objects are applied on the server's side, which has no limit of size that a replacement would get around, and leaves the fields of others alone", "Remove it."),
        ["Force=true"] = ("no sync deletes an object to make it anew", "Where a field cannot be changed, give the object another name; the old one is pruned."),
        ["Validate=false"] = ("server-side apply goes by the schema, so a field that the schema does not have cannot be applied at all", "Remove the field that the server does not know."),
        ["SkipDryRunOnMissingResource=true"] = ("a kind is known, or defined by the same sync, before anything is planned", "Put the kind's definition into the same Application, or into one that is synced before."),
        ["ServerSideApply=false"] = ("objects are always applied on the server's side", "Remove it."),
        ["CreateNamespace=true"] = (ForApplications, "Write it in spec.syncPolicy.syncOptions."),
        ["ApplyOutOfSyncOnly=true"] = (ForApplications, "Remove it; what is as it should be is never written."),
        ["FailOnSharedResource=true"] = (ForApplications, "Remove it; an object of another Application is always refused."),
        ["RespectIgnoreDifferences=true"] = (ForApplications, null),
        ["ClientSideApplyMigration=false"] = (ForApplications, null),
        ["PrunePropagationPolicy=foreground"] = (ForApplications, "Write it in spec.syncPolicy.syncOptions."),
        ["PrunePropagationPolicy=background"] = (ForApplications, "Write it in spec.syncPolicy.syncOptions."),
        ["PrunePropagationPolicy=orphan"] = (ForApplications, "Write it in spec.syncPolicy.syncOptions."),
    };

    /// <summary>A warning for each option of each object that has no effect, or does not exist.</summary>
    public static IEnumerable<Problem> Check(IEnumerable<KubernetesObject> targets) =>
        from target in targets
        where target.Annotation(SyncOptions.Annotation) is { Length: > 0 }
        from entry in SyncOptions.Of(target).Entries
        let problem = Of(target, entry)
        where problem is not null
        select problem;

    private static Problem? Of(KubernetesObject target, string entry) =>
        WithoutEffect.TryGetValue(entry, out var known)
            ? At(target, ProblemCode.FieldNotActedOn, $"The sync option {entry} of {target.Key} has no effect: {known.Reason}.", known.Hint)
            : SyncOptions.Knows(entry) ? null
            : At(target, ProblemCode.FieldUnknown, $"There is no sync option '{Shown(entry)}' ({target.Key}); it has no effect.", "Options are written Key=value, with commas between them.");

    private static Problem At(KubernetesObject target, string code, string message, string? hint)
    {
        var written = (target.Metadata?["annotations"] as MapNode)?[SyncOptions.Annotation]?.Position ?? default;
        return new Problem(code, message)
        {
            Severity = ProblemSeverity.Warning,
            File = target.Origin?.File,
            Position = written.IsKnown ? written : target.Origin?.Position ?? default,
            Field = FieldPath.Child("metadata.annotations", SyncOptions.Annotation),
            Hint = hint,
        };
    }

    private static string Shown(string entry) => entry.Length <= 60 ? entry : $"{entry[..60]}…";
}

using Plumbline.Core.Fields;
using static Plumbline.Core.Fields.FieldRule;

namespace Plumbline.Core.Applications;

/// <summary>The fields of an Application, as Argo CD 3.x has them (1.1, 1.2).</summary>
internal static class ApplicationFields
{
    /// <summary>Metadata of any object in a control repository.</summary>
    public static readonly FieldRule Metadata = Map(
        ("name", Text), ("namespace", Text), ("labels", TextMap), ("annotations", TextMap), ("finalizers", Texts),
        ("generateName", Text.Idle), ("ownerReferences", Any), ("uid", Any), ("resourceVersion", Any), ("generation", Any), ("selfLink", Any),
        ("creationTimestamp", Any), ("deletionTimestamp", Any), ("deletionGracePeriodSeconds", Any), ("managedFields", Any));

    private static readonly FieldRule Helm = Map(
        ("valueFiles", Texts), ("parameters", List(Map(("name", Text), ("value", Text), ("forceString", Flag)))), ("releaseName", Text), ("values", Text),
        ("valuesObject", Any), ("fileParameters", List(Map(("name", Text), ("path", Text)))), ("version", Text),
        ("passCredentials", Flag), ("ignoreMissingValueFiles", Flag), ("skipCrds", Flag), ("skipTests", Flag), ("skipSchemaValidation", Flag),
        ("namespace", Text), ("kubeVersion", Text), ("apiVersions", Texts));

    private static readonly FieldRule PatchTarget = Map(
        ("group", Text), ("version", Text), ("kind", Text), ("name", Text), ("namespace", Text), ("labelSelector", Text), ("annotationSelector", Text));

    private static readonly FieldRule Kustomize = Map(
        ("namePrefix", Text), ("nameSuffix", Text), ("images", Texts), ("replicas", List(Map(("name", Text), ("count", WholeOrText)))),
        ("commonLabels", TextMap), ("labelWithoutSelector", Flag), ("labelIncludeTemplates", Flag), ("forceCommonLabels", Flag),
        ("commonAnnotations", TextMap), ("forceCommonAnnotations", Flag), ("commonAnnotationsEnvsubst", Flag), ("namespace", Text),
        ("patches", List(Map(("path", Text), ("patch", Text), ("target", PatchTarget), ("options", Any)))),
        ("components", Texts), ("ignoreMissingComponents", Flag), ("version", Text), ("kubeVersion", Text), ("apiVersions", Texts));

    private static readonly FieldRule JsonnetVariables = List(Map(("name", Text), ("value", Text), ("code", Flag)));

    private static readonly FieldRule Directory = Map(
        ("recurse", Flag), ("include", Text), ("exclude", Text), ("disableExtensionFilter", Flag),
        ("jsonnet", Map(("extVars", JsonnetVariables), ("tlas", JsonnetVariables), ("libs", Texts)).Idle));

    private static readonly FieldRule Plugin = Map(
        ("name", Text), ("env", List(Map(("name", Text), ("value", Text)))),
        ("parameters", List(Map(("name", Text), ("string", Text), ("map", TextMap), ("array", Texts)))));

    private static readonly FieldRule Source = Map(
        ("repoURL", Text), ("path", Text), ("targetRevision", Text), ("chart", Text), ("ref", Text), ("name", Text), ("tagPrefix", Text),
        ("directory", Directory), ("helm", Helm), ("kustomize", Kustomize), ("plugin", Plugin));

    /// <summary>One source, as it stands in an Application and in the files that patch it.</summary>
    public static readonly FieldRule SourceBlock = Source;

    private static readonly FieldRule Hydrator = Map(
        ("drySource", Source), ("syncSource", Map(("targetBranch", Text), ("path", Text), ("repoURL", Text))), ("hydrateTo", Map(("targetBranch", Text))));

    private static readonly FieldRule SyncPolicy = Map(
        ("automated", Map(("prune", Flag), ("selfHeal", Flag), ("allowEmpty", Flag), ("enabled", Flag))),
        ("syncOptions", Texts),
        ("retry", Map(
            ("limit", Whole), ("refresh", Flag.Idle),
            ("backoff", Map(("duration", TextOrNumber), ("factor", Whole), ("maxDuration", TextOrNumber))))),
        ("managedNamespaceMetadata", Map(("labels", TextMap), ("annotations", TextMap))));

    private static readonly FieldRule IgnoreDifferences = List(Map(
        ("group", Text), ("kind", Text), ("name", Text), ("namespace", Text),
        ("jsonPointers", Texts), ("jqPathExpressions", Texts), ("managedFieldsManagers", Texts)));

    /// <summary>The whole object.</summary>
    public static readonly FieldRule Application = Map(
        ("apiVersion", Text), ("kind", Text), ("metadata", Metadata),
        ("spec", Map(
            ("project", Text), ("source", Source), ("sources", List(Source)), ("sourceHydrator", Hydrator.Idle),
            ("destination", Map(("server", Text), ("name", Text), ("namespace", Text))),
            ("syncPolicy", SyncPolicy), ("ignoreDifferences", IgnoreDifferences.Idle), ("info", List(Map(("name", Text), ("value", Text))).Idle),
            ("revisionHistoryLimit", Whole))),
        ("operation", Any.Idle), ("status", Any));

    /// <summary>Sync options that have an effect; the others are kept and reported.</summary>
    public static readonly IReadOnlySet<string> SyncOptionsActedOn = new HashSet<string>(StringComparer.Ordinal)
    {
        "CreateNamespace", "Prune", "Delete", "PrunePropagationPolicy", "ServerSideApply",
    };
}

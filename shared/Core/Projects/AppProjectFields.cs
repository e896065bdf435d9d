using Plumbline.Core.Applications;
using Plumbline.Core.Fields;
using static Plumbline.Core.Fields.FieldRule;

namespace Plumbline.Core.Projects;

/// <summary>The fields of an AppProject, as Argo CD 3.x has them (1.5, 1.6).</summary>
internal static class AppProjectFields
{
    private static readonly FieldRule KindList = List(Map(("group", Text), ("kind", Text), ("name", Text)));

    private static readonly FieldRule SyncWindows = List(Map(
        ("kind", Text), ("schedule", Text), ("duration", Text), ("applications", Texts), ("namespaces", Texts), ("clusters", Texts),
        ("manualSync", Flag), ("syncOverrun", Flag), ("timeZone", Text), ("andOperator", Flag), ("description", Text)));

    private static readonly FieldRule Roles = List(Map(
        ("name", Text), ("description", Text), ("policies", Texts), ("groups", Texts),
        ("jwtTokens", List(Map(("iat", Whole), ("exp", Whole), ("id", Text))))));

    /// <summary>The whole object.</summary>
    public static readonly FieldRule AppProject = Map(
        ("apiVersion", Text), ("kind", Text), ("metadata", ApplicationFields.Metadata),
        ("spec", Map(
            ("description", Text), ("sourceRepos", Texts), ("destinations", List(Map(("server", Text), ("name", Text), ("namespace", Text)))),
            ("clusterResourceWhitelist", KindList), ("clusterResourceBlacklist", KindList),
            ("namespaceResourceWhitelist", KindList), ("namespaceResourceBlacklist", KindList),
            ("sourceNamespaces", Texts), ("permitOnlyProjectScopedClusters", Flag),
            ("roles", Roles.Idle), ("syncWindows", SyncWindows.Idle),
            ("orphanedResources", Map(("warn", Flag), ("ignore", KindList)).Idle),
            ("signatureKeys", List(Map(("keyID", Text))).Idle), ("sourceIntegrity", Any.Idle),
            ("destinationServiceAccounts", List(Map(("server", Text), ("namespace", Text), ("defaultServiceAccount", Text)))))),
        ("status", Any));
}

namespace Plumbline.Core.Applications;

/// <summary>One item of <c>spec.ignoreDifferences</c> (APP-7).</summary>
/// <param name="Group">Glob of API groups; empty for core.</param>
/// <param name="Kind">Glob of kinds.</param>
/// <param name="Name">Exact name; empty for any.</param>
/// <param name="Namespace">Exact namespace; empty for any.</param>
/// <param name="JsonPointers">Fields by JSON pointer.</param>
/// <param name="JqPathExpressions">Fields by jq path.</param>
/// <param name="ManagedFieldsManagers">Fields by the manager that owns them.</param>
public sealed record IgnoredDifference(
    string Group,
    string Kind,
    string Name,
    string Namespace,
    IReadOnlyList<string> JsonPointers,
    IReadOnlyList<string> JqPathExpressions,
    IReadOnlyList<string> ManagedFieldsManagers);

using Plumbline.Core.Objects;

namespace Plumbline.Core.Applications;

/// <summary>One source of an Application (SRC-2).</summary>
public sealed record ApplicationSource
{
    /// <summary><c>repoURL</c> as written.</summary>
    public required string RepoUrl { get; init; }

    /// <summary><c>path</c> of the folder in the repository as written; empty for the root, or for a source that renders nothing.</summary>
    public string Path { get; init; } = "";

    /// <summary><c>targetRevision</c> as written; empty means <c>HEAD</c> for git and the newest version for charts.</summary>
    public string TargetRevision { get; init; } = "";

    /// <summary><c>chart</c>: name of a chart in a chart repository; empty for git.</summary>
    public string Chart { get; init; } = "";

    /// <summary><c>ref</c>: name by which other sources reach this source's files (<c>$ref/…</c>, SRC-4); empty when none.</summary>
    public string Ref { get; init; } = "";

    /// <summary><c>name</c>: for people and commands; empty when none.</summary>
    public string Name { get; init; } = "";

    /// <summary><c>tagPrefix</c>, cut off tags before a version range is matched (SRC-7); empty when none.</summary>
    public string TagPrefix { get; init; } = "";

    /// <summary><c>directory</c>; null when not written. Present, even empty, it fixes the source type (SRC-5).</summary>
    public DirectorySettings? Directory { get; init; }

    /// <summary><c>helm</c> as written; null when not written. Present, even empty, it fixes the source type.</summary>
    public MapNode? Helm { get; init; }

    /// <summary><c>kustomize</c> as written; null when not written. Present, even empty, it fixes the source type.</summary>
    public MapNode? Kustomize { get; init; }

    /// <summary><c>plugin</c> as written; null when not written. Plugins are not run.</summary>
    public MapNode? Plugin { get; init; }

    /// <summary>All that was written.</summary>
    public required MapNode Raw { get; init; }

    /// <summary>Path of this source for problems: <c>spec.source</c> or <c>spec.sources[1]</c>.</summary>
    public required string Field { get; init; }

    /// <summary>Whether its files come from a chart repository or a registry (SRC-8 to SRC-10) and not from git.</summary>
    public bool IsFromChartRepository => Chart.Length > 0 || RepoUrl.StartsWith("oci://", StringComparison.Ordinal);

    /// <summary>Whether it only lends its files to other sources: <c>ref</c> without <c>path</c> and <c>chart</c> (SRC-4).</summary>
    public bool IsReferenceOnly => Ref.Length > 0 && Path.Length == 0 && Chart.Length == 0;
}

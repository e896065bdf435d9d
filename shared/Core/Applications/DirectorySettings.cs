using Plumbline.Core.Objects;

namespace Plumbline.Core.Applications;

/// <summary><c>directory</c> of a source (SRC-19).</summary>
public sealed record DirectorySettings
{
    /// <summary>What holds where nothing is written: the folder's own manifests, not those of folders below it.</summary>
    public static DirectorySettings Default { get; } = new();

    /// <summary>Whether folders below are read as well. Default false.</summary>
    public bool Recurse { get; init; }

    /// <summary>Glob of paths to read, relative to the source's folder; empty means all. <c>{a,b}</c> lists alternatives, <c>*</c> crosses <c>/</c>.</summary>
    public string Include { get; init; } = "";

    /// <summary>Glob of paths to leave out; looked at before <see cref="Include"/>. Empty means none.</summary>
    public string Exclude { get; init; } = "";

    /// <summary>Whether files are read whatever their names end with. Default false: only <c>.yaml</c>, <c>.yml</c>, <c>.json</c> and <c>.jsonnet</c>.</summary>
    public bool DisableExtensionFilter { get; init; }

    /// <summary><c>jsonnet</c> as written; null when not written or empty. Jsonnet is not run.</summary>
    public MapNode? Jsonnet { get; init; }
}

using Plumbline.Core.Rendering;
using Plumbline.Core.Sources;
using Plumbline.Rendering.Helm.Values;

namespace Plumbline.Rendering.Helm;

/// <summary>Text of a values file.</summary>
/// <param name="Name">Its name as the user wrote it, for messages.</param>
/// <param name="Bytes">UTF-8 YAML or JSON; several documents are laid over each other.</param>
public sealed record HelmValuesFile(string Name, ReadOnlyMemory<byte> Bytes);

/// <summary>One run of what <c>helm template</c> does.</summary>
public sealed record HelmRequest
{
    /// <summary>The tree in which the chart lies. What is read of it is in <see cref="HelmResult.Reads"/>.</summary>
    public required ISourceTree Tree { get; init; }

    /// <summary>The chart's folder, or its archive (<c>.tgz</c>). Default: the root of the tree.</summary>
    public RepoPath Chart { get; init; }

    /// <summary>Which Helm to be as. Default: <see cref="HelmVersion.V4"/>.</summary>
    public HelmVersion Version { get; init; }

    /// <summary>Name of the release. Default: <c>release-name</c>, as Helm's.</summary>
    public string ReleaseName { get; init; } = "release-name";

    /// <summary>A template that makes the release name, with Sprig's functions and no data; empty (default) takes <see cref="ReleaseName"/>.</summary>
    public string NameTemplate { get; init; } = "";

    /// <summary>Namespace of the release. Default: <c>default</c>.</summary>
    public string Namespace { get; init; } = "default";

    /// <summary>Values files, the last one wins.</summary>
    public IReadOnlyList<HelmValuesFile> ValueFiles { get; init; } = [];

    /// <summary>Settings over the files; their rank goes by kind (JSON, typed, text, files, literals), within a kind the last one wins.</summary>
    public IReadOnlyList<ValueSetting> Settings { get; init; } = [];

    /// <summary>Reads a file for <see cref="SetKind.File"/> by the path in the setting; null for a missing one. Default: nothing can be read.</summary>
    public Func<string, ReadOnlyMemory<byte>?>? ReadFile { get; init; }

    /// <summary>Version of Kubernetes, such as <c>v1.33.4</c>; empty (default) is that of the client library Helm is built with.</summary>
    public string KubeVersion { get; init; } = "";

    /// <summary>API versions beside the default ones.</summary>
    public IReadOnlyList<string> ApiVersions { get; init; } = [];

    /// <summary>Whether the files of <c>crds/</c> come first. Default false, as Helm's.</summary>
    public bool IncludeCrds { get; init; }

    /// <summary>Whether test hooks are left out. Default false.</summary>
    public bool SkipTests { get; init; }

    /// <summary>Whether all hooks are left out. Default false.</summary>
    public bool NoHooks { get; init; }

    /// <summary>Whether values are not checked against schemas. Default false.</summary>
    public bool SkipSchemaValidation { get; init; }

    /// <summary>Whether <c>.Release.IsUpgrade</c> is true instead of <c>.Release.IsInstall</c>. Default false.</summary>
    public bool IsUpgrade { get; init; }

    /// <summary>Chance and time; null (default) takes the system's.</summary>
    public RenderMoment? Moment { get; init; }

    /// <summary>What tells this run from others of its render that have the same release name and namespace; each draws its own. Default: empty.</summary>
    public string Place { get; init; } = "";

    /// <summary>
    /// What was fetched before: what <c>lookup</c> finds (<see cref="OutsidePart.LiveObjects"/>), and what schemas refer to (<see cref="OutsidePart.Schema"/>).
    /// What is asked for and not there is in <see cref="HelmResult.Wanted"/>. Null (default): nothing is, and nothing can be asked for.
    /// </summary>
    public IReadOnlyDictionary<OutsidePart, FetchedPart>? Parts { get; init; }

    /// <summary>Whether <c>lookup</c> asks for objects. Default false: it finds nothing and asks for nothing, as with <c>helm template</c>.</summary>
    public bool LooksUp { get; init; }

    /// <summary>Globs on paths below the chart; only documents of files that fit are in <see cref="HelmResult.Text"/>. Default: all.</summary>
    public IReadOnlyList<string> ShowOnly { get; init; } = [];

    /// <summary>
    /// Whether only <see cref="HelmResult.Text"/> is wanted. Then files of <c>crds/</c> need not be YAML, as for Helm, and <see cref="HelmResult.Objects"/>
    /// is empty. Default false.
    /// </summary>
    public bool TextOnly { get; init; }

    /// <summary>Path below the chart of one template whose untouched text is <see cref="HelmResult.Text"/>; empty (default) for all documents.</summary>
    public string Raw { get; init; } = "";
}

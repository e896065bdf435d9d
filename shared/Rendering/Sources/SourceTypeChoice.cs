using Plumbline.Core.Applications;
using Plumbline.Core.Rendering;
using Plumbline.Core.Sources;

namespace Plumbline.Rendering.Sources;

/// <summary>Chooses how a source is rendered (SRC-5).</summary>
internal static class SourceTypeChoice
{
    private static readonly string[] Kustomizations = ["kustomization.yaml", "kustomization.yml", "Kustomization"];

    /// <summary>The block that is written decides; without one the files do: <c>Chart.yaml</c>, then a kustomization, else plain manifests.</summary>
    public static SourceType Of(ApplicationSource source, ISourceTree tree, RepoPath folder)
    {
        if (Explicit(source) is { } type)
        {
            return type;
        }

        return source.Chart.Length > 0 || IsFile(tree, folder.Child("Chart.yaml")) ? SourceType.Helm
            : Array.Exists(Kustomizations, name => IsFile(tree, folder.Child(name))) ? SourceType.Kustomize
            : SourceType.Directory;
    }

    /// <summary>The type whose block is written, even empty; null when none is.</summary>
    public static SourceType? Explicit(ApplicationSource source) =>
        source.Directory is not null ? SourceType.Directory
        : source.Helm is not null ? SourceType.Helm
        : source.Kustomize is not null ? SourceType.Kustomize
        : source.Plugin is not null ? SourceType.Plugin
        : null;

    private static bool IsFile(ISourceTree tree, RepoPath path) => tree.Find(path) is { Kind: SourceEntryKind.File or SourceEntryKind.Link };
}

using Plumbline.Core.Applications;
using Plumbline.Core.Kubernetes;
using Plumbline.Core.Objects;
using Plumbline.Core.Rendering;
using Plumbline.Core.Sources;

namespace Plumbline.Rendering.Sources;

/// <summary>Renders a folder without any Application, server or cluster, for <c>plumb render DIR</c>: as an Application with that folder as its only source would be.</summary>
/// <param name="renderer">The renderer.</param>
public sealed class FolderRender(ISourceRenderer renderer)
{
    /// <summary>Version of Kubernetes that charts see; empty (default) for the engines' own.</summary>
    public string KubeVersion { get; init; } = "";

    /// <summary>Renders; the type of source follows from the files.</summary>
    /// <param name="tree">The files.</param>
    /// <param name="folder">The folder in them.</param>
    /// <param name="name">Name for charts' releases.</param>
    /// <param name="namespace">Namespace for charts; empty for none.</param>
    /// <param name="token">Stops the render.</param>
    public RenderOutput Run(ISourceTree tree, RepoPath folder, string name, string @namespace, CancellationToken token)
    {
        var source = new ApplicationSource { RepoUrl = "", Path = folder.IsRoot ? "." : folder.Value, Raw = new MapNode(), Field = "source" };
        var application = new Application
        {
            Name = name,
            Environment = name,
            Sources = [source],
            Destination = new Destination(new ClusterReference(null, "in-cluster"), @namespace),
            Origin = new ObjectOrigin(folder.Value, default),
            Raw = new MapNode(),
            SpecDigest = "",
        };
        return renderer.Render(new RenderInput(application, [new SourceFiles(tree, tree.Id)]) { KubeVersion = KubeVersion }, token);
    }
}

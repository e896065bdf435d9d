using Plumbline.Core.Applications;
using Plumbline.Core.Rendering;
using Plumbline.Core.Sources;
using Plumbline.Rendering.Directories;

namespace Plumbline.Rendering.Sources;

/// <summary>Plain manifests as a source.</summary>
internal sealed class DirectoryEngine(DirectoryRender render) : ISourceEngine
{
    public SourceType Type => SourceType.Directory;

    public EngineOutput Render(EngineInput input, CancellationToken token)
    {
        var tree = new RecordingSourceTree(input.Tree);
        var output = render.Run(tree, input.Folder, input.Source.Directory ?? DirectorySettings.Default, token);
        return new EngineOutput(output.Objects, new Dictionary<int, ReadSet> { [input.Index] = tree.Reads }, output.Problems);
    }
}

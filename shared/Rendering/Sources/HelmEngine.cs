using Plumbline.Core.Rendering;
using Plumbline.Core.Sources;
using Plumbline.Rendering.Helm.Sources;

namespace Plumbline.Rendering.Sources;

/// <summary>Charts as a source.</summary>
internal sealed class HelmEngine(HelmSourceRenderer helm) : ISourceEngine
{
    public SourceType Type => SourceType.Helm;

    public EngineOutput Render(EngineInput input, CancellationToken token)
    {
        var output = helm.Render(new HelmSourceInput(input.Input, input.Index), token);
        var reads = new Dictionary<int, ReadSet>(output.References) { [input.Index] = output.Result.Reads };
        return new EngineOutput(output.Result.Objects, reads, output.Result.Problems);
    }
}

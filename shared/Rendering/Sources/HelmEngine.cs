using Plumbline.Core.Applications;
using Plumbline.Core.Objects;
using Plumbline.Core.Problems;
using Plumbline.Core.Rendering;
using Plumbline.Core.Sources;
using Plumbline.Rendering.Helm;
using Plumbline.Rendering.Helm.Sources;
using Plumbline.Rendering.Sources.Dependencies;

namespace Plumbline.Rendering.Sources;

/// <summary>Charts as a source: with value files at URLs and with dependencies that are not vendored, once both were fetched.</summary>
internal sealed class HelmEngine(HelmSourceRenderer helm, TimeProvider clock) : ISourceEngine
{
    public SourceType Type => SourceType.Helm;

    public EngineOutput Render(EngineInput input, CancellationToken token)
    {
        var source = new HelmSourceInput(input.Input, input.Index);
        var wanted = new List<OutsidePart>();
        var problems = new List<Problem>();
        var files = NamesFiles(input) ? RemoteFiles(source, input, wanted, problems) : [];
        if (problems.Count > 0)
        {
            return new EngineOutput([], new Dictionary<int, ReadSet>(), problems) { Wanted = wanted };
        }

        source = source with { RemoteFiles = files };
        var output = helm.Render(source, token);
        if (output.Result.Problems.All(p => p.Code != HelmProblem.DependencyMissing))
        {
            return Of(output, input.Index, output.Result.Reads);
        }

        // As Argo CD does: only what cannot be rendered for want of charts has its dependencies built.
        var built = new DependencyBuild(input.Input, input.Source.Helm?["passCredentials"] is ScalarNode { BooleanValue: true }, clock, token).Run(input.Tree, input.Folder);
        if (built.Tree is not { } overlay)
        {
            var reads = Joined(input.Tree, output.Result.Reads, built.Reads);
            return Of(output, input.Index, reads) with { Objects = [], Problems = built.Problems, Wanted = built.Wanted };
        }

        output = helm.Render(source with { Input = WithTree(input, overlay) }, token);
        return Of(output, input.Index, Joined(input.Tree, overlay.Below(output.Result.Reads), built.Reads));
    }

    private static RenderInput WithTree(EngineInput input, ISourceTree tree) => input.Input with
    {
        Sources = [.. input.Input.Sources.Select((s, i) => i == input.Index ? s with { Tree = tree } : s)],
    };

    private static EngineOutput Of(HelmSourceOutput output, int index, ReadSet own) =>
        new(output.Result.Objects, new Dictionary<int, ReadSet>(output.References) { [index] = own }, output.Result.Problems) { Wanted = output.Result.Wanted };

    private static ReadSet Joined(ISourceTree tree, ReadSet one, ReadSet other)
    {
        var recorder = new RecordingSourceTree(tree);
        recorder.Include(one);
        recorder.Include(other);
        return recorder.Reads;
    }

    private static bool NamesFiles(EngineInput input) => input.Source.Helm is { } helm && (helm["valueFiles"] is not null || helm["fileParameters"] is not null);

    private static Dictionary<string, ReadOnlyMemory<byte>> RemoteFiles(HelmSourceInput source, EngineInput input, List<OutsidePart> wanted, List<Problem> problems)
    {
        var files = new Dictionary<string, ReadOnlyMemory<byte>>(StringComparer.Ordinal);
        foreach (var url in HelmSourceRenderer.RemoteFiles(source))
        {
            var part = new OutsidePart.RemoteFile(url);
            if (!input.Input.Parts.TryGetValue(part, out var fetched))
            {
                wanted.Add(part);
                problems.Add(new Problem(HelmProblem.ValuesInvalid, $"The value file {url} has to be fetched first.") { Field = $"{input.Source.Field}.helm.valueFiles" });
            }
            else if (fetched.Failure is { } failure)
            {
                problems.Add(new Problem(HelmProblem.ValuesInvalid, $"The value file {url} cannot be fetched: {failure}") { Field = $"{input.Source.Field}.helm.valueFiles" });
            }
            else
            {
                files[url] = fetched.Bytes;
            }
        }

        return files;
    }
}

using Plumbline.Core.Problems;
using Plumbline.Core.Sources;
using Plumbline.Rendering.Helm.Charts;
using Plumbline.Rendering.Helm.Template;

namespace Plumbline.Rendering.Helm;

/// <summary>
/// Does what <c>helm template</c> of Helm 4 does, in-process: no cluster, no network, no disk. Charts and their parsed templates are kept
/// by content, so keep one instance. Safe for concurrent use.
/// </summary>
/// <param name="clock">For <c>now</c> and the time limit of a run.</param>
public sealed class HelmTemplate(TimeProvider clock)
{
    private const int KeptCharts = 128;
    private const long KeptBytes = 64L * 1024 * 1024;

    private readonly ChartCache _charts = new(KeptCharts, KeptBytes);

    /// <summary>Renders a release. The user's mistakes are problems of the answer, never exceptions.</summary>
    /// <exception cref="OperationCanceledException"><paramref name="token"/> was cancelled.</exception>
    public HelmResult Run(HelmRequest request, CancellationToken token)
    {
        var tree = new RecordingSourceTree(request.Tree);
        var warnings = new List<string>();
        var run = new HelmRun(request, tree, _charts, warnings, clock, token);
        try
        {
            var result = run.Render();
            return result with { Reads = tree.Reads, Problems = [.. Warnings(request, warnings), .. result.Problems] };
        }
        catch (GoErrorException e)
        {
            return Failed(new Problem(run.Stage, e.Message) { File = run.FileOf(e) });
        }
        catch (TemplateException e)
        {
            return Failed(new Problem(e.IsLimit ? ProblemCode.RenderBudget : HelmProblem.TemplateFailed, e.Message)
            {
                File = run.SourceOf(e.Template),
                Position = new SourcePosition(e.Line, e.Line > 0 ? e.Column + 1 : 0),
            });
        }
        catch (ProblemException e)
        {
            return Failed([.. e.Problems]);
        }

        HelmResult Failed(params Problem[] problems) =>
            new() { Reads = tree.Reads, Problems = [.. Warnings(request, warnings), .. problems] };
    }

    /// <summary>What the values files and settings of a request amount to, as YAML; the chart is not looked at.</summary>
    /// <exception cref="OperationCanceledException"><paramref name="token"/> was cancelled.</exception>
    public HelmResult Values(HelmRequest request, CancellationToken token)
    {
        var tree = new RecordingSourceTree(request.Tree);
        try
        {
            return new HelmResult { Text = new HelmRun(request, tree, _charts, [], clock, token).Values(), Reads = tree.Reads };
        }
        catch (GoErrorException e)
        {
            return new HelmResult { Reads = tree.Reads, Problems = [new Problem(HelmProblem.ValuesInvalid, e.Message)] };
        }
    }

    private static IEnumerable<Problem> Warnings(HelmRequest request, List<string> warnings) =>
        warnings.Distinct(StringComparer.Ordinal).Select(w => new Problem(HelmProblem.Ignored, w)
        {
            Severity = ProblemSeverity.Warning,
            File = request.Chart.IsRoot ? null : request.Chart.Value,
        });
}

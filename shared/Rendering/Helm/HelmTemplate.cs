using Plumbline.Core.Problems;
using Plumbline.Core.Rendering;
using Plumbline.Core.Sources;
using Plumbline.Rendering.Helm.Charts;
using Plumbline.Rendering.Helm.Functions;
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

    private readonly HelmParts _parts = new(new ChartCache(KeptCharts, KeptBytes), new SeededKeys());

    /// <summary>Renders a release. The user's mistakes are problems of the answer, never exceptions.</summary>
    /// <exception cref="OperationCanceledException"><paramref name="token"/> was cancelled.</exception>
    public HelmResult Run(HelmRequest request, CancellationToken token)
    {
        var tree = new RecordingSourceTree(request.Tree);
        var warnings = new List<string>();
        var run = new HelmRun(request, tree, _parts, warnings, clock, token);
        try
        {
            var result = run.Render();
            return run.Wanted.Count > 0 ? Failed() : result with { Reads = tree.Reads, Problems = [.. Warnings(request, warnings), .. result.Problems] };
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

        // A failure may come of what was not found because it was not read yet.
        HelmResult Failed(params Problem[] problems) => run.Wanted is { Count: > 0 } wanted
            ? new() { Reads = tree.Reads, Problems = [.. wanted.Select(Unread)], Wanted = wanted }
            : new() { Reads = tree.Reads, Problems = [.. Warnings(request, warnings), .. problems] };
    }

    private static Problem Unread(OutsidePart part) => part is OutsidePart.Schema
        ? new(HelmProblem.SchemaViolated, $"The schema of the chart's values refers to {part}, which has to be fetched first.")
        {
            Hint = "Set skipSchemaValidation where it cannot be had.",
        }
        : new(HelmProblem.LookupFailed, $"A template looks up {part}, which was not read.")
        {
            Hint = "A render may look up so many objects only; look up fewer, or one list of them.",
        };

    /// <summary>What the values files and settings of a request amount to, as YAML; the chart is not looked at.</summary>
    /// <exception cref="OperationCanceledException"><paramref name="token"/> was cancelled.</exception>
    public HelmResult Values(HelmRequest request, CancellationToken token)
    {
        var tree = new RecordingSourceTree(request.Tree);
        try
        {
            return new HelmResult { Text = new HelmRun(request, tree, _parts, [], clock, token).Values(), Reads = tree.Reads };
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

/// <summary>What runs have in common.</summary>
/// <param name="Charts">Loaded charts.</param>
/// <param name="Keys">Private keys that follow from seeds.</param>
internal sealed record HelmParts(ChartCache Charts, SeededKeys Keys);

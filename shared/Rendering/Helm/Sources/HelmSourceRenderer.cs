using Plumbline.Core.Applications;
using Plumbline.Core.Objects;
using Plumbline.Core.Problems;
using Plumbline.Core.Rendering;
using Plumbline.Core.Sources;
using Plumbline.Rendering.Helm.Values;

namespace Plumbline.Rendering.Helm.Sources;

/// <summary>A Helm source of an Application to render.</summary>
/// <param name="Input">The Application with the files of all its sources.</param>
/// <param name="Index">Which source.</param>
public sealed record HelmSourceInput(RenderInput Input, int Index)
{
    /// <summary>The <c>helm</c> settings after overrides in the repository (SRC-25); null (default) takes the source's own.</summary>
    public MapNode? Helm { get; init; }

    /// <summary>Value files at URLs, fetched before: content by URL as in <see cref="HelmSourceRenderer.RemoteFiles"/>. Default: none.</summary>
    public IReadOnlyDictionary<string, ReadOnlyMemory<byte>> RemoteFiles { get; init; } = new Dictionary<string, ReadOnlyMemory<byte>>();

    internal ApplicationSource Source => Input.Application.Sources[Index];
}

/// <summary>What came of a Helm source.</summary>
/// <param name="Result">The render; its read set is of the source's own tree.</param>
/// <param name="References">What was looked at in the trees of other sources (<c>$ref/…</c>), by index of the source.</param>
public sealed record HelmSourceOutput(HelmResult Result, IReadOnlyDictionary<int, ReadSet> References);

/// <summary>Renders a Helm source as Argo CD has Helm render it (SRC-4, SRC-8 to SRC-16, SRC-24).</summary>
/// <param name="helm">The engine.</param>
public sealed class HelmSourceRenderer(HelmTemplate helm)
{
    /// <summary>The value files at URLs that a source names and that have to be fetched first.</summary>
    public static IReadOnlyList<string> RemoteFiles(HelmSourceInput input)
    {
        var preparation = new HelmSourcePreparation(input, []);
        return [.. preparation.Settings.ValueFiles.Select(f => f.Path).Concat(preparation.Settings.FileParameters.Select(p => p.Path))
            .Select(p => preparation.Finder.Locate(p, out _)?.Url).OfType<string>().Distinct(StringComparer.Ordinal)];
    }

    /// <summary>Renders. The user's mistakes are problems of the answer, never exceptions.</summary>
    /// <exception cref="OperationCanceledException"><paramref name="token"/> was cancelled.</exception>
    public HelmSourceOutput Render(HelmSourceInput input, CancellationToken token)
    {
        var problems = new List<Problem>();
        var preparation = new HelmSourcePreparation(input, problems);
        var request = preparation.Request();
        if (problems.Exists(p => p.Severity == ProblemSeverity.Error))
        {
            return new HelmSourceOutput(
                new HelmResult { Reads = preparation.Trees[input.Index].Reads, Problems = problems }, preparation.References());
        }

        var result = helm.Run(request, token);
        preparation.Trees[input.Index].Include(result.Reads);
        return new HelmSourceOutput(
            result with { Reads = preparation.Trees[input.Index].Reads, Problems = [.. problems, .. result.Problems] }, preparation.References());
    }
}

using Plumbline.Core.Kubernetes;
using Plumbline.Core.Problems;
using Plumbline.Core.Rendering;
using Plumbline.Core.Sources;

namespace Plumbline.Rendering.Helm;

/// <summary>What came of a <see cref="HelmRequest"/>.</summary>
public sealed record HelmResult
{
    /// <summary>What <c>helm template</c> prints; empty when it failed.</summary>
    public string Text { get; init; } = "";

    /// <summary>The root chart's rendered <c>NOTES.txt</c>; empty when it has none.</summary>
    public string Notes { get; init; } = "";

    /// <summary>The objects in the order of <see cref="Text"/>, lists taken apart; <see cref="HelmRequest.ShowOnly"/> does not narrow them.</summary>
    public IReadOnlyList<KubernetesObject> Objects { get; init; } = [];

    /// <summary>What was looked at in the tree, also when the run failed.</summary>
    public required ReadSet Reads { get; init; }

    /// <summary>Errors and warnings. The message of an error is worded as Helm words it.</summary>
    public IReadOnlyList<Problem> Problems { get; init; } = [];

    /// <summary>What the render asked for and was not in <see cref="HelmRequest.Parts"/>. Then there is a problem for each, and nothing else is worth anything yet.</summary>
    public IReadOnlyList<OutsidePart> Wanted { get; init; } = [];

    /// <summary>Whether there is no error.</summary>
    public bool Succeeded => Problems.All(p => p.Severity != ProblemSeverity.Error);
}

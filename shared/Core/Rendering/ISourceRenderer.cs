using Plumbline.Core.Applications;
using Plumbline.Core.Kubernetes;
using Plumbline.Core.Problems;
using Plumbline.Core.Sources;

namespace Plumbline.Core.Rendering;

/// <summary>Turns the sources of an Application into objects. Deterministic; no network, no cluster, no process start.</summary>
public interface ISourceRenderer
{
    /// <summary>Renders all sources. User mistakes are problems of the answer, never exceptions.</summary>
    /// <exception cref="OperationCanceledException"><paramref name="token"/> was cancelled.</exception>
    RenderOutput Render(RenderInput input, CancellationToken token);
}

/// <summary>What is rendered, and for which cluster.</summary>
/// <param name="Application">The Application.</param>
/// <param name="Sources">The files of each source, in the order of <see cref="Application.Sources"/>; one for each.</param>
public sealed record RenderInput(Application Application, IReadOnlyList<SourceFiles> Sources)
{
    /// <summary>Version of the destination cluster, such as <c>v1.32.3</c>; empty takes the engines' default.</summary>
    public string KubeVersion { get; init; } = "";

    /// <summary>What the destination cluster serves, as <c>apps/v1</c> and <c>apps/v1/Deployment</c>; empty takes the engines' default.</summary>
    public IReadOnlyList<string> ApiVersions { get; init; } = [];

    /// <summary>What was fetched because an earlier render wanted it. Default: nothing.</summary>
    public IReadOnlyDictionary<OutsidePart, FetchedPart> Parts { get; init; } = new Dictionary<OutsidePart, FetchedPart>();

    /// <summary>URLs of the registered chart repositories by their names, for dependencies that say <c>@name</c> or <c>alias:name</c>. Default: none.</summary>
    public IReadOnlyDictionary<string, string> ChartRepositories { get; init; } = new Dictionary<string, string>();

    /// <summary>Chance and time; null (default) takes the system's, and then what a chart draws is another one each time.</summary>
    public RenderMoment? Moment { get; init; }

    /// <summary>
    /// Whether charts' <c>lookup</c> may ask for objects of the destination cluster; what it asks for is wanted as an <see cref="OutsidePart.LiveObjects"/> first.
    /// Default false: it finds nothing, as with <c>helm template</c>.
    /// </summary>
    public bool LooksUp { get; init; }
}

/// <summary>The files of one source at its revision.</summary>
/// <param name="Tree">All files of the repository, or of the unpacked chart.</param>
/// <param name="Revision">Full commit id, or a chart's version.</param>
public sealed record SourceFiles(ISourceTree Tree, string Revision);

/// <summary>What came of it.</summary>
/// <param name="Objects">
/// Every object of every source in a fixed order: sources as listed, their documents as the engine orders them. Namespaces are as written and repeats are
/// still there; <c>TargetNormalizer</c> settles both and brings the total order. Empty when there is an error.
/// </param>
/// <param name="Sources">What is known of each source, in the order of the Application's sources.</param>
/// <param name="Problems">Errors and warnings.</param>
public sealed record RenderOutput(IReadOnlyList<KubernetesObject> Objects, IReadOnlyList<RenderedSource> Sources, IReadOnlyList<Problem> Problems)
{
    /// <summary>Whether nothing stands in the way of using <see cref="Objects"/>.</summary>
    public bool Succeeded => Problems.All(p => p.Severity != ProblemSeverity.Error);

    /// <summary>What has to be fetched first; then render again with it in <see cref="RenderInput.Parts"/>. There is a problem for each as well.</summary>
    public IReadOnlyList<OutsidePart> Wanted { get; init; } = [];
}

/// <summary>One source after rendering.</summary>
/// <param name="Type">How it was rendered; null where it renders nothing, or the type could not be told.</param>
/// <param name="ReadSet">What was looked at in its repository, also when rendering failed.</param>
/// <param name="ObjectCount">How many objects it gave.</param>
public sealed record RenderedSource(SourceType? Type, ReadSet ReadSet, int ObjectCount);

/// <summary>How a source is rendered (SRC-5).</summary>
public enum SourceType
{
    /// <summary>Plain manifests.</summary>
    Directory,

    /// <summary>Kustomize.</summary>
    Kustomize,

    /// <summary>Helm.</summary>
    Helm,

    /// <summary>A plugin; not supported.</summary>
    Plugin,
}

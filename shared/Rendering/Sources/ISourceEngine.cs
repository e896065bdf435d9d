using Plumbline.Core.Applications;
using Plumbline.Core.Kubernetes;
using Plumbline.Core.Problems;
using Plumbline.Core.Rendering;
using Plumbline.Core.Sources;

namespace Plumbline.Rendering.Sources;

/// <summary>Renders sources of one type.</summary>
internal interface ISourceEngine
{
    /// <summary>The type it renders.</summary>
    SourceType Type { get; }

    /// <summary>Renders one source. The user's mistakes are problems of the answer, never exceptions.</summary>
    EngineOutput Render(EngineInput input, CancellationToken token);
}

/// <summary>One source to render.</summary>
/// <param name="Input">The Application with the files of all its sources.</param>
/// <param name="Index">Which source.</param>
/// <param name="Folder">Its folder; the root for charts.</param>
internal sealed record EngineInput(RenderInput Input, int Index, RepoPath Folder)
{
    /// <summary>What the Application says about the source.</summary>
    public ApplicationSource Source => Input.Application.Sources[Index];

    /// <summary>Its files.</summary>
    public ISourceTree Tree => Input.Sources[Index].Tree;
}

/// <summary>What came of it.</summary>
/// <param name="Objects">The objects in the engine's order; not used when there is an error.</param>
/// <param name="Reads">What was looked at, by index of the source whose tree it was: the source itself, and those it refers to.</param>
/// <param name="Problems">Errors and warnings.</param>
internal sealed record EngineOutput(IReadOnlyList<KubernetesObject> Objects, IReadOnlyDictionary<int, ReadSet> Reads, IReadOnlyList<Problem> Problems)
{
    /// <summary>What has to be fetched first; there is a problem for each as well.</summary>
    public IReadOnlyList<OutsidePart> Wanted { get; init; } = [];
}

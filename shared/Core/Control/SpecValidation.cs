using Plumbline.Core.Problems;
using Plumbline.Core.Sources;

namespace Plumbline.Core.Control;

/// <summary>Checks files of a control repository without any server, for <c>plumb validate FILE|DIR</c>.</summary>
public static class SpecValidation
{
    /// <summary>All that is wrong, errors and warnings, by file and place.</summary>
    /// <param name="tree">The files.</param>
    /// <param name="path">A file, or a folder that is read with all folders below it.</param>
    /// <param name="token">Stops between files.</param>
    public static IReadOnlyList<Problem> Run(ISourceTree tree, RepoPath path, CancellationToken token) => ControlRepository.Read(tree, path, token).Problems;
}

using Plumbline.Core.Problems;
using Plumbline.Core.Sources;
using Plumbline.Rendering.Helm.Charts;
using Plumbline.Rendering.Helm.Template;

namespace Plumbline.Rendering.Helm;

/// <summary>Packaged charts as source trees, for charts that do not come from git.</summary>
public static class HelmChartArchive
{
    /// <summary>The files of a <c>.tgz</c> below its top folder, in memory, within the limits for charts (threat T-PATH-2).</summary>
    /// <param name="name">Name of the archive for messages.</param>
    /// <param name="bytes">The archive.</param>
    /// <exception cref="ProblemException">The archive is malformed, hostile or too large.</exception>
    public static MemorySourceTree Open(string name, ReadOnlyMemory<byte> bytes)
    {
        try
        {
            return new MemorySourceTree(ChartArchive.Read(name, bytes, new ChartLimits()).Select(f => KeyValuePair.Create(RepoPath.Parse(f.Name), f.Bytes)));
        }
        catch (GoErrorException e)
        {
            throw new ProblemException(new Problem(HelmProblem.ChartInvalid, e.Message) { File = name });
        }
    }
}

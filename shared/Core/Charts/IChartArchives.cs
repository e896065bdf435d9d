using Plumbline.Core.Sources;

namespace Plumbline.Core.Charts;

/// <summary>Opens packaged charts. What was opened is kept by digest for all Applications.</summary>
public interface IChartArchives
{
    /// <summary>The files of the chart, below its top folder.</summary>
    /// <exception cref="Problems.ProblemException">The archive is malformed, hostile or too large.</exception>
    ISourceTree Open(string name, ChartArchiveFile archive);
}

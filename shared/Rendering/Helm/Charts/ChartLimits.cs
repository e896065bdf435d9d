using Plumbline.Rendering.Helm.Template;
using Plumbline.Rendering.Helm.Template.Fmt;

namespace Plumbline.Rendering.Helm.Charts;

/// <summary>What loading one chart, with all archives inside it, may take (threat T-PATH-2). One instance per load.</summary>
internal sealed class ChartLimits
{
    /// <summary>Largest archive, compressed: 20 MiB.</summary>
    public const int MostCompressed = 20 * 1024 * 1024;

    /// <summary>Largest chart, all files and nested archives together: 100 MiB, as Helm has it.</summary>
    public const long MostBytes = 100L * 1024 * 1024;

    /// <summary>Most that is unpacked of all archives together, with headers, padding and what is passed over: 132 MiB.</summary>
    private const long MostUnpacked = MostBytes + (32L * 1024 * 1024);

    /// <summary>Largest file: 5 MiB, as Helm has it.</summary>
    public const long MostFileBytes = 5L * 1024 * 1024;

    /// <summary>Most files and folders: 10,000.</summary>
    public const int MostEntries = 10_000;

    /// <summary>Highest ratio of content to archive: 200.</summary>
    public const int MostRatio = 200;

    /// <summary>Deepest nesting of charts in charts: 20.</summary>
    public const int MostNesting = 20;

    private long _bytes = MostBytes;
    private long _unpacked = MostUnpacked;
    private int _entries = MostEntries;
    private int _nesting;

    /// <summary>Counts a file or folder.</summary>
    public void Entry()
    {
        if (--_entries < 0)
        {
            throw new GoErrorException($"chart has more than {MostEntries} files and folders");
        }
    }

    /// <summary>Counts the content of a file before it is read.</summary>
    public void File(string name, long size)
    {
        if (size > _bytes)
        {
            throw new GoErrorException($"decompressed chart is larger than the maximum size {MostBytes}");
        }

        if (size > MostFileBytes)
        {
            throw new GoErrorException($"decompressed chart file {GoStrconv.Quote(name)} is larger than the maximum file size {MostFileBytes}");
        }

        _bytes -= size;
    }

    /// <summary>Counts what was unpacked, whether it is kept or not.</summary>
    public void Unpack(int count)
    {
        _unpacked -= count;
        if (_unpacked < 0)
        {
            throw new GoErrorException($"decompressed chart is larger than the maximum size {MostBytes}");
        }
    }

    /// <summary>Goes into a chart inside a chart.</summary>
    public void Enter()
    {
        if (++_nesting > MostNesting)
        {
            throw new GoErrorException($"charts are nested deeper than {MostNesting} levels");
        }
    }

    /// <summary>Comes back from a chart inside a chart.</summary>
    public void Leave() => _nesting--;
}

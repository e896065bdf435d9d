using System.Collections.Concurrent;
using Plumbline.Core.Sources;
using Plumbline.Rendering.Helm.Functions;
using Plumbline.Rendering.Helm.Template;
using Plumbline.Rendering.Helm.Template.Fmt;
using Plumbline.Rendering.Helm.Values;

namespace Plumbline.Rendering.Helm.Charts;

/// <summary>A chart with what was parsed of it, for any number of renders.</summary>
/// <param name="Chart">The chart.</param>
/// <param name="Reads">What loading it looked at.</param>
/// <param name="Helm">Whose functions its templates have.</param>
internal sealed record CachedChart(Chart Chart, ReadSet Reads, HelmVersion Helm)
{
    // Which charts take part, under which names, changes what is parsed; few charts have more than one or two such sets in use.
    private const int MostVariants = 16;

    private static readonly FunctionTable Helm3 = new(FunctionTables.Helm.All.Where(f => f.Name is not ("mustToYaml" or "mustToToml")));

    private readonly ConcurrentDictionary<string, ParsedTemplates> _variants = new(StringComparer.Ordinal);

    /// <summary>The parsed templates for one choice of charts.</summary>
    /// <exception cref="GoErrorException">A template cannot be parsed; the message is worded as Helm's.</exception>
    public ParsedTemplates Templates(ReleaseChart root)
    {
        var key = ParsedTemplates.KeyOf(root);
        if (_variants.TryGetValue(key, out var known))
        {
            return known;
        }

        var parsed = ParsedTemplates.Parse(root, Helm == HelmVersion.V3 ? Helm3 : FunctionTables.Helm);
        if (_variants.Count < MostVariants)
        {
            _variants[key] = parsed;
        }

        return parsed;
    }
}

/// <summary>
/// Charts by the identity of their content, so that a thousand releases of one chart load and parse it once. Keeps the most recently
/// used ones. Safe for concurrent use.
/// </summary>
internal sealed class ChartCache(int capacity, long mostBytes)
{
    private readonly Lock _lock = new();
    private readonly Dictionary<string, LinkedListNode<Entry>> _entries = new(StringComparer.Ordinal);
    private readonly LinkedList<Entry> _recent = new();
    private long _bytes;

    /// <summary>The chart at <paramref name="path"/> of <paramref name="tree"/>.</summary>
    /// <exception cref="GoErrorException">There is none, or it is malformed.</exception>
    public CachedChart Get(ISourceTree tree, RepoPath path, HelmVersion helm)
    {
        if (tree.Find(path) is not { } entry)
        {
            throw new GoErrorException($"path {GoStrconv.Quote(path.Value)} not found");
        }

        var key = $"{helm} {(entry.ContentId.Length > 0 ? entry.ContentId : tree.Id)}\n{path.Value}";
        lock (_lock)
        {
            if (_entries.TryGetValue(key, out var node))
            {
                _recent.Remove(node);
                _recent.AddFirst(node);
                return node.Value.Chart;
            }
        }

        var (chart, whole, bytes) = Load(tree, path, entry, helm);
        if (whole)
        {
            Keep(new Entry(key, chart, bytes));
        }

        return chart;
    }

    private static (CachedChart Chart, bool Whole, long Bytes) Load(ISourceTree tree, RepoPath path, SourceEntry entry, HelmVersion helm)
    {
        var recorded = new RecordingSourceTree(tree);
        var limits = new ChartLimits();
        IReadOnlyList<ChartFile> files;
        var whole = true;
        if (entry.Kind == SourceEntryKind.Folder)
        {
            var chart = path.Child("Chart.yaml");
            var found = recorded.Find(chart);
            if (found is null && helm == HelmVersion.V4)
            {
                throw new GoErrorException($"unable to detect chart at {chart}: open {chart}: no such file or directory");
            }

            if (helm == HelmVersion.V4 && found is { Kind: SourceEntryKind.File })
            {
                ChartLoader.CheckApi(GoText.FromBytes(ChartFile.WithoutMark(recorded.Read(chart)).Span));
            }

            var folder = new ChartFolder(recorded, tree, limits);
            files = folder.Read(path);
            whole = !folder.LeftFolder;
        }
        else
        {
            files = ChartArchive.Read(path.Value, recorded.Read(path), limits);
            if (helm == HelmVersion.V4)
            {
                ChartLoader.CheckApi((files.FirstOrDefault(f => f.Name == "Chart.yaml") ?? throw new GoErrorException("unable to detect chart version, no Chart.yaml found")).Text);
            }
        }

        var loaded = new ChartLoader(limits, helm).Load(files);

        // Helm loads charts of its experimental API v3, and then has no way to render them either.
        return loaded.Metadata.ApiVersion == "v3" && helm == HelmVersion.V4
            ? throw new GoErrorException("invalid chart apiVersion: v3 is an experiment that cannot be rendered")
            : (new CachedChart(loaded, recorded.Reads, helm), whole, files.Sum(f => (long)f.Bytes.Length));
    }

    private void Keep(Entry entry)
    {
        lock (_lock)
        {
            if (_entries.ContainsKey(entry.Key))
            {
                return;
            }

            _entries[entry.Key] = _recent.AddFirst(entry);
            _bytes += entry.Bytes;
            while (_recent.Count > 1 && (_recent.Count > capacity || _bytes > mostBytes))
            {
                var last = _recent.Last!.Value;
                _recent.RemoveLast();
                _entries.Remove(last.Key);
                _bytes -= last.Bytes;
            }
        }
    }

    private sealed record Entry(string Key, CachedChart Chart, long Bytes);
}

using System.Collections.Concurrent;
using Plumbline.Core.Objects;
using Plumbline.Core.Sources;

namespace Plumbline.Rendering.Kustomize;

/// <summary>
/// Keeps what builds have in common: parsed files by content id, and whole results with what they read. Safe for concurrent
/// builds; when it is full it starts anew, so that its size stays bounded without bookkeeping on every look-up.
/// </summary>
/// <param name="mostFiles">Most parsed files kept. Default 20,000.</param>
/// <param name="mostResults">Most results kept. Default 2,000.</param>
public sealed class KustomizeCache(int mostFiles = 20_000, int mostResults = 2_000)
{
    private readonly ConcurrentDictionary<string, IReadOnlyList<MapNode>> _files = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<(RepoPath Folder, string Options), KustomizeResult> _results = new();

    /// <summary>How many files were parsed because they were not there.</summary>
    public int FilesParsed => _parsed;

    private int _parsed;

    internal IReadOnlyList<MapNode> Objects(string contentId, Func<IReadOnlyList<MapNode>> parse)
    {
        if (_files.TryGetValue(contentId, out var known))
        {
            return known;
        }

        Interlocked.Increment(ref _parsed);
        if (_files.Count >= mostFiles)
        {
            _files.Clear();
        }

        return _files[contentId] = parse();
    }

    internal KustomizeResult? Find(ISourceTree tree, RepoPath folder, string options) =>
        _results.TryGetValue((folder, options), out var result) && result.Reads.HoldsIn(tree) ? result : null;

    internal void Keep(RepoPath folder, string options, KustomizeResult result)
    {
        if (_results.Count >= mostResults)
        {
            _results.Clear();
        }

        _results[(folder, options)] = result;
    }
}

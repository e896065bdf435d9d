using System.Text;
using Plumbline.Core.Sources;
using Plumbline.Rendering.Helm.Template;
using Plumbline.Rendering.Helm.Template.Fmt;

namespace Plumbline.Rendering.Helm.Charts;

/// <summary>Reads a chart that lies as a folder in a source tree.</summary>
/// <param name="recorded">The tree whose read set decides when to render again.</param>
/// <param name="contents">The same tree unrecorded: files that only <c>.Files</c> can reach count when a template asks for them.</param>
/// <param name="limits">What may be used up.</param>
internal sealed class ChartFolder(ISourceTree recorded, ISourceTree contents, ChartLimits limits)
{
    private const int MostHops = 10;

    private readonly List<ChartFile> _files = [];
    private IgnoreRules _rules = IgnoreRules.Parse("");
    private RepoPath _root;

    /// <summary>Whether a link was followed out of the folder, so that the folder's content id does not tell all.</summary>
    public bool LeftFolder { get; private set; }

    /// <summary>The files of the chart, in order of their names, without what <c>.helmignore</c> leaves out.</summary>
    /// <exception cref="GoErrorException">A file is too large or irregular, or an ignore rule is malformed.</exception>
    public IReadOnlyList<ChartFile> Read(RepoPath root)
    {
        _root = root;
        var ignore = root.Child(".helmignore");
        if (recorded.Find(ignore) is { Kind: SourceEntryKind.File })
        {
            _rules = IgnoreRules.Parse(Encoding.UTF8.GetString(recorded.Read(ignore).Span));
        }

        Walk(root, "", 0);
        return _files;
    }

    private void Walk(RepoPath folder, string prefix, int depth)
    {
        if (depth > 64)
        {
            throw new GoErrorException("chart folders are nested deeper than 64 levels");
        }

        foreach (var listed in recorded.List(folder))
        {
            limits.Entry();
            var name = prefix.Length == 0 ? listed.Path.Name : $"{prefix}/{listed.Path.Name}";
            var entry = listed.Kind == SourceEntryKind.Link ? Resolve(listed, name) : listed;
            if (_rules.Ignores(name, entry.Kind == SourceEntryKind.Folder))
            {
                continue;
            }

            switch (entry.Kind)
            {
                case SourceEntryKind.Folder:
                    Walk(entry.Path, name, depth + 1);
                    break;
                case SourceEntryKind.File:
                    Add(name, entry);
                    break;
                default:
                    throw new GoErrorException($"cannot load irregular file {name}: it is a git submodule, which is not fetched");
            }
        }
    }

    private void Add(string name, SourceEntry entry)
    {
        if (entry.Size > ChartLimits.MostFileBytes)
        {
            throw new GoErrorException(
                $"chart file {GoStrconv.Quote(entry.Path.Name)} is larger than the maximum file size {ChartLimits.MostFileBytes}");
        }

        limits.File(name, entry.Size);
        var tree = ChartLoader.IsPlainFile(name) ? contents : recorded;
        _files.Add(new ChartFile(name, ChartFile.WithoutMark(tree.Read(entry.Path)), entry.Path));
    }

    // Links are followed inside the tree, never out of it (threat T-GIT-7).
    private SourceEntry Resolve(SourceEntry link, string name)
    {
        var entry = link;
        for (var hops = 0; entry.Kind == SourceEntryKind.Link; hops++)
        {
            var target = Encoding.UTF8.GetString(recorded.Read(entry.Path).Span);
            if (hops == MostHops)
            {
                throw new GoErrorException($"error evaluating symlink {name}: too many links");
            }

            if (!entry.Path.Parent.TryCombine(target, out var path, out var reason))
            {
                throw new GoErrorException($"error evaluating symlink {name}: {reason}");
            }

            entry = recorded.Find(path) ?? throw new GoErrorException($"error evaluating symlink {name}: no such file or directory");
        }

        if (link.Path.IsIn(entry.Path))
        {
            throw new GoErrorException($"error evaluating symlink {name}: the link holds itself");
        }

        LeftFolder |= !entry.Path.IsIn(_root);
        return entry;
    }
}

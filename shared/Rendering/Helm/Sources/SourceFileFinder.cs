using System.Text;
using Plumbline.Core.Sources;

namespace Plumbline.Rendering.Helm.Sources;

/// <summary>A file that a source names, found.</summary>
/// <param name="Source">Index of the source whose tree holds it; -1 for one fetched from a URL.</param>
/// <param name="Path">Its path in that tree.</param>
/// <param name="Url">Where it was fetched from; null for files of trees.</param>
internal sealed record FoundFile(int Source, RepoPath Path, string? Url = null)
{
    /// <summary>How messages name it.</summary>
    public string Name => Url ?? Path.Value;
}

/// <summary>
/// Finds value files and file parameters: relative to the source's folder, from the root of the repository with a leading slash, in another
/// source's repository with <c>$ref/</c>, or at a URL that was fetched before (SRC-4, SRC-13, SRC-14). Never outside a tree (threat T-PATH-1).
/// </summary>
/// <param name="trees">The recorded tree of each source.</param>
/// <param name="references">Index of the source by <c>$ref</c> name.</param>
/// <param name="self">Index of the source that is rendered.</param>
/// <param name="folder">Its folder.</param>
/// <param name="environment">Variables for paths.</param>
internal sealed class SourceFileFinder(
    IReadOnlyList<RecordingSourceTree> trees, IReadOnlyDictionary<string, int> references, int self, RepoPath folder, BuildEnvironment environment)
{
    private const int MostHops = 10;
    private const int MostFolders = 10_000;

    /// <summary>Where a path as written leads; null with a reason when it leads nowhere lawful. The file may be missing.</summary>
    public FoundFile? Locate(string written, out string? reason)
    {
        var (source, basis, rest) = Start(written);
        if (Scheme(rest) is { } scheme)
        {
            reason = scheme is "http" or "https" ? null : $"the URL scheme '{scheme}' is not allowed";
            return reason is null ? new FoundFile(-1, default, rest) : null;
        }

        var relative = rest.StartsWith('/') ? rest.TrimStart('/') : rest;
        if (!(rest.StartsWith('/') ? RepoPath.Root : basis).TryCombine(relative, out var path, out var wrong))
        {
            reason = wrong;
            return null;
        }

        reason = null;
        return new FoundFile(source, path);
    }

    /// <summary>The files a glob as written matches, a folder's own files before those of folders in it; null with a reason when it is malformed.</summary>
    public IReadOnlyList<FoundFile>? Expand(string written, out string? reason)
    {
        reason = null;
        var (source, basis, rest) = Start(written);
        var full = rest.StartsWith('/') || basis.IsRoot ? rest : $"{basis.Value}/{rest}";
        if (DoublestarPattern.Parse(Normal(full)) is not { } pattern)
        {
            reason = "the glob is malformed or leaves the repository";
            return null;
        }

        var found = new List<FoundFile>();
        var folders = MostFolders;
        Walk(trees[source], pattern.Folder, pattern, source, found, ref folders);
        return found;
    }

    /// <summary>Whether the file exists, links followed.</summary>
    public bool Exists(FoundFile file) => Resolve(file) is not null;

    /// <summary>The bytes; null when there is no such file.</summary>
    public ReadOnlyMemory<byte>? Read(FoundFile file) => Resolve(file) is { } path ? trees[file.Source].Read(path) : (ReadOnlyMemory<byte>?)null;

    private static string? Scheme(string text)
    {
        var colon = text.IndexOf(':', StringComparison.Ordinal);
        return colon > 0 && char.IsAsciiLetter(text[0]) && text[..colon].All(c => char.IsAsciiLetterOrDigit(c) || c is '+' or '-' or '.')
            ? text[..colon].ToLowerInvariant()
            : null;
    }

    // "$ref/…" counts only where a source has that name; the variables in the rest are replaced afterwards.
    private (int Source, RepoPath Basis, string Path) Start(string written)
    {
        if (written.StartsWith('$'))
        {
            var slash = written.IndexOf('/', StringComparison.Ordinal);
            var name = slash < 0 ? written[1..] : written[1..slash];
            if (references.TryGetValue(name, out var source))
            {
                return (source, RepoPath.Root, slash < 0 ? "" : environment.Substitute(written[slash..]));
            }
        }

        return (self, folder, environment.Substitute(written));
    }

    // "a/b/../c" may climb before its first wildcard.
    private static string Normal(string pattern)
    {
        var segments = new List<string>();
        foreach (var segment in pattern.Split('/', StringSplitOptions.RemoveEmptyEntries))
        {
            if (segment == ".." && segments.Count > 0 && !DoublestarPattern.IsGlob(segments[^1]) && segments[^1] != "..")
            {
                segments.RemoveAt(segments.Count - 1);
            }
            else if (segment != ".")
            {
                segments.Add(segment);
            }
        }

        return string.Join('/', segments);
    }

    private static void Walk(
        RecordingSourceTree tree, RepoPath at, DoublestarPattern pattern, int source, List<FoundFile> found, ref int folders)
    {
        if (--folders < 0)
        {
            return;
        }

        var entries = tree.List(at);
        foreach (var entry in entries)
        {
            if (entry.Kind is SourceEntryKind.File or SourceEntryKind.Link && pattern.Matches(entry.Path))
            {
                found.Add(new FoundFile(source, entry.Path));
            }
        }

        foreach (var entry in entries)
        {
            if (entry.Kind == SourceEntryKind.Folder && (pattern.IsDeep || entry.Path.Value.Count(c => c == '/') + 1 < pattern.Segments))
            {
                Walk(tree, entry.Path, pattern, source, found, ref folders);
            }
        }
    }

    private RepoPath? Resolve(FoundFile file)
    {
        var tree = trees[file.Source];
        var path = file.Path;
        for (var hops = 0; hops <= MostHops; hops++)
        {
            switch (tree.Find(path))
            {
                case { Kind: SourceEntryKind.File }:
                    return path;
                case { Kind: SourceEntryKind.Link }:
                    var target = Encoding.UTF8.GetString(tree.Read(path).Span);
                    if (!path.Parent.TryCombine(target, out path, out _))
                    {
                        return null;
                    }

                    break;
                default:
                    return null;
            }
        }

        return null;
    }
}

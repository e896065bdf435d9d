using System.Security.Cryptography;
using Plumbline.Core.Sources;

namespace Plumbline.Support.Sources;

/// <summary>A folder on disk as a source tree. Files must not change while it is used.</summary>
public sealed class FolderSourceTree(string root) : ISourceTree
{
    private readonly string _root = Path.GetFullPath(root);

    /// <inheritdoc/>
    public string Id => _root;

    /// <inheritdoc/>
    public SourceEntry? Find(RepoPath path)
    {
        var full = Full(path);
        if (Directory.Exists(full))
        {
            return new SourceEntry(path, SourceEntryKind.Folder, $"{_root}:{path.Value}", 0);
        }

        if (!File.Exists(full))
        {
            return null;
        }

        return new SourceEntry(path, SourceEntryKind.File, Convert.ToHexStringLower(SHA256.HashData(File.ReadAllBytes(full))), new FileInfo(full).Length);
    }

    /// <inheritdoc/>
    public IReadOnlyList<SourceEntry> List(RepoPath folder) => !Directory.Exists(Full(folder)) ? [] :
        [.. Directory.EnumerateFileSystemEntries(Full(folder)).Select(f => Path.GetFileName(f)).Order(StringComparer.Ordinal)
            .Select(name => Find(folder.Child(name))!)];

    /// <inheritdoc/>
    public ReadOnlyMemory<byte> Read(RepoPath file) => File.ReadAllBytes(Full(file));

    private string Full(RepoPath path) => Path.Combine(_root, path.Value);
}

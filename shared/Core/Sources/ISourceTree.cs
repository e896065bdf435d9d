namespace Plumbline.Core.Sources;

/// <summary>What a path of a source tree is.</summary>
public enum SourceEntryKind
{
    /// <summary>A file.</summary>
    File,

    /// <summary>A folder.</summary>
    Folder,

    /// <summary>A symbolic link; its content is the target's text. Trees do not follow links.</summary>
    Link,

    /// <summary>A git submodule.</summary>
    Submodule,
}

/// <summary>A path that exists in a source tree.</summary>
/// <param name="Path">Where it is.</param>
/// <param name="Kind">What it is.</param>
/// <param name="ContentId">Identity of its content: equal ids mean equal bytes (files) or equal subtrees (folders).</param>
/// <param name="Size">Bytes of a file; 0 otherwise.</param>
public sealed record SourceEntry(RepoPath Path, SourceEntryKind Kind, string ContentId, long Size);

/// <summary>
/// The read-only files of one commit, one archive or one folder. There is no working tree behind it and no way to leave it.
/// Reading is in-process and quick, therefore synchronous. Implementations are safe for concurrent readers.
/// </summary>
public interface ISourceTree
{
    /// <summary>Identity of the whole tree: the same id means the same files. For git the commit's full id.</summary>
    string Id { get; }

    /// <summary>Looks a path up; null where nothing is there. The root always exists, as a folder.</summary>
    SourceEntry? Find(RepoPath path);

    /// <summary>The direct children of a folder in ordinal order of their names; empty where it is no folder.</summary>
    IReadOnlyList<SourceEntry> List(RepoPath folder);

    /// <summary>The bytes of a file, or the target text of a link.</summary>
    /// <exception cref="FileNotFoundException">There is no such file; call <see cref="Find"/> first.</exception>
    /// <exception cref="Problems.ProblemException">The file is over the size limit.</exception>
    ReadOnlyMemory<byte> Read(RepoPath file);
}

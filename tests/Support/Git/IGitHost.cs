namespace Plumbline.Support.Git;

/// <summary>What the compliance suite of git repositories does to a repository: the fake and a real server do it alike.</summary>
public interface IGitHost : IAsyncDisposable
{
    /// <summary>The repository's URL.</summary>
    string Url { get; }

    /// <summary>Replaces all files of a branch by a new commit and gives its id.</summary>
    /// <param name="parent">The commit before; null for a first one.</param>
    Task<string> Commit(string branch, string? parent, IReadOnlyDictionary<string, string> files, string message, CancellationToken token);

    /// <summary>Sets a full ref, forced; null deletes it.</summary>
    Task SetRef(string name, string? commit, CancellationToken token);

    /// <summary>Makes an annotated tag.</summary>
    Task Tag(string name, string commit, CancellationToken token);

    /// <summary>Forgets commits that no ref reaches.</summary>
    Task Collect(CancellationToken token);

    /// <summary>Makes the host answer with an error until told otherwise.</summary>
    void SetDown(bool down);
}

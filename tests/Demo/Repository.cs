using Plumbline.Support.Git;

namespace Plumbline.Demo;

/// <summary>A repository on the demo's git server, and a working copy of it.</summary>
internal sealed class Repository : IDisposable
{
    private const string Nothing = "0000000000000000000000000000000000000000";
    private readonly GitWorkspace _work;

    private Repository(string url, GitWorkspace work)
    {
        Url = url;
        _work = work;
    }

    /// <summary>Where it is cloned from.</summary>
    public string Url { get; }

    /// <summary>The commit that was last pushed.</summary>
    public string Tip { get; private set; } = Nothing;

    /// <summary>The commit that was pushed before.</summary>
    public string Before { get; private set; } = Nothing;

    /// <summary>A working copy of files of <paramref name="folder"/>; nothing is pushed yet.</summary>
    public static async Task<Repository> Create(string url, string folder, Func<string, string> change, CancellationToken token)
    {
        var work = await GitWorkspace.Create(null, TimeProvider.System, token);
        foreach (var file in Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories))
        {
            work.Write(Path.GetRelativePath(folder, file), change(await File.ReadAllTextAsync(file, token)));
        }

        return new Repository(url, work);
    }

    /// <summary>Changes a file.</summary>
    public async Task Edit(string path, string before, string after, CancellationToken token)
    {
        var text = await File.ReadAllTextAsync(Path.Combine(_work.Folder, path), token);
        _work.Write(path, text.Contains(before, StringComparison.Ordinal)
            ? text.Replace(before, after, StringComparison.Ordinal)
            : throw new DifferenceException($"examples: {path} has no '{before}'"));
    }

    /// <summary>Deletes a file.</summary>
    public void Delete(string path) => _work.Delete(path);

    /// <summary>Commits everything and pushes.</summary>
    public async Task Push(string message, CancellationToken token)
    {
        await _work.Commit(message, token);
        await Push(token);
    }

    /// <summary>Takes the newest commit back, with <c>git revert</c>, and pushes.</summary>
    public async Task Revert(CancellationToken token)
    {
        await _work.Run(["revert", "--no-edit", "HEAD"], token);
        await Push(token);
    }

    /// <inheritdoc/>
    public void Dispose() => _work.Dispose();

    private async Task Push(CancellationToken token)
    {
        await _work.Push(Url, ["main"], token);
        (Before, Tip) = (Tip, await _work.Head(token));
    }
}

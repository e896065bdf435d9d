using System.Text;

namespace Plumbline.Support.Git;

/// <summary>
/// A working copy to make commits in and push from, through the installed <c>git</c>. Author and committer are fixed; so are the
/// times, unless a clock is given, so that equal steps give equal commits.
/// </summary>
public sealed class GitWorkspace : IDisposable
{
    private static readonly DateTimeOffset FirstCommit = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

    private readonly TimeProvider? _clock;
    private readonly bool _ownsFolder;
    private int _commits;

    private GitWorkspace(string folder, bool ownsFolder, TimeProvider? clock)
    {
        Folder = folder;
        _ownsFolder = ownsFolder;
        _clock = clock;
    }

    /// <summary>Where the files lie.</summary>
    public string Folder { get; }

    /// <summary>The commits' author and committer.</summary>
    public string Author { get; set; } = "Ada Example";

    /// <summary>Sent as the basic-auth password with each push and fetch; null for none.</summary>
    public string? Token { get; set; }

    /// <summary>A new empty repository on branch <c>main</c>.</summary>
    /// <param name="folder">Where; null for a new temporary folder, which is deleted on dispose.</param>
    /// <param name="clock">The commits' times; null for fixed ones.</param>
    public static async Task<GitWorkspace> Create(string? folder, TimeProvider? clock, CancellationToken token)
    {
        var path = folder ?? Directory.CreateTempSubdirectory("plumbline-work-").FullName;
        Directory.CreateDirectory(path);
        var workspace = new GitWorkspace(path, folder is null, clock);
        await workspace.Run(["init", "-q", "-b", "main", "."], token);
        return workspace;
    }

    /// <summary>A new empty repository in a temporary folder, with fixed times.</summary>
    public static Task<GitWorkspace> Create(CancellationToken token) => Create(null, null, token);

    /// <summary>Writes a file, making its folders.</summary>
    public GitWorkspace Write(string path, string text)
    {
        var file = Path.Combine(Folder, path);
        Directory.CreateDirectory(Path.GetDirectoryName(file)!);
        File.WriteAllText(file, text);
        return this;
    }

    /// <summary>Copies a folder's files over the working copy.</summary>
    public GitWorkspace CopyFrom(string folder)
    {
        foreach (var file in Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories))
        {
            var target = Path.Combine(Folder, Path.GetRelativePath(folder, file));
            Directory.CreateDirectory(Path.GetDirectoryName(target)!);
            File.Copy(file, target, overwrite: true);
        }

        return this;
    }

    /// <summary>Deletes a file or folder.</summary>
    public GitWorkspace Delete(string path)
    {
        var full = Path.Combine(Folder, path);
        if (Directory.Exists(full))
        {
            Directory.Delete(full, recursive: true);
        }
        else
        {
            File.Delete(full);
        }

        return this;
    }

    /// <summary>Commits everything as it stands (also where nothing changed) and gives the commit's id.</summary>
    public async Task<string> Commit(string message, CancellationToken token)
    {
        await Run(["add", "-A"], token);
        await Run(["commit", "-q", "--allow-empty", "-m", message], token);
        return await Head(token);
    }

    /// <summary>The id of the commit that is checked out.</summary>
    public Task<string> Head(CancellationToken token) => Run(["rev-parse", "HEAD"], token);

    /// <summary>Pushes to <paramref name="url"/>.</summary>
    /// <param name="refSpecs">What, as git writes it: <c>main</c>, <c>+main</c> (forced), <c>:old</c> (deletes), <c>v1.0.0</c>.</param>
    public Task Push(string url, IReadOnlyList<string> refSpecs, CancellationToken token) =>
        Run(["push", "-q", url, .. refSpecs], token);

    /// <summary>Runs git in the working copy; gives its output without the last line end.</summary>
    /// <exception cref="InvalidOperationException">git refused.</exception>
    public Task<string> Run(IReadOnlyList<string> arguments, CancellationToken token) => Run(arguments, ReadOnlyMemory<byte>.Empty, token);

    /// <summary>Runs git with <paramref name="input"/>, for raw objects such as <c>hash-object -t tree --literally --stdin -w</c>.</summary>
    /// <exception cref="InvalidOperationException">git refused.</exception>
    public async Task<string> Run(IReadOnlyList<string> arguments, ReadOnlyMemory<byte> input, CancellationToken token)
    {
        var start = GitProgram.Start(Folder, ["-c", "commit.gpgsign=false", "-c", "tag.gpgsign=false", "-c", "core.autocrlf=false", .. arguments]);
        var time = (_clock?.GetUtcNow() ?? FirstCommit.AddMinutes(arguments.Contains("commit") || arguments.Contains("tag") ? _commits++ : _commits)).ToUnixTimeSeconds();
        foreach (var role in (string[])["AUTHOR", "COMMITTER"])
        {
            start.Environment[$"GIT_{role}_NAME"] = Author;
            start.Environment[$"GIT_{role}_EMAIL"] = "ada@example.com";
            start.Environment[$"GIT_{role}_DATE"] = $"{time} +0000";
        }

        if (Token is { } secret)
        {
            start.Environment["GIT_CONFIG_COUNT"] = "1";
            start.Environment["GIT_CONFIG_KEY_0"] = "http.extraHeader";
            start.Environment["GIT_CONFIG_VALUE_0"] = "Authorization: Basic " + Convert.ToBase64String(Encoding.UTF8.GetBytes($"x-access-token:{secret}"));
        }

        return Encoding.UTF8.GetString(await GitProgram.Run(start, input, token)).TrimEnd('\n');
    }

    /// <summary>Deletes the folder where it was a temporary one.</summary>
    public void Dispose()
    {
        if (_ownsFolder)
        {
            Directory.Delete(Folder, recursive: true);
        }
    }
}

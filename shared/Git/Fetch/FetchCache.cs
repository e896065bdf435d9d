using LibGit2Sharp;
using Plumbline.Core.Git;
using Plumbline.Git.Objects;

namespace Plumbline.Git.Fetch;

/// <summary>A cache repository, locked against other writers and cleaned of what a killed writer left behind.</summary>
internal sealed class FetchCache : IDisposable
{
    private readonly FileStream _lock;

    private FetchCache(FileStream @lock, Repository repository)
    {
        _lock = @lock;
        Repository = repository;
    }

    public Repository Repository { get; }

    /// <summary>Opens or makes the repository in <paramref name="folder"/>, waiting for another writer to finish.</summary>
    public static FetchCache OpenLocked(string folder)
    {
        MakePrivate(folder);
        var held = Lock(CacheLayout.WriteLock(folder));
        try
        {
            var git = CacheLayout.Repository(folder);
            Clean(git);
            if (!Repository.IsValid(git))
            {
                if (Directory.Exists(git))
                {
                    Directory.Delete(git, recursive: true);
                }

                Repository.Init(git, isBare: true);
            }

            return new FetchCache(held, new Repository(git));
        }
        catch
        {
            held.Dispose();
            throw;
        }
    }

    public void Dispose()
    {
        Repository.Dispose();
        _lock.Dispose();
    }

    // What private repositories hold is nobody else's to read.
    private static void MakePrivate(string folder)
    {
        if (OperatingSystem.IsWindows())
        {
            Directory.CreateDirectory(folder);
        }
        else
        {
            Directory.CreateDirectory(folder, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        }
    }

    // The parent ends this process when its time is over, so waiting has no end of its own.
    private static FileStream Lock(string file)
    {
        using var pause = new ManualResetEventSlim();
        while (true)
        {
            if (CacheLayout.TryLock(file, FileShare.None) is { } held)
            {
                return held;
            }

            pause.Wait(TimeSpan.FromMilliseconds(20));
        }
    }

    private static void Clean(string git)
    {
        if (!Directory.Exists(git))
        {
            return;
        }

        foreach (var file in Directory.EnumerateFiles(git, "*.lock", SearchOption.AllDirectories))
        {
            File.Delete(file);
        }

        var packs = Path.Combine(git, "objects", "pack");
        if (!Directory.Exists(packs))
        {
            return;
        }

        foreach (var file in Directory.EnumerateFiles(packs))
        {
            // A pack counts only with its index; everything else under another name is a download that ended early.
            var name = Path.GetFileName(file);
            if (!name.StartsWith("pack-", StringComparison.Ordinal) || !File.Exists(Path.ChangeExtension(file, ".pack")) || !File.Exists(Path.ChangeExtension(file, ".idx")))
            {
                File.Delete(file);
            }
        }
    }
}

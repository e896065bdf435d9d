namespace Plumbline.Git.Objects;

/// <summary>Keeps the cache within its age and size. A repository that somebody reads or writes, in any process, is left alone.</summary>
internal sealed class CacheSweep(GitOptions options, TimeProvider clock)
{
    /// <summary>Time between sweeps.</summary>
    public static readonly TimeSpan Every = TimeSpan.FromMinutes(10);

    // libgit2 looks through all packs for an object; past this number a fresh fetch is cheaper than the search.
    private const int MostPacks = 300;

    private readonly Lock _gate = new();
    private DateTimeOffset _next = DateTimeOffset.MinValue;

    /// <summary>Sweeps when it is time to.</summary>
    public void Run()
    {
        lock (_gate)
        {
            var now = clock.GetUtcNow();
            if (now < _next || !Directory.Exists(options.CacheFolder))
            {
                return;
            }

            _next = now + Every;
            Sweep(now);
        }
    }

    private void Sweep(DateTimeOffset now)
    {
        var kept = 0L;
        var folders = Directory.EnumerateDirectories(options.CacheFolder)
            .Select(folder => (Folder: folder, Used: new DateTimeOffset(File.GetLastWriteTimeUtc(CacheLayout.UseLock(folder)), TimeSpan.Zero)))
            .OrderByDescending(f => f.Used);
        foreach (var (folder, used) in folders)
        {
            var (bytes, packs) = Measure(folder);
            kept += bytes;
            var isNever = used.Year < 1970 || used == DateTimeOffset.UnixEpoch;
            if ((now - used > options.CacheAge && !isNever) || kept > options.MostCacheBytes || packs > MostPacks)
            {
                kept -= Delete(folder) ? bytes : 0;
            }
        }
    }

    private static (long Bytes, int Packs) Measure(string folder)
    {
        var bytes = 0L;
        var packs = 0;
        try
        {
            foreach (var file in new DirectoryInfo(folder).EnumerateFiles("*", SearchOption.AllDirectories))
            {
                bytes += file.Length;
                packs += file.Extension == ".pack" ? 1 : 0;
            }
        }
        catch (IOException)
        {
            // Somebody writes there right now; what was seen so far will do.
        }

        return (bytes, packs);
    }

    // The locks stay: whoever waits for one must wait for the same file as everybody else.
    private static bool Delete(string folder)
    {
        using var write = CacheLayout.TryLock(CacheLayout.WriteLock(folder), FileShare.None);
        using var use = write is null ? null : CacheLayout.TryLock(CacheLayout.UseLock(folder), FileShare.None);
        var git = CacheLayout.Repository(folder);
        if (use is null || !Directory.Exists(git))
        {
            return false;
        }

        Directory.Delete(git, recursive: true);
        return true;
    }
}

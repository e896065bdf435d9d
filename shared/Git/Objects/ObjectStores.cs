using System.Collections.Concurrent;

namespace Plumbline.Git.Objects;

/// <summary>The opened stores by cache folder. A store stays open while a tree refers to it, and a while after the last use.</summary>
internal sealed class ObjectStores(TimeProvider clock)
{
    /// <summary>How long an unused store is kept open.</summary>
    public static readonly TimeSpan Idle = TimeSpan.FromMinutes(5);

    private readonly ConcurrentDictionary<string, Entry> _open = new(StringComparer.Ordinal);

    /// <summary>The store of <paramref name="folder"/>; null when nothing was fetched there.</summary>
    public ObjectStore? Find(string folder)
    {
        var now = clock.GetUtcNow();
        if (_open.TryGetValue(folder, out var entry) && (entry.Kept ?? (entry.Weak.TryGetTarget(out var alive) ? alive : null)) is { } known)
        {
            _open[folder] = new Entry(known, new(known), now);
            return known;
        }

        if (ObjectStore.TryOpen(folder, now) is not { } opened)
        {
            return null;
        }

        _open[folder] = new Entry(opened, new(opened), now);
        return opened;
    }

    /// <summary>Lets go of stores that were not used for <see cref="Idle"/>; those in use stay open until their last tree is gone.</summary>
    public void DropIdle()
    {
        var now = clock.GetUtcNow();
        foreach (var (folder, entry) in _open)
        {
            if (now - entry.LastUse >= Idle)
            {
                _ = entry.Weak.TryGetTarget(out _) ? _open.TryUpdate(folder, entry with { Kept = null }, entry) : _open.TryRemove(folder, out _);
            }
        }
    }

    private sealed record Entry(ObjectStore? Kept, WeakReference<ObjectStore> Weak, DateTimeOffset LastUse);
}

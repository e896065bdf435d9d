using System.Collections.Concurrent;
using Plumbline.Sync.Inbox;
using Plumbline.Sync.Registry;
using Plumbline.Sync.Repositories;

namespace Plumbline.Sync.Requests;

/// <summary>
/// Whether anybody follows what a push moved, so that pushes to refs that nobody follows never reach the queue (T-WH-12). A yes is remembered for a minute, and costs a look too many at
/// most; a no is read from the store each time, where a revision stands before its host is asked for it.
/// </summary>
internal sealed class RefInterest(RepositoryTips tips, ControlRegistry registry, TimeProvider clock)
{
    private const int MostRemembered = 10_000;
    private static readonly TimeSpan Remembered = TimeSpan.FromMinutes(1);

    private readonly ConcurrentDictionary<(string Repository, string Ref), DateTimeOffset> _followed = new();

    /// <summary>Why nobody needs to look, as a sentence; null when somebody may have to.</summary>
    public async Task<string?> WhyNone(RefsMoved moved, CancellationToken token)
    {
        var now = clock.GetUtcNow();
        if (moved.Refs.Any(r => _followed.TryGetValue((moved.Repository, r.Name), out var until) && now < until))
        {
            return null;
        }

        if (await tips.Find(moved.Repository, token) is not { } repository)
        {
            return moved.Repository == registry.Url.Key ? null : "No application uses this repository.";
        }

        if (moved.Refs.FirstOrDefault(r => repository.State.MayFollow(r.Name)) is not { } followed)
        {
            return "No application follows this ref.";
        }

        if (_followed.Count >= MostRemembered)
        {
            _followed.Clear();
        }

        _followed[(moved.Repository, followed.Name)] = now + Remembered;
        return null;
    }
}

using Plumbline.Core.Gates;
using Plumbline.Sync.Apps;
using Plumbline.Sync.Outside;
using Plumbline.Sync.ReadSets;
using Plumbline.Sync.Repositories;

namespace Plumbline.Sync.Sweeping;

/// <summary>
/// Deletes what is kept about applications that are there no more: what they looked at, the charts they followed; and questions and presses of chat that are long over.
/// Safe to repeat and to stop anywhere: nothing is concluded from anything but what is stored now.
/// </summary>
internal sealed class Leftovers(
    ApplicationStore applications, ReadSetStore reads, RepositoryTips repositories, GateStore gates, PressMemory presses, ChartTips charts, TimeProvider clock)
{
    /// <param name="known">Applications that were there a moment ago; each other one is asked for again before anything of it goes.</param>
    /// <param name="waiting">Questions that applications wait for.</param>
    /// <param name="before">Questions that were last written before are over.</param>
    public async Task Clean(IReadOnlySet<string> known, IReadOnlySet<string> waiting, DateTimeOffset before, CancellationToken token)
    {
        async Task<bool> IsGone(string app, CancellationToken t) => !known.Contains(app) && await applications.Find(app, t) is null;

        await foreach (var repository in repositories.List(token))
        {
            await reads.Forget(repository.Key, IsGone, token);
        }

        await charts.Forget(IsGone, token);
        await gates.Forget(waiting, before, token);
        await presses.Forget(clock.GetUtcNow(), token);
    }
}

using Plumbline.Core.State;
using Plumbline.Sync.Apps;
using Plumbline.Sync.Handlers;

namespace Plumbline.Sync.Sweeping;

/// <summary>
/// Deletes what is old and nobody refers to: bodies of deliveries, plans, renders, questions; and what removed applications leave. Ledgers and the plans of applications' histories stay.
/// </summary>
internal sealed class Retention(IBlobStore blobs, ApplicationStore applications, Leftovers leftovers, TimeProvider clock, SyncSettings settings) : IRetention
{
    private static readonly string[] Folders = ["deliveries/", "plans/", "renders/"];

    /// <inheritdoc/>
    public async Task Clean(CancellationToken token)
    {
        var before = clock.GetUtcNow() - TimeSpan.FromDays(settings.RetentionDays);
        var kept = new HashSet<string>(StringComparer.Ordinal);
        var gates = new HashSet<string>(StringComparer.Ordinal);
        var names = new HashSet<string>(StringComparer.Ordinal);
        await foreach (var stored in applications.List(token))
        {
            kept.UnionWith(stored.State.History.Select(h => $"plans/{h.Plan}"));
            kept.Add($"plans/{stored.State.Observed?.Plan}");
            kept.Add($"plans/{stored.State.Operation?.Plan}");
            kept.Add($"renders/{stored.State.Observed?.Render}");
            names.Add(stored.State.Name);
            if (stored.State.Gate is { } gate)
            {
                gates.Add(gate.Id);
            }
        }

        foreach (var folder in Folders)
        {
            await foreach (var (name, written) in blobs.List(folder, token))
            {
                if (written < before && !kept.Contains(name))
                {
                    await blobs.Delete(name, token);
                }
            }
        }

        await leftovers.Clean(names, gates, before, token);
    }
}

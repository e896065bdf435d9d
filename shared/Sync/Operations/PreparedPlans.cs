using System.Collections.Concurrent;
using Plumbline.Sync.Planning;

namespace Plumbline.Sync.Operations;

/// <summary>
/// Plans of this process that were just made, with their true values, so that an operation that starts at once need not make them again.
/// Only a shortcut: what is not here is made anew. Holds at most <see cref="Most"/>.
/// </summary>
internal sealed class PreparedPlans(TimeProvider clock)
{
    private const int Most = 32;
    private static readonly TimeSpan Fresh = TimeSpan.FromSeconds(30);

    private readonly ConcurrentDictionary<string, (PreparedPlan Plan, DateTimeOffset At)> _kept = new(StringComparer.Ordinal);

    public void Keep(PreparedPlan prepared)
    {
        if (_kept.Count >= Most)
        {
            foreach (var old in _kept.OrderBy(k => k.Value.At).Take(Most / 2))
            {
                _kept.TryRemove(old.Key, out _);
            }
        }

        _kept[prepared.Plan.App] = (prepared, clock.GetUtcNow());
    }

    /// <summary>The plan with this digest, if it is here; with <paramref name="freshly"/> only one of the last seconds.</summary>
    public PreparedPlan? Find(string app, string digest, bool freshly) =>
        _kept.TryGetValue(app, out var kept) && kept.Plan.Plan.Digest == digest && (!freshly || clock.GetUtcNow() - kept.At < Fresh) ? kept.Plan : null;

    public void Forget(string app) => _kept.TryRemove(app, out _);
}

namespace Plumbline.Simulation;

/// <summary>
/// Runs everything on one thread: whoever waits at a port goes on when the seed says so. Several workers are so interleaved at every call they make,
/// and a run with one seed is always the same run.
/// </summary>
internal sealed class SeededScheduler(Random chance) : SynchronizationContext
{
    private readonly List<(SendOrPostCallback Call, object? State)> _ready = [];

    public override void Post(SendOrPostCallback d, object? state) => _ready.Add((d, state));

    public override void Send(SendOrPostCallback d, object? state) => d(state);

    public override SynchronizationContext CreateCopy() => this;

    /// <summary>Goes on with one of those that can; false when nobody can.</summary>
    public bool Step()
    {
        if (_ready.Count == 0)
        {
            return false;
        }

        var at = chance.Next(_ready.Count);
        var (call, state) = _ready[at];
        _ready.RemoveAt(at);
        call(state);
        return true;
    }

    /// <summary>Forgets everybody who waits: the process is dead.</summary>
    public void Abandon() => _ready.Clear();

    /// <summary>Runs <paramref name="work"/> and everybody else until it ends.</summary>
    public void Finish(Func<Task> work)
    {
        var task = work();
        while (!task.IsCompleted)
        {
            if (!Step())
            {
                throw new InvalidOperationException("something waits for what never comes");
            }
        }

        task.GetAwaiter().GetResult();
    }
}

namespace Plumbline.Simulation;

/// <summary>
/// Runs everything on one thread: whoever waits at a port goes on when the seed says so. Several workers of several hosts are so interleaved at every call
/// they make, and a run with one seed is always the same run.
/// </summary>
internal sealed class SeededScheduler(Random chance)
{
    private readonly List<(HostContext Owner, SendOrPostCallback Call, object? State)> _ready = [];

    /// <summary>Puts somebody into the row of those who can go on.</summary>
    public void Add(HostContext owner, SendOrPostCallback call, object? state) => _ready.Add((owner, call, state));

    /// <summary>Goes on with one of those that can; false when nobody can.</summary>
    public bool Step()
    {
        if (_ready.Count == 0)
        {
            return false;
        }

        var at = chance.Next(_ready.Count);
        var (owner, call, state) = _ready[at];
        _ready.RemoveAt(at);
        owner.Run(() => call(state));
        return true;
    }

    /// <summary>Forgets everybody of a host who waits: its process is dead.</summary>
    public void Abandon(HostContext owner) => _ready.RemoveAll(r => r.Owner == owner);

    /// <summary>Runs everybody until <paramref name="task"/> ends.</summary>
    public void Finish(Task task)
    {
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

/// <summary>One host's place in the scheduler: what began on the host goes on there.</summary>
internal sealed class HostContext(SeededScheduler scheduler) : SynchronizationContext
{
    public override void Post(SendOrPostCallback d, object? state) => scheduler.Add(this, d, state);

    public override void Send(SendOrPostCallback d, object? state) => d(state);

    public override SynchronizationContext CreateCopy() => this;

    /// <summary>Runs something on the host.</summary>
    public void Run(Action work)
    {
        var outer = Current;
        SetSynchronizationContext(this);
        try
        {
            work();
        }
        finally
        {
            SetSynchronizationContext(outer);
        }
    }

    /// <summary>Starts something on the host.</summary>
    public Task Start(Func<Task> work)
    {
        Task? task = null;
        Run(() => task = work());
        return task!;
    }
}

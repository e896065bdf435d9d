namespace Plumbline.Git.Fetch;

/// <summary>
/// Makes one run of many calls: while a run is under way, all calls that come wait together for the next one. A call never takes part in a run that
/// began before it, so what it gets is never older than itself.
/// </summary>
/// <typeparam name="TItem">What a call adds to the run.</typeparam>
/// <typeparam name="TResult">What all calls of a run get.</typeparam>
/// <param name="run">Does the work for the items of all calls. Has its own deadline; a caller that leaves does not end it for the others.</param>
internal sealed class Bursts<TItem, TResult>(Func<IReadOnlyList<TItem>, Task<TResult>> run)
{
    private readonly Lock _gate = new();
    private Task _running = Task.CompletedTask;
    private Burst? _next;

    /// <summary>Takes part in the next run.</summary>
    public Task<TResult> Join(TItem item, CancellationToken token)
    {
        Burst burst;
        lock (_gate)
        {
            burst = _next ??= Begin();
            burst.Items.Add(item);
        }

        return burst.Result.WaitAsync(token);
    }

    private Burst Begin()
    {
        var items = new List<TItem>();
        var result = Execute(_running, items);
        _running = result;
        return new Burst(items, result);
    }

    private async Task<TResult> Execute(Task previous, List<TItem> items)
    {
        // Leave the caller first: it holds the gate, and its item is not in yet.
        await Task.Yield();

        // Whatever became of the previous run is its callers' affair.
        await Task.WhenAny(previous);
        lock (_gate)
        {
            _next = null;
        }

        return await run(items);
    }

    private sealed record Burst(List<TItem> Items, Task<TResult> Result);
}

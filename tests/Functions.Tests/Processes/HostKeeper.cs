namespace Plumbline.Functions.Tests.Processes;

/// <summary>Keeps one host alive, as whatever runs it in production does: one that ends is followed by the next.</summary>
internal sealed class HostKeeper : IAsyncDisposable
{
    private readonly CancellationTokenSource _stop = new();
    private readonly List<int> _exits = [];
    private Task _keeping = Task.CompletedTask;

    /// <summary>How hosts ended so far.</summary>
    public IReadOnlyList<int> Exits
    {
        get
        {
            lock (_exits)
            {
                return [.. _exits];
            }
        }
    }

    /// <summary>The host that runs now.</summary>
    public HostProcess Host { get; private set; } = null!;

    /// <summary>Starts the first.</summary>
    public static async Task<HostKeeper> Start(ProcessStage stage, CancellationToken token)
    {
        var keeper = new HostKeeper { Host = await stage.StartHost(null, token) };
        keeper._keeping = keeper.Keep(stage);
        return keeper;
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _keeping;
        await Host.DisposeAsync();
        _stop.Dispose();
    }

    private async Task Keep(ProcessStage stage)
    {
        var stopped = Task.Delay(Timeout.InfiniteTimeSpan, _stop.Token);
        while (await Task.WhenAny(Host.Ended, stopped) != stopped)
        {
            lock (_exits)
            {
                _exits.Add(Host.Ended.Result);
            }

            await Host.DisposeAsync();
            Host = await stage.StartHost(null, CancellationToken.None);
        }
    }
}

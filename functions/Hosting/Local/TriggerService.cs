using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Plumbline.Functions.Hosting.Local;

/// <summary>
/// Keeps pumps and timers running. Told to stop, it takes nothing new, lets what runs end within the limit, then cancels it. Being killed
/// is as good: messages and timers come back.
/// </summary>
internal sealed partial class TriggerService(
    IReadOnlyList<Func<CancellationToken, CancellationToken, Task>> loops, HostLifetime lifetime, TimeSpan stopLimit, ILogger<TriggerService> logger) : IHostedLifecycleService, IDisposable
{
    private readonly CancellationTokenSource _taking = new();
    private Task _running = Task.CompletedTask;

    /// <summary>Starts after the HTTP side listens.</summary>
    public Task StartedAsync(CancellationToken cancellationToken)
    {
        var (taking, working) = (_taking.Token, lifetime.Working);
        _running = Task.WhenAll(loops.Select(loop => Task.Run(() => Watched(loop, taking, working), CancellationToken.None)));
        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    public async Task StoppingAsync(CancellationToken cancellationToken)
    {
        Log.Stopping(logger);
        await _taking.CancelAsync();
        await Task.WhenAny(_running, Task.Delay(stopLimit, lifetime.Clock, cancellationToken));
        if (!_running.IsCompleted)
        {
            Log.Cancelling(logger);
        }

        await lifetime.Cancel();
        await Task.WhenAny(_running, Task.Delay(HostLifetime.Grace, lifetime.Clock, CancellationToken.None));
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _taking.Cancel();
        _taking.Dispose();
    }

    /// <inheritdoc/>
    public Task StartingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <inheritdoc/>
    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <inheritdoc/>
    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <inheritdoc/>
    public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    private async Task Watched(Func<CancellationToken, CancellationToken, Task> loop, CancellationToken taking, CancellationToken working)
    {
        try
        {
            await loop(taking, working);
        }
        catch (Exception e)
        {
            // A host with a trigger that no longer runs is worse than none: whoever watches the process starts it anew.
            Log.Broken(logger, e);
            lifetime.Break();
        }
    }

    private static partial class Log
    {
        [LoggerMessage(EventId = 4141, EventName = "HostStopping", Level = LogLevel.Information, Message = "Stopping: nothing new is taken, what runs may end")]
        public static partial void Stopping(ILogger logger);

        [LoggerMessage(EventId = 4142, EventName = "HostCancelling", Level = LogLevel.Warning, Message = "What still runs is cancelled; its messages come back")]
        public static partial void Cancelling(ILogger logger);

        [LoggerMessage(EventId = 4143, EventName = "HostBroken", Level = LogLevel.Critical, Message = "A trigger broke; the host ends")]
        public static partial void Broken(ILogger logger, Exception bug);
    }
}

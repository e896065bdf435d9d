using Microsoft.Extensions.Hosting;

namespace Plumbline.Functions.Hosting.Local;

/// <summary>When running functions are cancelled.</summary>
internal sealed class HostLifetime : IDisposable
{
    /// <summary>How long cancelled work may take to end.</summary>
    public static readonly TimeSpan Grace = TimeSpan.FromSeconds(2);

    private readonly CancellationTokenSource _working = new();
    private readonly IHostApplicationLifetime _application;

    /// <summary>A lifetime within that of the process.</summary>
    public HostLifetime(IHostApplicationLifetime application, TimeProvider clock)
    {
        _application = application;
        Clock = clock;
        Working = _working.Token;
    }

    /// <summary>Cancelled when running functions have to end.</summary>
    public CancellationToken Working { get; }

    /// <summary>The host's clock.</summary>
    public TimeProvider Clock { get; }

    /// <summary>Whether the host ended because a trigger broke.</summary>
    public bool IsBroken { get; private set; }

    /// <summary>Cancels running functions.</summary>
    public Task Cancel() => _working.CancelAsync();

    /// <summary>Ends the host because a trigger broke.</summary>
    public void Break()
    {
        IsBroken = true;
        _application.StopApplication();
    }

    /// <inheritdoc/>
    public void Dispose() => _working.Dispose();
}

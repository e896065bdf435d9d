using Microsoft.Extensions.Hosting;

namespace Plumbline.Functions.Hosting.Local;

/// <summary>When running functions are cancelled.</summary>
internal sealed class HostLifetime(IHostApplicationLifetime application, TimeProvider clock) : IDisposable
{
    /// <summary>How long cancelled work may take to end.</summary>
    public static readonly TimeSpan Grace = TimeSpan.FromSeconds(2);

    private readonly CancellationTokenSource _working = new();

    /// <summary>Cancelled when running functions have to end.</summary>
    public CancellationToken Working => _working.Token;

    /// <summary>The host's clock.</summary>
    public TimeProvider Clock => clock;

    /// <summary>Whether the host ended because a trigger broke.</summary>
    public bool IsBroken { get; private set; }

    /// <summary>Cancels running functions.</summary>
    public Task Cancel() => _working.CancelAsync();

    /// <summary>Ends the host because a trigger broke.</summary>
    public void Break()
    {
        IsBroken = true;
        application.StopApplication();
    }

    /// <inheritdoc/>
    public void Dispose() => _working.Dispose();
}

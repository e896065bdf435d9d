using System.Runtime.InteropServices;
using Microsoft.Extensions.Hosting;

namespace Plumbline.Functions.Hosting.Local;

/// <summary>SIGTERM, SIGINT and SIGQUIT stop the host in order; a second one ends it at once.</summary>
internal sealed class ConsoleSignals(IHostApplicationLifetime application) : IHostLifetime, IDisposable
{
    private readonly List<PosixSignalRegistration> _registrations = [];
    private bool _stopping;

    /// <inheritdoc/>
    public Task WaitForStartAsync(CancellationToken cancellationToken)
    {
        foreach (var signal in new[] { PosixSignal.SIGTERM, PosixSignal.SIGINT, PosixSignal.SIGQUIT })
        {
            _registrations.Add(PosixSignalRegistration.Create(signal, Handle));
        }

        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <inheritdoc/>
    public void Dispose() => _registrations.ForEach(r => r.Dispose());

    private void Handle(PosixSignalContext context)
    {
        context.Cancel = !_stopping;
        _stopping = true;
        application.StopApplication();
    }
}

using Plumbline.Support.ControlPlane;

namespace Plumbline.Functions.Tests.Processes;

/// <summary>Several hosts of one account.</summary>
internal sealed class Fleet(IReadOnlyList<HostProcess> processes, IReadOnlyList<Uri> addresses) : IAsyncDisposable
{
    /// <summary>The hosts.</summary>
    public IReadOnlyList<HostProcess> Processes { get; } = processes;

    /// <summary>Where each listens.</summary>
    public IReadOnlyList<Uri> Addresses { get; } = addresses;

    /// <summary>Starts them at once.</summary>
    public static async Task<Fleet> Start(ProcessStage stage, int count, CancellationToken token, params (string Name, string Value)[] settings)
    {
        var addresses = LoopbackPorts.Take(count).Select(port => new Uri($"http://127.0.0.1:{port}/")).ToList();
        return new Fleet(await Task.WhenAll(addresses.Select(a => stage.StartHost(a, token, settings))), addresses);
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        foreach (var process in Processes)
        {
            await process.DisposeAsync();
        }
    }
}

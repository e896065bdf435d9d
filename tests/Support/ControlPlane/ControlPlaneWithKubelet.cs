namespace Plumbline.Support.ControlPlane;

/// <summary>A control plane and the stand-in for its kubelets, started and ended together.</summary>
public sealed class ControlPlaneWithKubelet : IAsyncDisposable
{
    private ControlPlaneWithKubelet(LocalControlPlane plane, KubeletStandIn kubelet)
    {
        Plane = plane;
        Kubelet = kubelet;
    }

    /// <summary>The control plane.</summary>
    public LocalControlPlane Plane { get; }

    /// <summary>The stand-in for its kubelets.</summary>
    public KubeletStandIn Kubelet { get; }

    /// <summary>Starts both.</summary>
    /// <exception cref="RealParts.RealPartUnavailableException">The control plane cannot be had here.</exception>
    public static async Task<ControlPlaneWithKubelet> StartAsync(
        ControlPlaneOptions options, KubeletOptions kubelet, CancellationToken cancellation)
    {
        var plane = await LocalControlPlane.StartAsync(options, cancellation);
        try
        {
            return new ControlPlaneWithKubelet(plane, await KubeletStandIn.StartAsync(plane.Api, kubelet, cancellation));
        }
        catch
        {
            await plane.DisposeAsync();
            throw;
        }
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await Kubelet.DisposeAsync();
        await Plane.DisposeAsync();
    }
}

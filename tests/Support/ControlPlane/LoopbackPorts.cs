using System.Net;
using System.Net.Sockets;

namespace Plumbline.Support.ControlPlane;

/// <summary>Free ports for programs that cannot pick one themselves and tell it.</summary>
internal static class LoopbackPorts
{
    /// <summary>
    /// Ports that were free a moment ago, all different. Somebody else may take one before the program does: callers start again then.
    /// </summary>
    public static int[] Take(int count)
    {
        var listeners = Enumerable.Range(0, count).Select(_ => new TcpListener(IPAddress.Loopback, 0)).ToArray();
        try
        {
            foreach (var listener in listeners)
            {
                listener.Start();
            }

            return [.. listeners.Select(listener => ((IPEndPoint)listener.LocalEndpoint).Port)];
        }
        finally
        {
            foreach (var listener in listeners)
            {
                listener.Dispose();
            }
        }
    }
}

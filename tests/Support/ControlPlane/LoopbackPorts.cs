using System.Net;
using System.Net.Sockets;

namespace Plumbline.Support.ControlPlane;

/// <summary>Free ports for programs that cannot pick one themselves and tell it.</summary>
public static class LoopbackPorts
{
    // Below the ports that a system gives to connections that go out (32768 and up on Linux, 49152 and up elsewhere): one of those would soon be taken again.
    private const int First = 18_000;
    private const int Last = 32_000;

    /// <summary>
    /// Ports that were free a moment ago, all different. Somebody else may take one before the program does: callers start again then.
    /// </summary>
    public static int[] Take(int count)
    {
        var listeners = new List<TcpListener>();
        try
        {
            // Any start will do; one that differs from process to process keeps those apart that start at once.
            var offered = (Environment.ProcessId * 61) + (int)(TimeProvider.System.GetTimestamp() % 9973);
            while (listeners.Count < count)
            {
                var listener = new TcpListener(IPAddress.Loopback, First + (++offered % (Last - First)));
                try
                {
                    listener.Start();
                    listeners.Add(listener);
                }
                catch (SocketException)
                {
                    listener.Dispose();
                }
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

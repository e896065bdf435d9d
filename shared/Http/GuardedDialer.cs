using System.Net;
using System.Net.Sockets;

namespace Plumbline.Http;

/// <summary>
/// Opens connections to public addresses alone, and to the origins that the operator configured. The name is resolved once per connection and
/// the connection goes to the very address that was checked, so that a name which changes its mind is checked again (threats T-SSRF-1, T-SSRF-2).
/// </summary>
/// <param name="resolve">Addresses of a host name or literal.</param>
/// <param name="dial">Connects to one address.</param>
internal sealed class GuardedDialer(Func<string, CancellationToken, Task<IPAddress[]>> resolve, Func<IPEndPoint, CancellationToken, Task<Stream>> dial)
{
    /// <summary>Resolves and connects through the operating system.</summary>
    public static GuardedDialer ByOperatingSystem { get; } = new(Dns.GetHostAddressesAsync, DialSocket);

    /// <summary>Connects.</summary>
    /// <param name="mayBePrivate">The operator configured this origin: any address will do.</param>
    /// <exception cref="AddressRefusedException">An address of the host is not public.</exception>
    /// <exception cref="SocketException">The host does not resolve or does not answer.</exception>
    public async Task<Stream> Connect(string host, int port, bool mayBePrivate, CancellationToken token)
    {
        var addresses = await resolve(host.Trim('[', ']'), token);

        // Every address must be good: a host that mixes public and private ones is not somebody to pick from.
        if (!mayBePrivate && !Array.TrueForAll(addresses, AddressRange.IsPublic))
        {
            throw new AddressRefusedException();
        }

        var last = new SocketException((int)SocketError.HostNotFound);
        foreach (var address in addresses)
        {
            try
            {
                return await dial(new IPEndPoint(address, port), token);
            }
            catch (SocketException e)
            {
                last = e;
            }
        }

        throw last;
    }

    private static async Task<Stream> DialSocket(IPEndPoint endPoint, CancellationToken token)
    {
        var socket = new Socket(endPoint.AddressFamily, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            await socket.ConnectAsync(endPoint, token);
            return new NetworkStream(socket, ownsSocket: true);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }
}

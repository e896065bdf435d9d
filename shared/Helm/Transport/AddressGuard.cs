using System.Net;
using System.Net.Sockets;

namespace Plumbline.Helm.Transport;

/// <summary>Tells addresses of the open internet from those a URL chosen by a stranger must not reach (threat T-SSRF-1).</summary>
internal static class AddressGuard
{
    private static readonly IPNetwork[] Refused =
    [
        .. new[]
        {
            "0.0.0.0/8", "10.0.0.0/8", "100.64.0.0/10", "127.0.0.0/8", "168.63.129.16/32", "169.254.0.0/16", "172.16.0.0/12", "192.0.0.0/24",
            "192.0.2.0/24", "192.88.99.0/24", "192.168.0.0/16", "198.18.0.0/15", "198.51.100.0/24", "203.0.113.0/24", "224.0.0.0/4", "240.0.0.0/4",
            "::/96", "::1/128", "64:ff9b::/96", "64:ff9b:1::/48", "100::/64", "2001::/23", "2001:db8::/32", "2002::/16", "fc00::/7", "fe80::/10",
            "fec0::/10", "ff00::/8",
        }.Select(IPNetwork.Parse),
    ];

    /// <summary>Whether the address lies in the open internet.</summary>
    public static bool IsPublic(IPAddress address)
    {
        address = address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address;
        return !Array.Exists(Refused, r => r.BaseAddress.AddressFamily == address.AddressFamily && r.Contains(address));
    }

    /// <summary>Resolves once, refuses when any address is not public, and connects to a checked one (threat T-SSRF-2).</summary>
    /// <exception cref="AddressRefusedException">The host has an address that is not public.</exception>
    public static async ValueTask<Stream> Connect(DnsEndPoint target, bool mayBePrivate, CancellationToken token)
    {
        var addresses = await Dns.GetHostAddressesAsync(target.Host, token);
        if (!mayBePrivate && !Array.TrueForAll(addresses, IsPublic))
        {
            throw new AddressRefusedException();
        }

        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            await socket.ConnectAsync(addresses, target.Port, token);
            return new NetworkStream(socket, ownsSocket: true);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }
}

/// <summary>A host has an address that must not be reached.</summary>
internal sealed class AddressRefusedException() : Exception("the host has a private, local or reserved address");

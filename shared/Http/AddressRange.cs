using System.Net;
using System.Net.Sockets;

namespace Plumbline.Http;

/// <summary>Tells addresses of the public internet from those that are nobody's business (threat T-SSRF-1).</summary>
internal static class AddressRange
{
    private static readonly IPNetwork[] Closed =
    [
        // IPv4: "this" network, private, shared (CGNAT), loopback, link-local with the metadata services, protocol assignments,
        // documentation, benchmarking, multicast, reserved and broadcast.
        .. Networks("0.0.0.0/8", "10.0.0.0/8", "100.64.0.0/10", "127.0.0.0/8", "169.254.0.0/16", "172.16.0.0/12", "192.0.0.0/24", "192.0.2.0/24",
            "192.88.99.0/24", "192.168.0.0/16", "198.18.0.0/15", "198.51.100.0/24", "203.0.113.0/24", "224.0.0.0/4", "240.0.0.0/4"),

        // Azure's wire server: a public number that answers only inside a virtual machine, with its secrets.
        .. Networks("168.63.129.16/32"),

        // IPv6: unspecified and loopback with the old IPv4-compatible form, discard, protocol assignments with Teredo, documentation, unique local, link-local, site-local, multicast.
        .. Networks("::/96", "100::/64", "2001::/23", "2001:db8::/32", "fc00::/7", "fe80::/10", "fec0::/10", "ff00::/8"),
    ];

    private static readonly IPNetwork Nat64 = IPNetwork.Parse("64:ff9b::/96");
    private static readonly IPNetwork Nat64Local = IPNetwork.Parse("64:ff9b:1::/48");
    private static readonly IPNetwork SixToFour = IPNetwork.Parse("2002::/16");

    /// <summary>Whether <paramref name="address"/> is a public one, looked at through every form that wraps an IPv4 address.</summary>
    public static bool IsPublic(IPAddress address)
    {
        if (address.IsIPv4MappedToIPv6)
        {
            return IsPublic(address.MapToIPv4());
        }

        if (address.AddressFamily == AddressFamily.InterNetworkV6)
        {
            // Tunnels whose IPv4 end is elsewhere in the address, or not visible at all, have no use for a host.
            if (Nat64Local.Contains(address) || SixToFour.Contains(address))
            {
                return false;
            }

            if (Nat64.Contains(address))
            {
                return IsPublic(new IPAddress(address.GetAddressBytes().AsSpan(12)));
            }
        }

        return !Array.Exists(Closed, network => network.BaseAddress.AddressFamily == address.AddressFamily && network.Contains(address));
    }

    private static IEnumerable<IPNetwork> Networks(params string[] texts) => texts.Select(text => IPNetwork.Parse(text));
}

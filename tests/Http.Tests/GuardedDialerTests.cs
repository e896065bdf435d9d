using System.Net;

namespace Plumbline.Http.Tests;

/// <summary>Threats T-SSRF-1 and T-SSRF-2.</summary>
public sealed class GuardedDialerTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("127.0.0.1")]
    [InlineData("127.255.255.254")]
    [InlineData("0.0.0.0")]
    [InlineData("0.1.2.3")]
    [InlineData("10.0.0.1")]
    [InlineData("100.64.0.1")]
    [InlineData("100.127.255.255")]
    [InlineData("169.254.169.254")]
    [InlineData("168.63.129.16")]
    [InlineData("172.16.0.1")]
    [InlineData("172.31.255.255")]
    [InlineData("192.168.1.1")]
    [InlineData("192.0.0.8")]
    [InlineData("198.18.0.1")]
    [InlineData("224.0.0.1")]
    [InlineData("255.255.255.255")]
    [InlineData("::")]
    [InlineData("::1")]
    [InlineData("::127.0.0.1")]
    [InlineData("::ffff:169.254.169.254")]
    [InlineData("::ffff:10.0.0.1")]
    [InlineData("64:ff9b::a9fe:a9fe")]
    [InlineData("64:ff9b::7f00:1")]
    [InlineData("64:ff9b:1::1")]
    [InlineData("2002:7f00:1::")]
    [InlineData("2001::1")]
    [InlineData("fd00:ec2::254")]
    [InlineData("fc00::1")]
    [InlineData("fe80::1")]
    [InlineData("fec0::1")]
    [InlineData("ff02::1")]
    [InlineData("2001:10::1")]
    [InlineData("2001:db8::1")]
    public void Address_that_is_not_of_the_internet_is_not_public(string address) => Assert.False(AddressRange.IsPublic(IPAddress.Parse(address)));

    [Theory]
    [InlineData("140.82.121.4")]
    [InlineData("172.15.255.255")]
    [InlineData("172.32.0.1")]
    [InlineData("100.63.255.255")]
    [InlineData("100.128.0.0")]
    [InlineData("168.63.129.17")]
    [InlineData("::ffff:140.82.121.4")]
    [InlineData("64:ff9b::8c52:7904")]
    [InlineData("2606:50c0:8000::153")]
    public void Address_of_the_internet_is_public(string address) => Assert.True(AddressRange.IsPublic(IPAddress.Parse(address)));

    [Theory]
    [InlineData("10.0.0.1")]
    [InlineData("140.82.121.4", "10.0.0.1")]
    [InlineData("::1", "140.82.121.4")]
    public async Task Host_with_any_private_address_is_refused_before_a_packet_leaves(params string[] addresses)
    {
        var dialled = new List<IPEndPoint>();
        var dialer = Dialer(() => addresses, dialled);

        await Assert.ThrowsAsync<AddressRefusedException>(() => dialer.Connect("git.example.com", 443, mayBePrivate: false, Token));

        Assert.Empty(dialled);
    }

    [Fact]
    public async Task Host_whose_address_turns_private_is_refused_the_second_time()
    {
        var dialled = new List<IPEndPoint>();
        var asked = 0;
        var dialer = Dialer(() => [asked++ == 0 ? "140.82.121.4" : "127.0.0.1"], dialled);

        await dialer.Connect("git.example.com", 443, mayBePrivate: false, Token);
        await Assert.ThrowsAsync<AddressRefusedException>(() => dialer.Connect("git.example.com", 443, mayBePrivate: false, Token));

        Assert.Equal([new IPEndPoint(IPAddress.Parse("140.82.121.4"), 443)], dialled);
    }

    [Fact]
    public async Task Host_that_the_operator_allows_may_be_private()
    {
        var dialled = new List<IPEndPoint>();

        await Dialer(() => ["10.0.0.1"], dialled).Connect("git.internal", 8443, mayBePrivate: true, Token);

        Assert.Equal([new IPEndPoint(IPAddress.Parse("10.0.0.1"), 8443)], dialled);
    }

    private static GuardedDialer Dialer(Func<string[]> addresses, List<IPEndPoint> dialled) => new(
        (_, _) => Task.FromResult(Array.ConvertAll(addresses(), IPAddress.Parse)),
        (endPoint, _) =>
        {
            dialled.Add(endPoint);
            return Task.FromResult(Stream.Null);
        });
}

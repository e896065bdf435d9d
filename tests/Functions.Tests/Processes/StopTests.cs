using System.Net;
using System.Net.Sockets;
using Plumbline.Support.ControlPlane;

namespace Plumbline.Functions.Tests.Processes;

/// <summary>A host that is told to stop ends in order, and the next one goes on where it was.</summary>
[Collection(ProcessCollection.Name)]
public sealed class StopTests(ProcessStage stage)
{
    /// <summary>Below the time that Kubernetes waits before it kills.</summary>
    private static readonly TimeSpan Grace = TimeSpan.FromSeconds(28);

    [Fact]
    public async Task Host_whose_address_is_taken_says_so_and_what_to_do()
    {
        var token = TestContext.Current.CancellationToken;
        await stage.Use(token);
        using var other = new TcpListener(IPAddress.Loopback, LoopbackPorts.Take(1)[0]);
        other.Start();

        var refusal = await Assert.ThrowsAnyAsync<Exception>(() => stage.StartHost(new Uri($"http://{other.LocalEndpoint}/"), token));

        Assert.Contains("address already in use. Choose another with --url", refusal.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("Unhandled", refusal.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(700)]
    [InlineData(1500)]
    public async Task Host_told_to_stop_at_work_ends_with_zero_and_the_next_one_finishes(int milliseconds)
    {
        var token = TestContext.Current.CancellationToken;
        await stage.Use(token);
        using var senders = new HostSenders(stage.Address);
        Round round;
        await using (var first = await stage.StartHost(null, token))
        {
            round = await Round.Push(stage, senders, token);
            await Task.Delay(milliseconds, token);
            await first.Signal("TERM", token);
            Assert.Equal(0, await first.Ended.WaitAsync(Grace, token));
        }

        await using var second = await stage.StartHost(null, token);
        await round.Approve(await round.Ask(token), token);

        await round.IsDoneOnce(token);
    }
}

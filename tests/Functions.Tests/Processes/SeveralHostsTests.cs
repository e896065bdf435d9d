using Plumbline.Core.Faults;

namespace Plumbline.Functions.Tests.Processes;

/// <summary>Hosts that share a storage account share the work: what one does no other does again, and what one leaves another takes up.</summary>
[Collection(ProcessCollection.Name)]
public sealed class SeveralHostsTests(ProcessStage stage)
{
    private const int Hosts = 3;

    [Fact]
    public async Task Hosts_that_share_an_account_do_everything_once()
    {
        var token = TestContext.Current.CancellationToken;
        await stage.Use(token);
        await using var fleet = await Fleet.Start(stage, Hosts, token);

        for (var n = 0; n < Hosts; n++)
        {
            using var senders = new HostSenders(fleet.Addresses[n]);
            var round = await Round.Push(stage, senders, token);
            await round.Approve(await round.Ask(token), token);
            await round.IsDoneOnce(token);
        }
    }

    [Fact]
    public async Task Host_killed_among_others_leaves_its_work_to_them()
    {
        var token = TestContext.Current.CancellationToken;
        await stage.Use(token);
        await using var fleet = await Fleet.Start(stage, Hosts, token);
        stage.Arm(CrashPoint.InsideBatch);

        // Whichever host applies dies; the webhook goes to one that lives.
        using var senders = new HostSenders(fleet.Addresses[0]);
        var round = await Round.Push(stage, senders, token);
        var died = await Task.WhenAny(fleet.Processes.Select(p => p.Ended)).WaitAsync(TimeSpan.FromSeconds(30), token);
        Assert.Equal(HostProcess.Killed, await died);
        var alive = Enumerable.Range(0, Hosts).First(n => !fleet.Processes[n].Ended.IsCompleted);
        using var others = new HostSenders(fleet.Addresses[alive]);
        round.Through(others);
        await round.Approve(await round.Ask(token), token);

        await round.IsDoneOnce(token);
        Assert.Equal(Hosts - 1, fleet.Processes.Count(p => !p.Ended.IsCompleted));
    }

    [Fact]
    public async Task Timer_of_several_hosts_runs_once_each_time()
    {
        var token = TestContext.Current.CancellationToken;
        await stage.Use(token);
        await using var fleet = await Fleet.Start(stage, Hosts, token, ("PLUMBLINE__SCHEDULES__CHECKREFS", "*/2 * * * * *"));

        // The state of a timer with another schedule is first set anew; then each two seconds count.
        var before = await Moved(0, token);
        var started = TimeProvider.System.GetTimestamp();
        await Task.Delay(TimeSpan.FromSeconds(8), token);
        var checks = stage.RefChecks("acme/control") - before;

        var due = TimeProvider.System.GetElapsedTime(started).TotalSeconds / 2;
        Assert.InRange(checks, 1, (int)due + 2);
    }

    private async Task<int> Moved(int tries, CancellationToken token)
    {
        var before = stage.RefChecks("acme/control");
        while (stage.RefChecks("acme/control") == before)
        {
            Assert.True(tries++ < 300, $"the timer does not run\n{stage.LastLines}");
            await Task.Delay(100, token);
        }

        return stage.RefChecks("acme/control");
    }
}

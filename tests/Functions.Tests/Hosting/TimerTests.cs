using CsCheck;
using Plumbline.Functions.Hosting.Local.Timers;

namespace Plumbline.Functions.Tests.Hosting;

/// <summary>Timers over several hosts, restarts and crashes, decided by pure steps over one stored state.</summary>
public sealed class TimerTests
{
    private static readonly TimeSpan Lease = TimeSpan.FromSeconds(60);
    private static readonly DateTimeOffset Start = new(2026, 3, 1, 12, 0, 30, TimeSpan.Zero);

    private static TimerSchedule Minutely => TimerSchedule.TryParse("0 * * * * *", out var schedule) ? schedule : throw new InvalidOperationException();

    [Fact]
    public void New_timer_waits_for_its_next_time()
    {
        var stored = Assert.IsType<TimerDecision.Store>(Decide(null, Start));

        Assert.Equal(Start.AddSeconds(30), stored.State.Next);
        Assert.Equal(Start.AddSeconds(30), Assert.IsType<TimerDecision.WaitUntil>(Decide(stored.State, Start)).At);
    }

    [Fact]
    public void Due_timer_runs_and_its_next_time_is_stored_before()
    {
        var run = Assert.IsType<TimerDecision.RunNow>(Decide(State(Start), Start.AddSeconds(1)));

        Assert.False(run.IsPastDue);
        Assert.Equal(("host", Start.AddSeconds(30), Start.AddSeconds(61)), (run.State.Owner, run.State.Next, run.State.Until));
    }

    [Fact]
    public void Many_missed_times_are_made_up_for_by_one_run()
    {
        var run = Assert.IsType<TimerDecision.RunNow>(Decide(State(Start), Start.AddHours(5)));

        Assert.True(run.IsPastDue);
        Assert.True(run.State.Next > Start.AddHours(5));
    }

    [Fact]
    public void Unmonitored_timer_forgets_what_it_missed()
    {
        var decision = TimerDecision.Of(State(Start), Minutely, monitored: false, "host", Lease, Start.AddHours(5));

        Assert.True(Assert.IsType<TimerDecision.Store>(decision).State.Next > Start.AddHours(5));
    }

    [Fact]
    public void Timer_that_another_host_runs_is_left_alone_until_its_lease_ends()
    {
        var running = State(Start) with { Owner = "other", Until = Start.AddSeconds(60) };

        Assert.Equal(Start.AddSeconds(60), Assert.IsType<TimerDecision.WaitUntil>(Decide(running, Start.AddSeconds(59))).At);
    }

    [Fact]
    public void Run_of_a_host_that_died_is_made_up_for()
    {
        var died = State(Start.AddHours(1)) with { Owner = "other", Until = Start.AddSeconds(60) };

        Assert.True(Assert.IsType<TimerDecision.RunNow>(Decide(died, Start.AddSeconds(60))).IsPastDue);
    }

    [Fact]
    public void Changed_schedule_counts_from_now()
    {
        var old = State(Start.AddHours(8)) with { Schedule = "0 0 3 * * *" };

        Assert.Equal(Start.AddSeconds(30), Assert.IsType<TimerDecision.Store>(Decide(old, Start)).State.Next);
    }

    [Fact]
    public void Any_number_of_hosts_run_each_time_once() => Gen.Select(Gen.Int[1, 5], Gen.Int[1, 400].Array[5, 60]).Sample((hosts, steps) =>
    {
        TimerState? state = null;
        var version = 0;
        var now = Start;
        var runs = new List<(DateTimeOffset At, bool PastDue)>();
        foreach (var step in steps)
        {
            now = now.AddSeconds(step);

            // All hosts look at the same version; the first to replace it wins.
            var seen = (State: state, Version: version);
            for (var host = 0; host < hosts; host++)
            {
                var decision = TimerDecision.Of(seen.State, Minutely, monitored: true, $"host-{host}", Lease, now);
                var next = decision switch { TimerDecision.Store s => s.State, TimerDecision.RunNow r => r.State, _ => null };
                if (next is null || version != seen.Version)
                {
                    continue;
                }

                (state, version) = (next, version + 1);
                if (decision is TimerDecision.RunNow run)
                {
                    runs.Add((now, run.IsPastDue));
                    state = state with { Owner = null, Until = default };
                    version++;
                }
            }
        }

        // Never two runs for one minute, and a run whenever a look came after a due time.
        return runs.Select(r => r.At.ToUnixTimeSeconds() / 60).Distinct().Count() == runs.Count && (runs.Count > 0 || now < Start.AddSeconds(430));
    });

    [Theory]
    [InlineData("0 */5 * * * *", true)]
    [InlineData("30 15 3 * * 1-5", true)]
    [InlineData("* * * * *", false)]
    [InlineData("@hourly", false)]
    [InlineData("", false)]
    [InlineData("0 0 0 31 2 *", false)]
    [InlineData("61 * * * * *", false)]
    public void Schedules_have_six_fields_and_a_next_time(string text, bool expected) => Assert.Equal(expected, TimerSchedule.TryParse(text, out _));

    [Fact]
    public async Task Running_host_runs_its_timers()
    {
        await using var host = await TestHost.Start(settings: new Dictionary<string, string?>
        {
            ["Plumbline:Schedules:Sweep"] = "* * * * * *",
            ["Plumbline:Schedules:DriftScan"] = "* * * * * *",
        });

        await Eventually.Holds(() => host.Handlers.Calls.Contains("sweep") && host.Handlers.Calls.Contains("sweep-reports") && host.Handlers.Calls.Contains("scan"), "the timers ran");
        Assert.DoesNotContain("clean", host.Handlers.Calls);
    }

    [Fact]
    public async Task Timer_that_fails_goes_on()
    {
        await using var host = await TestHost.Start(
            h => h.Work = (call, _) => call == "scan" ? throw new InvalidOperationException("on purpose") : Task.CompletedTask,
            new Dictionary<string, string?> { ["Plumbline:Schedules:DriftScan"] = "* * * * * *" });

        await Eventually.Holds(() => host.Handlers.Calls.Count(c => c == "scan") >= 2, "the timer ran again");
    }

    private static TimerState State(DateTimeOffset next) => new(1, "0 * * * * *", next);

    private static TimerDecision Decide(TimerState? state, DateTimeOffset now) => TimerDecision.Of(state, Minutely, monitored: true, "host", Lease, now);
}

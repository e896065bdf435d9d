namespace Plumbline.Functions.Hosting.Local.Timers;

/// <summary>What to do about a timer now. Pure.</summary>
internal abstract record TimerDecision
{
    /// <summary>Later than this, a run makes up for a missed one.</summary>
    private static readonly TimeSpan Late = TimeSpan.FromSeconds(10);

    /// <summary>Decides.</summary>
    /// <param name="state">What is stored; null for nothing.</param>
    /// <param name="monitored">Whether missed runs are made up for.</param>
    public static TimerDecision Of(TimerState? state, TimerSchedule schedule, bool monitored, string host, TimeSpan lease, DateTimeOffset now)
    {
        if (state is null || (state.Schedule != schedule.Text && state.Owner is null))
        {
            return new Store(new TimerState(1, schedule.Text, schedule.After(now)) { Last = state?.Last, Updated = now });
        }

        if (state.Owner is not null && now < state.Until)
        {
            return new WaitUntil(state.Until);
        }

        // A host that died while it ran did not finish: its run is made up for.
        var died = state.Owner is not null;
        if (!died && now < state.Next)
        {
            return new WaitUntil(state.Next);
        }

        var pastDue = died || now - state.Next > Late;
        var next = new TimerState(1, schedule.Text, schedule.After(now)) { Last = state.Last, Updated = now };
        return pastDue && !monitored
            ? new Store(next)
            : new RunNow(next with { Last = now, Owner = host, Until = now + lease }, pastDue, state.Last);
    }

    /// <summary>Store this and decide again.</summary>
    internal sealed record Store(TimerState State) : TimerDecision;

    /// <summary>Nothing to do until then.</summary>
    internal sealed record WaitUntil(DateTimeOffset At) : TimerDecision;

    /// <summary>Store this, and if nobody was faster, run.</summary>
    internal sealed record RunNow(TimerState State, bool IsPastDue, DateTimeOffset? Before) : TimerDecision;
}

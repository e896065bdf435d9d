using Plumbline.Core.Faults;

namespace Plumbline.Functions.Tests.Processes;

/// <summary>
/// The host is killed, as SIGKILL does it, at each named place, once during a push and once during a decision, and started again: nothing is lost, nothing is doubled
/// (threats 2.2, G2; I1, I2, I3, I7, I8, I9, I10). The places: CP1, CP2, CP3, CP4, CP5, CP6, CP7, CP8, CP9, CP10, CP11, CP12, CP14, CP15, CP16, CP17.
/// </summary>
[Collection(ProcessCollection.Name)]
public sealed class CrashPointTests(ProcessStage stage)
{
    /// <summary>Places that a decision passes by and a push does not, or passes otherwise.</summary>
    private static readonly string[] OfDecisions = [CrashPoint.GateDecided, CrashPoint.AnswerSent, CrashPoint.PlanStored, CrashPoint.IntentSaved, CrashPoint.ReportSent];

    public static TheoryData<string> OfPush => [.. CrashPoint.All.Except([CrashPoint.GateDecided])];

    public static TheoryData<string> OfDecision => [.. OfDecisions];

    [Theory]
    [MemberData(nameof(OfPush))]
    public async Task Host_killed_during_a_push_loses_and_doubles_nothing(string point)
    {
        var token = TestContext.Current.CancellationToken;
        await stage.Use(token);
        await using var keeper = await HostKeeper.Start(stage, token);
        using var senders = new HostSenders(stage.Address);
        stage.Arm(point);

        var round = await Round.Push(stage, senders, token);
        await round.Approve(await round.Ask(token), token);
        await round.IsDoneOnce(token);

        Assert.Equal([HostProcess.Killed], keeper.Exits);
    }

    [Theory]
    [MemberData(nameof(OfDecision))]
    public async Task Host_killed_during_a_decision_loses_and_doubles_nothing(string point)
    {
        var token = TestContext.Current.CancellationToken;
        await stage.Use(token);
        await using var keeper = await HostKeeper.Start(stage, token);
        using var senders = new HostSenders(stage.Address);
        var round = await Round.Push(stage, senders, token);
        var gate = await round.Ask(token);

        stage.Arm(point);
        await round.Approve(gate, token);
        await round.IsDoneOnce(token);

        Assert.Equal([HostProcess.Killed], keeper.Exits);
    }
}

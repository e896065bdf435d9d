using Plumbline.Sync.Operations;

namespace Plumbline.Sync.Tests.Operations;

/// <summary>How operations wait, and how often they try (I8).</summary>
public sealed class PausesTests
{
    private static readonly DateTimeOffset Now = new(2026, 1, 15, 12, 0, 0, TimeSpan.Zero);
    private static readonly OperationState Operation = new("1", "plan", "ana", Now, Now);

    [Theory]
    [InlineData(0, 1)]
    [InlineData(20, 1)]
    [InlineData(60, 3)]
    [InlineData(600, 30)]
    [InlineData(86400, 30)]
    public void What_takes_long_is_looked_at_less_often(int waited, int seconds) =>
        Assert.Equal(TimeSpan.FromSeconds(seconds), Pauses.Growing(Now, Now.AddSeconds(waited), TimeSpan.FromSeconds(1)));

    [Fact]
    public void Passing_trouble_is_tried_again_and_a_refusal_is_not()
    {
        Assert.IsType<StepOutcome.Waiting>(OperationTrouble.Outcome(Operation, new ClusterException(ClusterFailure.Conflict, "somebody wrote in between")));
        Assert.IsType<StepOutcome.Failed>(OperationTrouble.Outcome(Operation, new ClusterException(ClusterFailure.Forbidden, "no")));
    }

    [Fact]
    public void Passing_trouble_that_does_not_pass_is_a_failure()
    {
        var pauses = new List<double>();
        StepOutcome outcome = new StepOutcome.Moved(Operation, null);
        for (var at = Operation; (outcome = OperationTrouble.Outcome(at, new ClusterException(ClusterFailure.Unavailable, "no answer"))) is StepOutcome.Waiting waiting; at = waiting.Next)
        {
            pauses.Add(waiting.Pause.TotalSeconds);
        }

        Assert.IsType<StepOutcome.Failed>(outcome);
        Assert.Equal([1, 2, 4, 8, 16, 32, 60, 60], pauses);
    }

    [Fact]
    public void Server_says_how_long_it_wants_to_be_left_alone() => Assert.Equal(
        TimeSpan.FromSeconds(42),
        ((StepOutcome.Waiting)OperationTrouble.Outcome(Operation, new ClusterException(ClusterFailure.Unavailable, "busy", retryAfter: TimeSpan.FromSeconds(42)))).Pause);

    [Fact]
    public void Of_many_things_the_first_are_told_and_how_many_more_there_are()
    {
        Assert.Equal(20, Told.Some(Enumerable.Range(0, 20).Select(n => $"{n}")).Count);
        Assert.Equal("and 81 more", Told.Some(Enumerable.Range(0, 100).Select(n => $"{n}"))[^1]);
    }
}

using Plumbline.Core.Gates;
using Plumbline.Core.State;

namespace Plumbline.Storage.Tests.Compliance;

/// <summary>What is deleted while it is listed, on every <see cref="IDocumentStore"/>, fake or real.</summary>
public abstract class ForgettingSuite
{
    protected abstract IDocumentStore Store { get; }

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Old_questions_go_but_for_those_that_are_waited_for_however_often_it_is_done()
    {
        var gates = new GateStore(Store);
        var (over, waiting) = (Guid.CreateVersion7().ToString("N"), Guid.CreateVersion7().ToString("N"));
        foreach (var id in (string[])[over, waiting])
        {
            await gates.Open(new Gate(1, id, "shop", new string('7', 64), "slack:#deploys", [], DateTimeOffset.UnixEpoch, DateTimeOffset.UnixEpoch), Token);
        }

        await gates.Forget(new HashSet<string> { waiting }, TimeProvider.System.GetUtcNow().AddDays(-1), Token);
        Assert.NotNull(await gates.Find(over, Token));

        await gates.Forget(new HashSet<string> { waiting }, TimeProvider.System.GetUtcNow().AddMinutes(5), Token);
        await gates.Forget(new HashSet<string> { waiting }, TimeProvider.System.GetUtcNow().AddMinutes(5), Token);

        Assert.Null(await gates.Find(over, Token));
        Assert.NotNull(await gates.Find(waiting, Token));
    }

    [Fact]
    public async Task Presses_go_once_no_repeat_can_be_fresh()
    {
        var presses = new PressMemory(Store);
        var signature = $"v0={Guid.CreateVersion7():N}";
        await presses.Note(signature, TimeProvider.System.GetUtcNow(), Token);
        await presses.Note(signature, TimeProvider.System.GetUtcNow(), Token);

        await presses.Forget(TimeProvider.System.GetUtcNow(), Token);
        Assert.True(await presses.Knows(signature, Token));

        await presses.Forget(TimeProvider.System.GetUtcNow().AddDays(2), Token);
        Assert.False(await presses.Knows(signature, Token));
    }
}

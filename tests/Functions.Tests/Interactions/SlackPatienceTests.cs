using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;
using Plumbline.Flows;
using Plumbline.Functions.Composition;
using Plumbline.Sync.Inbox;

namespace Plumbline.Functions.Tests.Interactions;

/// <summary>Slack waits for three seconds (T-SL-10): whoever presses is told in that time, that it is done or that it is not.</summary>
public sealed class SlackPatienceTests
{
    private readonly FakeTimeProvider _clock = new();

    [Theory]
    [InlineData(2400, 200)]
    [InlineData(2600, 503)]
    public async Task Press_that_storage_holds_up_is_answered_before_slack_gives_up(int milliseconds, int status)
    {
        var handler = new SlowHandler(_clock, TimeSpan.FromMilliseconds(milliseconds));
        var http = new DefaultHttpContext { RequestServices = new ServiceCollection().AddLogging().BuildServiceProvider(), Response = { Body = new MemoryStream() } };

        var answering = new InteractionReader(new BodyPieces(), _clock).Answer(http.Request, handler, CancellationToken.None);
        await handler.Begun.Task.WaitAsync(TestContext.Current.CancellationToken);
        _clock.Advance(TimeSpan.FromMilliseconds(Math.Min(milliseconds, 2500)));
        await (await answering).ExecuteAsync(http);

        Assert.Equal(status, http.Response.StatusCode);
        http.Response.Body.Position = 0;
        var told = await new StreamReader(http.Response.Body).ReadToEndAsync(TestContext.Current.CancellationToken);
        Assert.Equal(status == 503, told.Contains("press again", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Caller_that_is_gone_is_no_late_decision()
    {
        using var gone = new CancellationTokenSource();
        var handler = new SlowHandler(_clock, TimeSpan.FromMinutes(1));

        var answering = new InteractionReader(new BodyPieces(), _clock).Answer(new DefaultHttpContext().Request, handler, gone.Token);
        await handler.Begun.Task.WaitAsync(TestContext.Current.CancellationToken);
        await gone.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => answering);
    }

    private sealed class SlowHandler(TimeProvider clock, TimeSpan time) : IInteractionHandler
    {
        public TaskCompletionSource Begun { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public async Task<InteractionOutcome> Handle(InteractionRequest request, CancellationToken token)
        {
            var waiting = Task.Delay(time, clock, token);
            Begun.SetResult();
            await waiting;
            return InteractionOutcome.Accepted;
        }
    }
}

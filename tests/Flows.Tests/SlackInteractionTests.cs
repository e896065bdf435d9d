using System.Text;
using System.Text.Json;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using Plumbline.Core.Faults;
using Plumbline.Core.Gates;
using Plumbline.Core.Messages;
using Plumbline.Flows.Slack;
using Plumbline.Slack;
using Plumbline.Support.State;

namespace Plumbline.Flows.Tests;

/// <summary>Decisions pressed in chat (threats T-SL-1, T-SL-2, T-SL-3, T-SL-4, T-SL-5, T-SL-7, T-SL-9).</summary>
public sealed class SlackInteractionTests
{
    private const string Secret = "a-signing-secret-of-good-length";

    private readonly FakeTimeProvider _clock = new(new DateTimeOffset(2026, 1, 15, 12, 0, 0, TimeSpan.Zero));
    private readonly FakeDocumentStore _documents;
    private readonly FakeMessageQueue _queue;
    private readonly GateStore _gates;
    private readonly SlackInteractionHandler _handler;

    public SlackInteractionTests()
    {
        _documents = new FakeDocumentStore(_clock);
        _queue = new FakeMessageQueue(_clock);
        _gates = new GateStore(_documents);
        _handler = new SlackInteractionHandler(
            new SlackGateOptions([Secret], "T1"), _gates, new PressMemory(_documents), new Wakes(_documents, _queue, _clock), null, new NoCrashPoints(), _clock,
            NullLogger<SlackInteractionHandler>.Instance);
    }

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private Task Open(params string[] approvers) => _gates.Open(
        new Gate(1, "g1", "shop", new string('7', 64), "slack:#deploys", approvers, _clock.GetUtcNow(), _clock.GetUtcNow().AddHours(8)), Token);

    private InteractionRequest Press(string action = "approve", string user = "U1", string team = "T1", string gate = "g1", string secret = Secret)
    {
        var payload = JsonSerializer.Serialize(new
        {
            type = "block_actions",
            api_app_id = "A1",
            team = new { id = team },
            user = new { id = user, username = "ben" },
            channel = new { id = "C1" },
            actions = new[] { new { action_id = action, value = gate } },
        });
        var body = Encoding.UTF8.GetBytes($"payload={Uri.EscapeDataString(payload)}");
        var timestamp = $"{_clock.GetUtcNow().ToUnixTimeSeconds()}";
        return new InteractionRequest(body, [SlackSignature.Sign(timestamp, body, secret)], [timestamp]);
    }

    private async Task<GateState> State() => (await _gates.Find("g1", Token))!.State;

    [Theory]
    [InlineData("approve", GateState.Approved)]
    [InlineData("reject", GateState.Rejected)]
    [InlineData("open", GateState.Open)]
    public async Task Signed_press_decides_and_wakes_the_application(string action, GateState expected)
    {
        await Open();

        Assert.Equal(InteractionOutcome.Accepted, await _handler.Handle(Press(action), Token));

        Assert.Equal(expected, await State());
        Assert.Equal(expected == GateState.Open ? 0 : 1, _queue.Bodies(QueueName.Reconcile).Count(b => b.Contains("shop", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task Forged_press_is_refused()
    {
        await Open();

        Assert.Equal(InteractionOutcome.Unauthentic, await _handler.Handle(Press(secret: "somebody-elses-signing-secret"), Token));
        Assert.Equal(GateState.Open, await State());
    }

    [Fact]
    public async Task Press_from_another_workspace_means_nothing()
    {
        await Open();

        await _handler.Handle(Press(team: "T2"), Token);

        Assert.Equal(GateState.Open, await State());
    }

    [Theory]
    [InlineData("U1", GateState.Approved)]
    [InlineData("U2", GateState.Open)]
    public async Task Only_named_approvers_decide(string user, GateState expected)
    {
        await Open("U1");

        await _handler.Handle(Press(user: user), Token);

        Assert.Equal(expected, await State());
    }

    [Fact]
    public async Task Press_after_the_end_is_a_rejection()
    {
        await Open();
        _clock.Advance(TimeSpan.FromHours(8));

        await _handler.Handle(Press(), Token);

        Assert.Equal(GateState.Expired, await State());
    }

    [Fact]
    public async Task Of_many_presses_exactly_one_decides()
    {
        await Open();

        await Task.WhenAll(Enumerable.Range(0, 50).Select(i => _handler.Handle(Press(i % 2 == 0 ? "approve" : "reject", $"U{i}"), Token)));

        var decided = (await _gates.Find("g1", Token))!;
        Assert.NotEqual(GateState.Open, decided.State);
        await _handler.Handle(Press(decided.State == GateState.Approved ? "reject" : "approve", "U99"), Token);
        Assert.Equal(decided, await _gates.Find("g1", Token) is { } again ? again with { Approvers = decided.Approvers } : null);
    }

    [Fact]
    public async Task Repeated_bytes_have_no_second_effect()
    {
        await Open();
        var press = Press();
        await _handler.Handle(press, Token);
        var messages = _queue.Bodies(QueueName.Reconcile).Count;

        Assert.Equal(InteractionOutcome.Accepted, await _handler.Handle(press, Token));
        Assert.Equal(messages, _queue.Bodies(QueueName.Reconcile).Count);
    }
}

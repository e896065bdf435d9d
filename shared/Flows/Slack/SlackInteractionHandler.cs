using Microsoft.Extensions.Logging;
using Plumbline.Core.Faults;
using Plumbline.Core.Gates;
using Plumbline.Core.Messages;
using Plumbline.Core.Reporting;
using Plumbline.Slack;

namespace Plumbline.Flows.Slack;

/// <summary>Which Slack callbacks are believed.</summary>
/// <param name="Secrets">Current signing secret, and the previous one during a change.</param>
/// <param name="TeamId">The only workspace whose presses count; null where one app is installed in one workspace and its secret says enough.</param>
public sealed record SlackGateOptions(IReadOnlyList<string> Secrets, string? TeamId);

/// <summary>
/// Takes a press of a button: signature, freshness, workspace, person, then one compare-and-swap on the gate (T-SL-1 to T-SL-7). The button carries a random id and
/// nothing else; what it approves stands in the gate.
/// </summary>
internal sealed partial class SlackInteractionHandler(
    SlackGateOptions options, GateStore gates, PressMemory presses, Wakes wakes, IChat? chat, ICrashPoints crash, TimeProvider clock,
    ILogger<SlackInteractionHandler> logger) : IInteractionHandler
{
    /// <inheritdoc/>
    public async Task<InteractionOutcome> Handle(InteractionRequest request, CancellationToken token)
    {
        var now = clock.GetUtcNow();
        var signature = request.Signatures.Count == 1 ? request.Signatures[0] : null;
        var timestamp = request.Timestamps.Count == 1 ? request.Timestamps[0] : null;
        if (SlackSignature.Check(signature, timestamp, request.Body.Span, options.Secrets, now) != SlackVerdict.Good)
        {
            return InteractionOutcome.Unauthentic;
        }

        if (!SlackInteraction.TryRead(request.Body.Span, out var press))
        {
            return InteractionOutcome.Malformed;
        }

        if (press is null || (options.TeamId is { } team && press.TeamId != team))
        {
            return InteractionOutcome.Accepted;
        }

        if (await presses.Knows(signature!, token))
        {
            return InteractionOutcome.Accepted;
        }

        await Decide(press, now, token);

        // Written after the decision is stored: a repeat that comes in between meets a gate that is decided already (T-SL-2).
        await presses.Note(signature!, now, token);
        return InteractionOutcome.Accepted;
    }

    private async Task Decide(SlackPress press, DateTimeOffset now, CancellationToken token)
    {
        var state = press.Action switch { "approve" => GateState.Approved, "reject" => GateState.Rejected, _ => GateState.Open };
        if (state == GateState.Open)
        {
            return;
        }

        if (await gates.Find(press.Value, token) is not { } gate)
        {
            // Old questions are deleted, their buttons stay in the chat: whoever presses one is told.
            await Whisper(press, "This question is not open any more.", token);
            return;
        }

        if (!MayDecide(gate, press))
        {
            Log.NotAllowed(logger, gate.App, press.UserId);
            await Whisper(press, $"This needs {string.Join(", ", gate.Approvers)}; you are not among them.", token);
            return;
        }

        await wakes.Note(gate.App, now, token);
        var result = await gates.Decide(gate.Id, state, $"{press.UserName} ({press.UserId})", now, token);
        crash.Reached(CrashPoint.GateDecided);
        await wakes.Send(gate.App, QueueName.Reconcile, TimeSpan.Zero, token);
        if (result is { Decided: false, Gate: var other })
        {
            await Whisper(press, other.State switch
            {
                GateState.Expired => "This question has expired.",
                GateState.Voided => "The plan has changed; there is a newer question.",
                _ => $"Already {other.State.ToString().ToLowerInvariant()} by {other.DecidedBy}.",
            }, token);
        }
    }

    /// <summary>By id only; a name can be changed by its bearer (T-SL-3).</summary>
    private static bool MayDecide(Gate gate, SlackPress press) =>
        gate.Approvers.Count == 0 || gate.Approvers.Any(a => a.TrimStart('@') == press.UserId);

    private async Task Whisper(SlackPress press, string text, CancellationToken token)
    {
        try
        {
            if (chat is not null && press.ChannelId.Length > 0)
            {
                await chat.Whisper(press.ChannelId, press.UserId, text, token);
            }
        }
        catch (OutboundException e)
        {
            // A courtesy: the decision does not depend on it.
            Log.Unheard(logger, e.Message);
        }
    }

    private static partial class Log
    {
        [LoggerMessage(4001, LogLevel.Warning, "A press on the gate of {App} by {User}, who may not decide", EventName = "PressNotAllowed")]
        public static partial void NotAllowed(ILogger logger, string app, string user);

        [LoggerMessage(4002, LogLevel.Information, "An ephemeral answer could not be given: {Reason}", EventName = "WhisperUnheard")]
        public static partial void Unheard(ILogger logger, string reason);
    }
}

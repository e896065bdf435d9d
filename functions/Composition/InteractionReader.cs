using System.Buffers;
using Microsoft.AspNetCore.Http;
using Plumbline.Core.State;
using Plumbline.Flows;
using Plumbline.Slack;
using Plumbline.Sync.Inbox;

namespace Plumbline.Functions.Composition;

/// <summary>Reads callbacks of Slack within limits and maps their outcome.</summary>
public sealed class InteractionReader(BodyPieces pieces, TimeProvider clock)
{
    // After three seconds Slack tells whoever pressed that it failed, and reads no answer any more (T-SL-10).
    private static readonly TimeSpan Patience = TimeSpan.FromMilliseconds(2500);

    /// <summary>Reads the body once, hands it over, answers.</summary>
    public async Task<IResult> Answer(HttpRequest request, IInteractionHandler handler, CancellationToken token)
    {
        using var body = await BoundedBody.Read(request.Body, request.ContentLength, SlackInteraction.Longest, pieces, clock, token);
        if (body.Verdict != BodyVerdict.Whole)
        {
            request.HttpContext.Response.Headers.Connection = "close";
            return body.Verdict switch
            {
                BodyVerdict.TooLarge => Answers.Refuse(413, "TooLarge", "The body is too large."),
                BodyVerdict.TooSlow => Answers.Refuse(408, "TooSlow", "The body did not arrive in time."),
                _ => Answers.Refuse(400, "Malformed", "The body is shorter than its Content-Length."),
            };
        }

        using var patience = new CancellationTokenSource(Patience, clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(token, patience.Token);
        try
        {
            var interaction = new InteractionRequest(body.Bytes.ToArray(), request.AllValues("X-Slack-Signature"), request.AllValues("X-Slack-Request-Timestamp"));
            return await handler.Handle(interaction, either.Token) switch
            {
                InteractionOutcome.Accepted => Results.StatusCode(200),
                InteractionOutcome.Unauthentic => Answers.Refuse(401, "Unauthorized", "The route or the signature is not known."),
                _ => Answers.Refuse(400, "Malformed", "The callback is not of a form that is understood."),
            };
        }
        catch (StorageException)
        {
            return Answers.Refuse(503, "Unavailable", "The decision could not be stored; press again.");
        }
        catch (OperationCanceledException) when (patience.IsCancellationRequested && !token.IsCancellationRequested)
        {
            // A decision that was stored all the same is found by the sweeper; a second press is told of it.
            return Answers.Refuse(503, "Unavailable", "The decision could not be stored in time; press again.");
        }
    }
}

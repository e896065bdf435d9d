using System.Buffers;
using System.Net.Http.Headers;
using Microsoft.Extensions.Logging;
using Plumbline.Core.Faults;
using Plumbline.Core.Messages;
using Plumbline.Core.State;

namespace Plumbline.Sync.Inbox;

/// <summary>
/// The fixed order of T-WH: type → size → bytes once → signature → few fields → row with body, message → 202. Running it twice for one delivery
/// is harmless: the row is inserted once, and a repeat only sends the hint again while nobody has handled it.
/// </summary>
internal sealed partial class WebhookInbox(
    RouteTable routes, DeliveryStore deliveries, IDeliveryHandler handler, IMessageQueue queue, HintPace pace, BodyBudget budget, BodyPieces pieces, ICrashPoints crashes, TimeProvider clock,
    ILogger<WebhookInbox> logger) : IWebhookInbox
{
    private const int LongestSenderId = 128;

    private static readonly WebhookAnswer Unauthorized = Refuse(401, "Unauthorized", "The route or the signature is not known.");
    private static readonly WebhookAnswer WrongType = Refuse(415, "UnsupportedMediaType", "Send application/json.");
    private static readonly WebhookAnswer TooLarge = Refuse(413, "TooLarge", "The body is too large.");
    private static readonly WebhookAnswer TooSlow = Refuse(408, "TooSlow", "The body did not arrive in time.");
    private static readonly WebhookAnswer Cut = Refuse(400, "Malformed", "The body is shorter than its Content-Length.");
    private static readonly WebhookAnswer NoId = Refuse(400, "Malformed", "The header with the delivery's id is missing or malformed.");
    private static readonly WebhookAnswer Busy = Refuse(429, "Busy", "Too much is being received; try again.") with { RetryAfter = 1 };
    private static readonly WebhookAnswer Down = Refuse(503, "Unavailable", "The delivery could not be stored; try again.") with { RetryAfter = 5 };

    /// <inheritdoc/>
    public async Task<WebhookAnswer> Receive(WebhookRequest request, CancellationToken token)
    {
        if (!IsJson(request.Headers("Content-Type")))
        {
            return WrongType;
        }

        if (request.Length > BodyBudget.MaxBody)
        {
            return TooLarge;
        }

        var share = request.Length ?? BodyBudget.MaxUntold;
        if (!budget.TryTake(share))
        {
            return Busy;
        }

        try
        {
            using var body = await BoundedBody.Read(
                request.Body, request.Length, request.Length is null ? BodyBudget.MaxUntold : BodyBudget.MaxBody, pieces, clock, token);
            return body.Verdict switch
            {
                BodyVerdict.TooLarge => TooLarge,
                BodyVerdict.TooSlow => TooSlow,
                BodyVerdict.Short => Cut,
                _ => await Verified(request, body.Bytes, token),
            };
        }
        finally
        {
            budget.Return(share);
        }
    }

    private static WebhookAnswer Refuse(int status, string code, string message) => new(status, $$"""{"code":"{{code}}","message":"{{message}}"}""");

    private static WebhookAnswer Accept(int status, string id) => new(status, $$"""{"delivery":"{{id}}"}""");

    private static bool IsJson(IReadOnlyList<string> types) =>
        types.Count == 1 && MediaTypeHeaderValue.TryParse(types[0], out var type)
        && string.Equals(type.MediaType, "application/json", StringComparison.OrdinalIgnoreCase)
        && (type.CharSet is null || type.CharSet.Trim('"').Equals("utf-8", StringComparison.OrdinalIgnoreCase));

    private static string? SenderId(IReadOnlyList<string> values) =>
        values.Count == 1 && values[0].Length is > 0 and <= LongestSenderId && values[0].All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_' or '.' or ':')
            ? values[0] : null;

    private static string? EventName(IReadOnlyList<string> values) =>
        values.Count == 1 && values[0].Length is > 0 and <= 64 && values[0].All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_' or '.') ? values[0] : null;

    private async Task<WebhookAnswer> Verified(WebhookRequest request, ReadOnlySequence<byte> signed, CancellationToken token)
    {
        var route = routes.Find(request.Route);
        if (!WebhookSignature.Verify(route, request.Headers, signed, clock.GetUtcNow()))
        {
            return Unauthorized;
        }

        // Only now in one piece, and of its own.
        ReadOnlyMemory<byte> body = signed.ToArray();
        crashes.Reached(CrashPoint.SignatureVerified);
        var isGitHub = route!.Provider == DeliveryProvider.GitHub;
        if (SenderId(request.Headers(isGitHub ? "X-GitHub-Delivery" : "X-Delivery")) is not { } sender)
        {
            return NoId;
        }

        var eventName = isGitHub ? EventName(request.Headers("X-GitHub-Event")) : null;
        var decoded = DeliveryDecoder.Decode(route.Provider, eventName, body.Span);
        if (decoded.Delivery is null)
        {
            Log.Malformed(logger, route.Id, decoded.Fault!);
            return Refuse(400, "Malformed", $"This delivery cannot be used: {decoded.Fault}.");
        }

        var record = Record(route, sender, eventName, body.Length, decoded.Delivery);
        try
        {
            if (record.Status == DeliveryStatus.Received && await handler.Decline(decoded.Delivery, token) is { } declined)
            {
                record = record with { Status = DeliveryStatus.Ignored, Why = declined.Why, Handled = clock.GetUtcNow() };
            }

            return await Store(record, decoded.Delivery, body, token);
        }
        catch (StorageException e)
        {
            Log.NotStored(logger, record.Id, route.Id, e);
            return Down;
        }
    }

    private DeliveryRecord Record(WebhookRoute route, string sender, string? eventName, int size, DecodedDelivery decoded)
    {
        var now = clock.GetUtcNow();
        var record = new DeliveryRecord(1, DeliveryStore.IdOf(route.Id, sender), route.Id, route.Provider, sender, now) { Event = eventName, Size = size };
        return decoded switch
        {
            NothingToDo nothing => record with { Status = DeliveryStatus.Ignored, Why = nothing.Why, Handled = now },
            RefsMoved moved => record with { Repository = moved.Repository, Refs = [.. moved.Refs.Select(r => r.Name)] },
            _ => record,
        };
    }

    private static string SubjectOf(DecodedDelivery delivery) => delivery switch
    {
        RefsMoved moved => moved.Repository,
        SyncAsked asked => $"application {asked.Application}",
        _ => "",
    };

    private async Task<WebhookAnswer> Store(DeliveryRecord record, DecodedDelivery delivery, ReadOnlyMemory<byte> body, CancellationToken token)
    {
        var admission = await deliveries.Admit(record, body, token);
        crashes.Reached(CrashPoint.DeliveryWritten);
        if (admission == Admission.Handled || record.Status != DeliveryStatus.Received)
        {
            return Accept(admission == Admission.New ? 202 : 200, record.Id);
        }

        // A repeat comes here too while nobody has handled the delivery: a hint too many costs one look.
        if (pace.Delay(SubjectOf(delivery)) is { } delay)
        {
            await queue.Send(QueueName.Deliveries, Hint.To(record.Id, System.Diagnostics.Activity.Current?.Id).ToText(), delay, token);
        }

        crashes.Reached(CrashPoint.MessageQueued);
        Log.Stored(logger, record.Id, record.Route);
        return Accept(admission == Admission.New ? 202 : 200, record.Id);
    }

    private static partial class Log
    {
        [LoggerMessage(EventId = 2101, EventName = "DeliveryStored", Level = LogLevel.Information, Message = "Delivery {Delivery} of route {Route} is stored")]
        public static partial void Stored(ILogger logger, string delivery, string route);

        [LoggerMessage(EventId = 2102, EventName = "DeliveryMalformed", Level = LogLevel.Warning, Message = "An authentic delivery of route {Route} is malformed: {Fault}")]
        public static partial void Malformed(ILogger logger, string route, string fault);

        [LoggerMessage(EventId = 2103, EventName = "DeliveryNotStored", Level = LogLevel.Error, Message = "Delivery {Delivery} of route {Route} could not be stored")]
        public static partial void NotStored(ILogger logger, string delivery, string route, Exception trouble);
    }
}

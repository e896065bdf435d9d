using Microsoft.Extensions.Logging;
using Plumbline.Core.Messages;

namespace Plumbline.Sync.Inbox;

/// <summary>
/// Carries accepted deliveries to their handler and writes down what became of them. Handling twice is harmless: the handler's effect is a reason to look,
/// and the first outcome that is saved stays.
/// </summary>
internal sealed partial class DeliveryProcessor(
    DeliveryStore deliveries, IDeliveryHandler handler, IMessageQueue queue, SyncSettings settings, TimeProvider clock, ILogger<DeliveryProcessor> logger) : IDeliveries
{
    // Longer than a message waits for a free worker in ordinary times; sending again early costs one look at a row.
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    // After a storm the rest is taken in portions, so that what comes meanwhile is not behind all of it (T-WH-12).
    private const int MostSwept = 500;

    /// <inheritdoc/>
    public async Task Process(string id, CancellationToken token)
    {
        switch (await deliveries.Look(id, token))
        {
            case { Handled: true }:
                await deliveries.Settle(id, token);
                break;
            case { Handled: false } waiting:
                await Finish(waiting, await Handle(waiting, token), token);
                break;
            default:
                Log.Unknown(logger);
                break;
        }
    }

    /// <inheritdoc/>
    public async Task GiveUp(string id, CancellationToken token)
    {
        if (await deliveries.Look(id, token) is { Handled: false } waiting)
        {
            await Finish(waiting, waiting.Record with { Status = DeliveryStatus.Failed, Why = "Handling it failed too often; the next check of refs finds what it told of." }, token);
        }
        else if (DeliveryStore.IsId(id))
        {
            await deliveries.Settle(id, token);
        }
    }

    /// <inheritdoc/>
    public async Task Sweep(CancellationToken token)
    {
        var sent = 0;
        await foreach (var id in deliveries.WaitingSince(clock.GetUtcNow() - Patience, token))
        {
            await queue.Send(QueueName.Deliveries, Hint.To(id).ToText(), TimeSpan.Zero, token);
            if (++sent == MostSwept)
            {
                break;
            }
        }
    }

    /// <inheritdoc/>
    public Task Expire(CancellationToken token) => deliveries.Expire(clock.GetUtcNow() - TimeSpan.FromDays(settings.RetentionDays), token);

    /// <inheritdoc/>
    public async Task<string?> Find(string id, CancellationToken token) => (await deliveries.Look(id, token))?.Record.ToJson();

    private async Task<DeliveryRecord> Handle(StoredDelivery waiting, CancellationToken token)
    {
        // The body was sound when it was accepted; it is read again because storage is input too (T-HOST-3).
        var record = waiting.Record;
        if (await deliveries.Body(waiting, token) is not { } body)
        {
            return record with { Status = DeliveryStatus.Failed, Why = "Its body is gone; the next check of refs finds what it told of." };
        }

        var decoded = DeliveryDecoder.Decode(record.Provider, record.Event, body.Span);
        if (decoded.Delivery is null)
        {
            return record with { Status = DeliveryStatus.Failed, Why = $"It cannot be used: {decoded.Fault}." };
        }

        return await handler.Handle(record.Id, record.Route, decoded.Delivery, token) switch
        {
            DeliveryTouched touched => record with { Status = DeliveryStatus.Processed, Applications = touched.Applications },
            DeliveryIgnored ignored => record with { Status = DeliveryStatus.Ignored, Why = ignored.Why },
            _ => throw new InvalidOperationException("an outcome of a delivery has no case here"),
        };
    }

    private async Task Finish(StoredDelivery waiting, DeliveryRecord outcome, CancellationToken token)
    {
        if (await deliveries.Finish(waiting with { Record = outcome with { Handled = clock.GetUtcNow() } }, token))
        {
            Log.Handled(logger, outcome.Id, outcome.Status, outcome.Applications.Count);
        }
    }

    private static partial class Log
    {
        [LoggerMessage(EventId = 2111, EventName = "DeliveryHandled", Level = LogLevel.Information, Message = "Delivery {Delivery} is {Status}; {Applications} applications touched")]
        public static partial void Handled(ILogger logger, string delivery, DeliveryStatus status, int applications);

        [LoggerMessage(EventId = 2112, EventName = "DeliveryUnknown", Level = LogLevel.Warning, Message = "A message names a delivery that is not stored")]
        public static partial void Unknown(ILogger logger);
    }
}

using Plumbline.Core.Messages;
namespace Plumbline.Sync.Inbox;

/// <summary>Acts on a delivery.</summary>
public interface IDeliveryHandler
{
    /// <summary>
    /// Wakes the applications that <paramref name="delivery"/> concerns. Throwing means try again; safe to run twice for one id (I2).
    /// </summary>
    /// <param name="deliveryId">Our own id of the delivery, for reasons and the ledger.</param>
    /// <param name="route">The route it came in by.</param>
    Task<DeliveryOutcome> Handle(string deliveryId, string route, DecodedDelivery delivery, CancellationToken token);

    /// <summary>What is known to become of a delivery without any work, asked before it is queued; null when it has to be handled.</summary>
    Task<DeliveryIgnored?> Decline(DecodedDelivery delivery, CancellationToken token) => Task.FromResult<DeliveryIgnored?>(null);
}

namespace Plumbline.Sync.Inbox;

/// <summary>Who sends to a route. Fixed by the route; headers of other senders mean nothing there (T-WH-14).</summary>
public enum DeliveryProvider
{
    /// <summary>GitHub: <c>X-Hub-Signature-256</c>, <c>X-GitHub-Event</c>, <c>X-GitHub-Delivery</c>.</summary>
    GitHub,

    /// <summary>CI and others: <c>X-Signature: sha256=…</c> over <c>timestamp.body</c>, <c>X-Timestamp</c>, <c>X-Delivery</c>.</summary>
    Generic,
}

namespace Plumbline.Sync.Inbox;

/// <summary>What happens to deliveries after they were accepted.</summary>
public interface IDeliveries
{
    /// <summary>Handles a delivery. An unknown id, or one that was handled, is no failure. Returning means the message is done with; throwing means try again.</summary>
    Task Process(string id, CancellationToken token);

    /// <summary>Notes that handling it failed as often as is allowed. Safe to repeat.</summary>
    Task GiveUp(string id, CancellationToken token);

    /// <summary>Queues again what has waited for longer than a message takes. Safe to run twice or not at all.</summary>
    Task Sweep(CancellationToken token);

    /// <summary>Deletes the rows of handled deliveries that are older than <see cref="SyncSettings.RetentionDays"/>. Safe to run twice or not at all.</summary>
    Task Expire(CancellationToken token);

    /// <summary>What became of one, as JSON; null when there is none.</summary>
    Task<string?> Find(string id, CancellationToken token);
}

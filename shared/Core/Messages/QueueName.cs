namespace Plumbline.Core.Messages;

/// <summary>The queues. A message only wakes somebody; what is wanted stands in a document (design §2.1).</summary>
public static class QueueName
{
    /// <summary>A delivery was stored.</summary>
    public const string Deliveries = "deliveries";

    /// <summary>An application may be behind its sources.</summary>
    public const string Reconcile = "reconcile";

    /// <summary>An operation can take its next step.</summary>
    public const string Sync = "sync";

    /// <summary>Something happened that is reported outside.</summary>
    public const string Report = "report";

    /// <summary>What a queue's messages are moved to after too many failures.</summary>
    public const string PoisonSuffix = "-poison";
}

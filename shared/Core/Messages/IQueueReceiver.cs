namespace Plumbline.Core.Messages;

/// <summary>A message that was taken from a queue and is hidden from others for a while.</summary>
/// <param name="Id">The queue's own id of the message.</param>
/// <param name="Receipt">Proof of having taken it; changes whenever its visibility is changed.</param>
/// <param name="Text">The body.</param>
/// <param name="Taken">How often it was taken, this time included.</param>
public sealed record ReceivedMessage(string Id, string Receipt, string Text, long Taken)
{
    /// <summary>When it was queued.</summary>
    public DateTimeOffset? Inserted { get; init; }

    /// <summary>When the queue drops it.</summary>
    public DateTimeOffset? Expires { get; init; }

    /// <summary>When others see it again.</summary>
    public DateTimeOffset? NextVisible { get; init; }
}

/// <summary>Takes messages out of queues, for hosts that pump queues themselves. Trouble is thrown as <see cref="State.StorageException"/>.</summary>
public interface IQueueReceiver
{
    /// <summary>Takes up to <paramref name="limit"/> (1 to 32) visible messages and hides them for <paramref name="hidden"/> (1 s to 7 days). Empty when there are none, or no such queue.</summary>
    Task<IReadOnlyList<ReceivedMessage>> Receive(string queue, int limit, TimeSpan hidden, CancellationToken token);

    /// <summary>Hides a taken message for <paramref name="hidden"/> from now (zero: shows it at once); the message with its new receipt, or null when somebody else took it meanwhile or it is gone.</summary>
    Task<ReceivedMessage?> Hide(string queue, ReceivedMessage message, TimeSpan hidden, CancellationToken token);

    /// <summary>Deletes a taken message; false when somebody else took it meanwhile or it is gone.</summary>
    Task<bool> Delete(string queue, ReceivedMessage message, CancellationToken token);
}

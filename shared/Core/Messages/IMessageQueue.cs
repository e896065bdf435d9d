namespace Plumbline.Core.Messages;

/// <summary>Puts hints into queues. Delivery is at least once, late, and in any order. Trouble is thrown as <see cref="State.StorageException"/>.</summary>
public interface IMessageQueue
{
    /// <summary>Queues <paramref name="text"/> (UTF-8, at most 48 KiB, valid in XML), visible after <paramref name="delay"/> (zero: at once; at most 7 days).</summary>
    Task Send(string queue, string text, TimeSpan delay, CancellationToken token);
}

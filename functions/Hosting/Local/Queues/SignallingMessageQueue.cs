using Plumbline.Core.Messages;

namespace Plumbline.Functions.Hosting.Local.Queues;

/// <summary>Sends, and tells this process's own pump.</summary>
internal sealed class SignallingMessageQueue(IMessageQueue inner, QueueSignals signals) : IMessageQueue
{
    /// <inheritdoc/>
    public async Task Send(string queue, string text, TimeSpan delay, CancellationToken token)
    {
        await inner.Send(queue, text, delay, token);
        signals.Of(queue).Sent(delay);
    }
}

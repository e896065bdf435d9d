using System.Collections.Concurrent;
using System.Text;
using System.Xml;
using Azure;
using Azure.Storage.Queues;
using Azure.Storage.Queues.Models;
using Plumbline.Core.Messages;
using Plumbline.Core.State;

namespace Plumbline.Storage.Queues;

/// <summary>Hints in Azure Storage queues; a queue is made when the first message goes into it.</summary>
internal sealed class StorageMessageQueue(StorageConnections connections) : IMessageQueue, IQueueReceiver
{
    private const int MaxBytes = 48 * 1024;
    private static readonly TimeSpan Forever = TimeSpan.FromSeconds(-1);
    private readonly ConcurrentDictionary<string, QueueClient> _clients = new(StringComparer.Ordinal);

    /// <inheritdoc/>
    public async Task Send(string queue, string text, TimeSpan delay, CancellationToken token)
    {
        if (Encoding.UTF8.GetByteCount(text) > MaxBytes || !IsXml(text))
        {
            throw new StorageException($"a message for {queue} is over {MaxBytes} bytes or holds characters that queues refuse", isTransient: false);
        }

        var client = Client(queue);
        await StorageCall.Run($"send to {queue}", async () =>
        {
            try
            {
                return await client.SendMessageAsync(text, delay, Forever, token);
            }
            catch (RequestFailedException e) when (e.Status == 404)
            {
                await client.CreateIfNotExistsAsync(cancellationToken: token);
                return await client.SendMessageAsync(text, delay, Forever, token);
            }
        }, token);
    }

    /// <inheritdoc/>
    public Task<IReadOnlyList<ReceivedMessage>> Receive(string queue, int limit, TimeSpan hidden, CancellationToken token) =>
        StorageCall.Run($"receive from {queue}", async () =>
        {
            try
            {
                var messages = await Client(queue).ReceiveMessagesAsync(limit, hidden, token);
                return (IReadOnlyList<ReceivedMessage>)[.. messages.Value.Select(Taken)];
            }
            catch (RequestFailedException e) when (e.Status == 404)
            {
                return [];
            }
        }, token);

    /// <inheritdoc/>
    public Task<ReceivedMessage?> Hide(string queue, ReceivedMessage message, TimeSpan hidden, CancellationToken token) =>
        StorageCall.Run($"hide a message of {queue}", async () =>
        {
            try
            {
                // Without a text the service keeps the body.
                var receipt = (await Client(queue).UpdateMessageAsync(message.Id, message.Receipt, (string?)null, hidden, token)).Value;
                return message with { Receipt = receipt.PopReceipt, NextVisible = receipt.NextVisibleOn };
            }
            catch (RequestFailedException e) when (IsLost(e))
            {
                return null;
            }
        }, token);

    /// <inheritdoc/>
    public Task<bool> Delete(string queue, ReceivedMessage message, CancellationToken token) =>
        StorageCall.Run($"delete a message of {queue}", async () =>
        {
            try
            {
                await Client(queue).DeleteMessageAsync(message.Id, message.Receipt, token);
                return true;
            }
            catch (RequestFailedException e) when (IsLost(e))
            {
                return false;
            }
        }, token);

    private static bool IsLost(RequestFailedException e) => e.Status == 404 || (e.Status == 400 && e.ErrorCode == QueueErrorCode.PopReceiptMismatch);

    private static ReceivedMessage Taken(QueueMessage message) => new(message.MessageId, message.PopReceipt, message.Body.ToString(), message.DequeueCount)
    {
        Inserted = message.InsertedOn,
        Expires = message.ExpiresOn,
        NextVisible = message.NextVisibleOn,
    };

    private static bool IsXml(string text)
    {
        for (var i = 0; i < text.Length; i++)
        {
            if (char.IsHighSurrogate(text[i]) && i + 1 < text.Length && char.IsLowSurrogate(text[i + 1]))
            {
                i++;
            }
            else if (!XmlConvert.IsXmlChar(text[i]))
            {
                return false;
            }
        }

        return true;
    }

    private QueueClient Client(string queue) => _clients.GetOrAdd(queue, connections.Queue);
}

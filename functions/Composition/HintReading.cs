using Azure.Storage.Queues.Models;
using Microsoft.Azure.Functions.Worker;
using Plumbline.Core.Messages;

namespace Plumbline.Functions.Composition;

/// <summary>Reads queue messages. They are input like any other (T-HOST-3).</summary>
internal static class HintReading
{
    /// <summary>Calls <paramref name="handle"/> with the id that a message names. A message that is malformed or of an unknown version fails, and so ends in the poison queue.</summary>
    /// <exception cref="InvalidOperationException">It is not a hint.</exception>
    public static Task WithHint(this QueueMessage message, Func<string, CancellationToken, Task> handle, FunctionContext context) =>
        Hint.Parse(message.Body.ToString()) is { } hint
            ? handle(hint.Id, context.CancellationToken)
            : throw new InvalidOperationException("a queue message is not a hint of a version that is known here");
}

using System.Diagnostics;
using Azure.Storage.Queues.Models;
using Microsoft.Extensions.Logging;
using Plumbline.Core.Faults;
using Plumbline.Core.Messages;
using Plumbline.Core.State;
using Plumbline.Functions.Composition;
using Plumbline.Functions.Hosting.Local.Invocation;

namespace Plumbline.Functions.Hosting.Local.Queues;

/// <summary>
/// One message: run, then delete; or show again after a pause; or, tried too often, copy to the poison queue and delete. A crash anywhere leaves the
/// message to come back, so work may run twice and never gets lost.
/// </summary>
internal sealed partial class MessageRun(
    FunctionInvoker invoker, IQueueReceiver receiver, IMessageQueue sender, ICrashPoints crashes, TriggerTelemetry telemetry, TimeProvider clock, ILogger<MessageRun> logger)
{
    private static readonly TimeSpan SettleLimit = TimeSpan.FromSeconds(20);
    private static readonly Dictionary<string, object?> NoValues = [];

    /// <summary>Runs <paramref name="message"/> to its end. Throws nothing but bugs: trouble with storage leaves the message to come back.</summary>
    public async Task Run(string queue, ReceivedMessage message, QueueLimits limits, CancellationToken token)
    {
        // Never on the pump's own turn: the function may take long before its first wait.
        await Task.Yield();
        using var activity = telemetry.StartMessage(invoker.Function.Name, queue, message);
        var started = clock.GetTimestamp();
        try
        {
            if (message.Taken > limits.MaxTaken)
            {
                // Earlier tries ended without an answer: the process died. It does not run again.
                Log.Died(logger, queue, message.Id, message.Taken - 1);
                await Poison(queue, message, token);
                return;
            }

            var (failure, last) = await Invoke(queue, message, limits, token);
            telemetry.RecordMessage(invoker.Function.Name, queue, failure is null, clock.GetElapsedTime(started));
            await Settle(queue, last, failure, limits, token.IsCancellationRequested);
        }
        catch (StorageException e)
        {
            Log.NotSettled(logger, queue, message.Id, e.Message);
        }
    }

    /// <summary>Runs the function while the message is kept hidden; what it threw, and the message with its newest receipt (null when it was lost).</summary>
    private async Task<(Exception? Failure, ReceivedMessage? Last)> Invoke(string queue, ReceivedMessage message, QueueLimits limits, CancellationToken token)
    {
        using var done = new CancellationTokenSource();
        var renewal = Renew(queue, message, limits, done.Token);
        Exception? failure = null;
        try
        {
            crashes.Reached(CrashPoint.MessageTaken);
            await invoker.Invoke(Model(message), NoValues, token);
            crashes.Reached(CrashPoint.MessageDone);
        }
        catch (Exception e)
        {
            // Every failure of a function means the same to its message; the middleware of the other host does likewise.
            failure = e;
        }

        await done.CancelAsync();
        return (failure, await renewal);
    }

    private async Task Settle(string queue, ReceivedMessage? message, Exception? failure, QueueLimits limits, bool stopping)
    {
        // What was done is written down even when the host stops meanwhile, within a limit of its own.
        using var limit = new CancellationTokenSource(SettleLimit, clock);
        if (message is null)
        {
            Log.Lost(logger, queue);
        }
        else if (failure is null)
        {
            if (!await receiver.Delete(queue, message, limit.Token))
            {
                Log.Lost(logger, queue);
            }
        }
        else if (stopping && failure is OperationCanceledException)
        {
            await receiver.Hide(queue, message, TimeSpan.Zero, limit.Token);
        }
        else
        {
            Log.Failed(logger, invoker.Function.Name, queue, message.Taken, limits.MaxTaken, failure);
            Activity.Current?.SetStatus(ActivityStatusCode.Error, failure.GetType().Name);
            if (message.Taken >= limits.MaxTaken)
            {
                await Poison(queue, message, limit.Token);
            }
            else
            {
                await receiver.Hide(queue, message, limits.RetryDelay, limit.Token);
            }
        }
    }

    private async Task Poison(string queue, ReceivedMessage message, CancellationToken token)
    {
        if (queue.EndsWith(QueueName.PoisonSuffix, StringComparison.Ordinal))
        {
            // A poison queue has none of its own; the message waits out its time and is tried again, as in Azure.
            return;
        }

        await sender.Send(queue + QueueName.PoisonSuffix, message.Text, TimeSpan.Zero, token);
        await receiver.Delete(queue, message, token);
        Log.Poisoned(logger, queue, message.Id);
    }

    private async Task<ReceivedMessage?> Renew(string queue, ReceivedMessage message, QueueLimits limits, CancellationToken done)
    {
        var current = message;
        while (true)
        {
            try
            {
                await Task.Delay(limits.Hidden / 2, clock, done);
            }
            catch (OperationCanceledException)
            {
                return current;
            }

            try
            {
                // Not cancelled half-way: the receipt that comes back is needed to delete.
                using var limit = new CancellationTokenSource(SettleLimit, clock);
                if (await receiver.Hide(queue, current, limits.Hidden, limit.Token) is not { } renewed)
                {
                    return null;
                }

                current = renewed;
            }
            catch (Exception e) when (e is StorageException or OperationCanceledException)
            {
                Log.NotRenewed(logger, queue, e.Message);
            }
        }
    }

    private static QueueMessage Model(ReceivedMessage m) => QueuesModelFactory.QueueMessage(
        m.Id, m.Receipt, BinaryData.FromString(m.Text), m.Taken, m.NextVisible, m.Inserted, m.Expires);

    private static partial class Log
    {
        [LoggerMessage(EventId = 4111, EventName = "MessageFailed", Level = LogLevel.Warning, Message = "{Function} failed on a message of {Queue}, try {Try} of {Tries}")]
        public static partial void Failed(ILogger logger, string function, string queue, long @try, int tries, Exception failure);

        [LoggerMessage(EventId = 4112, EventName = "MessagePoisoned", Level = LogLevel.Error, Message = "A message of {Queue} was moved to its poison queue ({Message})")]
        public static partial void Poisoned(ILogger logger, string queue, string message);

        [LoggerMessage(EventId = 4113, EventName = "MessageLost", Level = LogLevel.Warning, Message = "A message of {Queue} was taken by another worker meanwhile")]
        public static partial void Lost(ILogger logger, string queue);

        [LoggerMessage(EventId = 4114, EventName = "MessageNotRenewed", Level = LogLevel.Warning, Message = "A message of {Queue} could not be kept hidden: {Trouble}")]
        public static partial void NotRenewed(ILogger logger, string queue, string trouble);

        [LoggerMessage(EventId = 4115, EventName = "MessageNotSettled", Level = LogLevel.Warning, Message = "A message of {Queue} could not be settled and comes back ({Message}): {Trouble}")]
        public static partial void NotSettled(ILogger logger, string queue, string message, string trouble);

        [LoggerMessage(EventId = 4116, EventName = "MessageDied", Level = LogLevel.Error, Message = "{Tries} tries of a message of {Queue} ended without an answer ({Message})")]
        public static partial void Died(ILogger logger, string queue, string message, long tries);
    }
}

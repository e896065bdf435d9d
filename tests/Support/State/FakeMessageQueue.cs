using System.Globalization;
using System.Text;
using System.Xml;
using Plumbline.Core.Messages;
using Plumbline.Core.State;

namespace Plumbline.Support.State;

/// <summary>Queues in memory on a clock of the test; passes the suite that the real queues pass.</summary>
public sealed class FakeMessageQueue(TimeProvider clock) : IMessageQueue, IQueueReceiver
{
    private readonly Lock _gate = new();
    private readonly Dictionary<string, List<Held>> _queues = new(StringComparer.Ordinal);
    private long _number;

    /// <summary>What goes wrong.</summary>
    public StorageFaults Faults { get; init; } = new();

    /// <summary>Bodies in <paramref name="queue"/>, hidden ones included, oldest first.</summary>
    public IReadOnlyList<string> Bodies(string queue)
    {
        lock (_gate)
        {
            return [.. Of(queue).Select(m => m.Text)];
        }
    }

    /// <summary>When the next hidden message of any queue shows; null when none is hidden.</summary>
    public DateTimeOffset? NextVisible
    {
        get
        {
            lock (_gate)
            {
                var now = clock.GetUtcNow();
                return _queues.Values.SelectMany(q => q).Where(m => m.Visible > now).Select(m => (DateTimeOffset?)m.Visible).Min();
            }
        }
    }

    /// <inheritdoc/>
    public Task Send(string queue, string text, TimeSpan delay, CancellationToken token)
    {
        if (Encoding.UTF8.GetByteCount(text) > 48 * 1024 || !IsXml(text))
        {
            throw new StorageException("a message is too long or holds characters that queues refuse", isTransient: false);
        }

        return Run("Send", queue, () =>
        {
            var now = clock.GetUtcNow();
            Of(queue).Add(new Held(NextNumber(), text, now) { Visible = now + delay });
            return true;
        }, token);
    }

    /// <inheritdoc/>
    public Task<IReadOnlyList<ReceivedMessage>> Receive(string queue, int limit, TimeSpan hidden, CancellationToken token) =>
        Run("Receive", queue, () =>
        {
            var now = clock.GetUtcNow();
            var taken = new List<ReceivedMessage>();
            foreach (var held in Of(queue).Where(m => m.Visible <= now).Take(limit))
            {
                held.Taken++;
                held.Visible = now + hidden;
                held.Receipt = NextNumber();
                taken.Add(held.Message);
            }

            return (IReadOnlyList<ReceivedMessage>)taken;
        }, token);

    /// <inheritdoc/>
    public Task<ReceivedMessage?> Hide(string queue, ReceivedMessage message, TimeSpan hidden, CancellationToken token) =>
        Run("Hide", queue, () =>
        {
            if (Of(queue).Find(m => m.Id == message.Id && m.Receipt == message.Receipt) is not { } held)
            {
                return null;
            }

            held.Visible = clock.GetUtcNow() + hidden;
            held.Receipt = NextNumber();
            return held.Message;
        }, token);

    /// <inheritdoc/>
    public Task<bool> Delete(string queue, ReceivedMessage message, CancellationToken token) =>
        Run("Delete", queue, () => Of(queue).RemoveAll(m => m.Id == message.Id && m.Receipt == message.Receipt) > 0, token);

    private static bool IsXml(string text)
    {
        try
        {
            XmlConvert.VerifyXmlChars(text);
            return true;
        }
        catch (XmlException)
        {
            return false;
        }
    }

    private List<Held> Of(string queue) => _queues.TryGetValue(queue, out var held) ? held : _queues[queue] = [];

    private string NextNumber() => (++_number).ToString(CultureInfo.InvariantCulture);

    private Task<T> Run<T>(string method, string queue, Func<T> call, CancellationToken token) => Faults.Run(method, queue, () =>
    {
        lock (_gate)
        {
            return call();
        }
    }, token);

    private sealed class Held(string id, string text, DateTimeOffset inserted)
    {
        public string Id => id;

        public string Text => text;

        public string Receipt { get; set; } = "";

        public DateTimeOffset Visible { get; set; }

        public long Taken { get; set; }

        public ReceivedMessage Message => new(id, Receipt, text, Taken) { Inserted = inserted, NextVisible = Visible };
    }
}

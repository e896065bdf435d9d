using System.Globalization;
using Plumbline.Core.State;

namespace Plumbline.Core.Messages;

/// <summary>
/// Which applications somebody has to look at, and when: one small document each, so that the sweeper reads no application that rests.
/// The document is written before the reason is stored and before the message is sent; if either is lost, the sweeper finds it (I1, I8).
/// </summary>
public sealed class Wakes(IDocumentStore documents, IMessageQueue queue, TimeProvider clock)
{
    private const string Partition = "wakes";

    /// <summary>Notes that <paramref name="app"/> is due at <paramref name="at"/> at the latest. Call before saving the reason.</summary>
    public async Task Note(string app, DateTimeOffset at, CancellationToken token)
    {
        var key = KeyOf(app);
        while (true)
        {
            if (await documents.Find(key, token) is not { } known)
            {
                if (await documents.Insert(key, Write(app, at), token) is not null)
                {
                    return;
                }
            }
            else if (Parse(known).At <= at || await documents.Replace(key, Write(app, at), known.ETag, token) is not null)
            {
                return;
            }
        }
    }

    /// <summary>Sends the message that wakes a worker.</summary>
    public Task Send(string app, string queueName, TimeSpan delay, CancellationToken token) =>
        queue.Send(queueName, Hint.To(app, System.Diagnostics.Activity.Current?.Id).ToText(), delay, token);

    /// <summary>Those that are due by now, with the version of their note.</summary>
    public async IAsyncEnumerable<(string App, DateTimeOffset At, string ETag)> Due([System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken token)
    {
        var now = clock.GetUtcNow();
        await foreach (var document in documents.List(Partition, null, null, token))
        {
            var (app, at) = Parse(document);
            if (at <= now)
            {
                yield return (app, at, document.ETag);
            }
        }
    }

    /// <summary>Takes a note away, or moves it to <paramref name="next"/>, if it is still the one that was read.</summary>
    public async Task Settle(string app, DateTimeOffset? next, string etag, CancellationToken token)
    {
        if (next is { } at)
        {
            await documents.Replace(KeyOf(app), Write(app, at), etag, token);
        }
        else
        {
            await documents.Delete(KeyOf(app), etag, token);
        }
    }

    private static DocumentKey KeyOf(string app) => new(Partition, DocumentKey.Escape(app));

    private static string Write(string app, DateTimeOffset at) => $"{at.UtcDateTime:O} {app}";

    private static (string App, DateTimeOffset At) Parse(StoredDocument document)
    {
        var space = document.Json.IndexOf(' ', StringComparison.Ordinal);
        return (document.Json[(space + 1)..], DateTimeOffset.Parse(document.Json[..space], CultureInfo.InvariantCulture));
    }
}

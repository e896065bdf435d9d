using System.Text.Json;
using Plumbline.Core.Ledger;
using Plumbline.Core.Messages;
using Plumbline.Core.State;

namespace Plumbline.Sync.Apps;

/// <summary>An application's state with the version it was read at.</summary>
internal sealed record StoredApplication(ApplicationState State, string ETag);

/// <summary>
/// Applications by name. Saving writes the state and its events in one document; the events are then carried into the ledger and reported,
/// by whoever comes next if the saver dies in between.
/// </summary>
internal sealed class ApplicationStore(IDocumentStore documents, IMessageQueue queue, AppLedger ledger, SyncTelemetry telemetry)
{
    private const string Partition = "apps";

    /// <summary>Reads one; null where there is none.</summary>
    public async Task<StoredApplication?> Find(string name, CancellationToken token) =>
        await documents.Find(KeyOf(name), token) is { } document ? Parse(document) : null;

    /// <summary>All applications in order of their keys.</summary>
    public async IAsyncEnumerable<StoredApplication> List([System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken token)
    {
        await foreach (var document in documents.List(Partition, null, null, token))
        {
            yield return Parse(document);
        }
    }

    /// <summary>
    /// Changes one by <paramref name="change"/>, which may run several times and gives null to leave it as it is. A missing application is given as null
    /// and may be made. Returns the state as it then is.
    /// </summary>
    public async Task<ApplicationState?> Update(string name, Func<ApplicationState?, ApplicationState?> change, CancellationToken token)
    {
        while (true)
        {
            var document = await documents.Find(KeyOf(name), token);
            var before = document is null ? null : Parse(document).State;
            var after = change(before);
            if (after is null || ReferenceEquals(after, before))
            {
                return before;
            }

            var saved = document is null
                ? await documents.Insert(KeyOf(name), Write(after), token)
                : await documents.Replace(KeyOf(name), Write(after), document.ETag, token);
            if (saved is not null)
            {
                return await Publish(after, saved.ETag, token);
            }
        }
    }

    /// <summary>Carries saved events into the ledger and asks for their report. Safe to repeat.</summary>
    public async Task<ApplicationState> Publish(ApplicationState state, string etag, CancellationToken token)
    {
        if (state.Outbox.Count == 0)
        {
            return state;
        }

        foreach (var e in state.Outbox)
        {
            await ledger.Append(state.Name, $"event {e.Number}", e.At, e.Kind, e.ToJson(), token);
        }

        telemetry.Record(state);
        await queue.Send(QueueName.Report, Hint.To(state.Name).ToText(), TimeSpan.Zero, token);
        var published = state with { Outbox = [] };

        // Losing this write is harmless: the winner saw the same events and publishes them again, which the ledger recognises.
        _ = await documents.Replace(KeyOf(state.Name), Write(published), etag, token);
        return published;
    }

    /// <summary>Forgets an application whose objects are gone, if it is still the version that was read. Its ledger stays.</summary>
    public Task<bool> Delete(string name, string etag, CancellationToken token) => documents.Delete(KeyOf(name), etag, token);

    private static StoredApplication Parse(StoredDocument document) =>
        new(JsonSerializer.Deserialize(document.Json, ApplicationStateJson.Default.ApplicationState)!, document.ETag);

    private static string Write(ApplicationState state) => JsonSerializer.Serialize(state, ApplicationStateJson.Default.ApplicationState);

    private static DocumentKey KeyOf(string name) => new(Partition, DocumentKey.Escape(name));
}

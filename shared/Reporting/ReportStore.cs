using System.Text.Json;
using Plumbline.Core.State;

namespace Plumbline.Reporting;

/// <summary>Report states by application, and which of them have something left to tell.</summary>
internal sealed class ReportStore(IDocumentStore documents)
{
    private const string Partition = "reports";
    private const string Left = "reports-left";

    public async Task<(ReportState State, string? ETag)> Load(string app, CancellationToken token) =>
        await documents.Find(KeyOf(app), token) is { } document
            ? (JsonSerializer.Deserialize(document.Json, ReportStateJson.Default.ReportState)!, document.ETag)
            : (new ReportState(1, app), null);

    /// <summary>Saves over the version that was read; the new version, null when somebody else wrote.</summary>
    public async Task<string?> Save(ReportState state, string? etag, CancellationToken token)
    {
        var json = JsonSerializer.Serialize(state, ReportStateJson.Default.ReportState);
        return (etag is null ? await documents.Insert(KeyOf(state.App), json, token) : await documents.Replace(KeyOf(state.App), json, etag, token))?.ETag;
    }

    /// <summary>Notes that there is something to tell; before it is told, so that a crash in between is found.</summary>
    public async Task Note(string app, CancellationToken token) => await documents.Insert(new DocumentKey(Left, DocumentKey.Escape(app)), app, token);

    /// <summary>All is told.</summary>
    public async Task Settle(string app, CancellationToken token) => await documents.Delete(new DocumentKey(Left, DocumentKey.Escape(app)), null, token);

    /// <summary>Applications with something left to tell.</summary>
    public async IAsyncEnumerable<string> Unsettled([System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken token)
    {
        await foreach (var document in documents.List(Left, null, null, token))
        {
            yield return document.Json;
        }
    }

    /// <summary>When the state of each application was last saved.</summary>
    public async Task<IReadOnlyDictionary<string, DateTimeOffset>> Saved(CancellationToken token)
    {
        var saved = new Dictionary<string, DateTimeOffset>(StringComparer.Ordinal);
        await foreach (var stamp in documents.Stamps(Partition, token))
        {
            saved[stamp.Key.Id] = stamp.Written;
        }

        return saved;
    }

    private static DocumentKey KeyOf(string app) => new(Partition, DocumentKey.Escape(app));
}

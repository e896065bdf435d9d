using System.Text.Json;
using Plumbline.Core.State;

namespace Plumbline.Core.Gates;

/// <summary>Gates by id. The first final state wins; every later attempt is told what was decided (I13, T-SL-5).</summary>
public sealed class GateStore(IDocumentStore documents)
{
    private const string Partition = "gates";

    /// <summary>Stores a new gate; one with its id that is there already is kept.</summary>
    public async Task Open(Gate gate, CancellationToken token) =>
        await documents.Insert(KeyOf(gate.Id), JsonSerializer.Serialize(gate, GateJson.Default.Gate), token);

    /// <summary>Reads a gate; null where there is none.</summary>
    public async Task<Gate?> Find(string id, CancellationToken token) =>
        id.Length is > 0 and <= 64 && await documents.Find(KeyOf(id), token) is { } document ? Parse(document) : null;

    /// <summary>
    /// Brings an open gate into a final state at <paramref name="now"/>. An open gate past its time becomes <see cref="GateState.Expired"/> instead
    /// of approved or rejected. Gives the gate as it then stands and whether this call decided it; null where there is no such gate.
    /// </summary>
    public async Task<(Gate Gate, bool Decided)?> Decide(string id, GateState state, string? by, DateTimeOffset now, CancellationToken token)
    {
        while (id.Length is > 0 and <= 64 && await documents.Find(KeyOf(id), token) is { } document)
        {
            var gate = Parse(document);
            if (gate.State != GateState.Open)
            {
                return (gate, false);
            }

            var late = now >= gate.Expires && (state is GateState.Approved or GateState.Rejected);
            var decided = gate with { State = late ? GateState.Expired : state, DecidedBy = late ? null : by, Decided = now };
            if (await documents.Replace(document.Key, JsonSerializer.Serialize(decided, GateJson.Default.Gate), document.ETag, token) is not null)
            {
                return (decided, !late);
            }
        }

        return null;
    }

    /// <summary>
    /// Deletes the gates that nobody has written to since <paramref name="before"/>, except those in <paramref name="kept"/>. A press on one that is gone decides nothing.
    /// Safe to repeat and to stop anywhere.
    /// </summary>
    public async Task Forget(IReadOnlySet<string> kept, DateTimeOffset before, CancellationToken token)
    {
        var keys = kept.Select(KeyOf).ToHashSet();
        await foreach (var stamp in documents.Stamps(Partition, token))
        {
            if (stamp.Written < before && !keys.Contains(stamp.Key))
            {
                await documents.Delete(stamp.Key, null, token);
            }
        }
    }

    private static Gate Parse(StoredDocument document) => JsonSerializer.Deserialize(document.Json, GateJson.Default.Gate)!;

    private static DocumentKey KeyOf(string id) => new(Partition, DocumentKey.Escape(id));
}

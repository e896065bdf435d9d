using System.Security.Cryptography;
using System.Text.Json;
using System.Text.Json.Serialization;
using Plumbline.Core.Events;
using Plumbline.Core.Kubernetes;

namespace Plumbline.Sync.Planning;

/// <summary>What a plan does to an object.</summary>
internal enum PlanAction
{
    /// <summary>It is not in the cluster and will be.</summary>
    Create,

    /// <summary>Fields of it will change.</summary>
    Change,

    /// <summary>It will be deleted: the sources no longer have it.</summary>
    Prune,

    /// <summary>It is as the sources say.</summary>
    Unchanged,
}

/// <summary>A field that will change, as shown to people: values are masked where secret and cut where long.</summary>
/// <param name="Path">Path with list items by name.</param>
/// <param name="Before">Value now; null when absent.</param>
/// <param name="After">Value then; null when absent.</param>
/// <param name="LastWriter">Who wrote it last; null when unknown.</param>
internal sealed record PlannedField(string Path, string? Before, string? After, string? LastWriter);

/// <summary>What happens to one object.</summary>
/// <param name="Action">What.</param>
/// <param name="Group">Its group.</param>
/// <param name="Version">Its version.</param>
/// <param name="Kind">Its kind.</param>
/// <param name="Namespace">Its namespace; empty for cluster-scoped.</param>
/// <param name="Name">Its name.</param>
internal sealed record PlanEntry(
    [property: JsonConverter(typeof(JsonStringEnumConverter<PlanAction>))] PlanAction Action, string Group, string Version, string Kind, string Namespace, string Name)
{
    /// <summary>The live object it was compared with; null for an object to create.</summary>
    public string? Uid { get; init; }

    /// <summary>What changes; empty for create, prune and unchanged.</summary>
    public IReadOnlyList<PlannedField> Fields { get; init; } = [];

    /// <summary>Whether the object exists and nobody's inventory has it: its fields are taken over.</summary>
    public bool Adopts { get; init; }

    /// <summary>Whether the object is kept although the sources no longer have it (<c>Prune=false</c>).</summary>
    public bool Kept { get; init; }

    [JsonIgnore]
    public ResourceKey Key => new(Group, Kind, Namespace, Name);
}

/// <summary>
/// What a sync would do: the render against the live objects. Its digest names exactly what was shown: the rendered bytes, the cluster, every action and
/// field, every deletion with the object's uid (T-SL-4). Commits are not part of it: a commit that changes nothing keeps an approval valid.
/// </summary>
/// <param name="V">Schema version, now 1.</param>
/// <param name="App">The application.</param>
/// <param name="Cluster">Identity of the cluster.</param>
/// <param name="Render">Keyed digest of the rendered objects, bytes and all.</param>
/// <param name="Policy">Digest of the rules that were checked: project and sync options.</param>
/// <param name="Entries">All objects, in the order in which they are written; deletions last.</param>
internal sealed record Plan(int V, string App, string Cluster, string Render, string Policy, IReadOnlyList<PlanEntry> Entries)
{
    /// <summary>The digest, 64 hexadecimal digits. Unchanged objects do not count.</summary>
    [JsonIgnore]
    public string Digest => Convert.ToHexStringLower(SHA256.HashData(
        JsonSerializer.SerializeToUtf8Bytes(this with { Entries = [.. Entries.Where(e => e.Action != PlanAction.Unchanged)] }, PlanJson.Default.Plan)));

    /// <summary>How much it touches.</summary>
    [JsonIgnore]
    public PlanCounts Counts => new(
        Entries.Count(e => e.Action == PlanAction.Create), Entries.Count(e => e.Action == PlanAction.Change),
        Entries.Count(e => e is { Action: PlanAction.Prune, Kept: false }), Entries.Count(e => e.Action == PlanAction.Unchanged));

    /// <summary>Lines for people, deletions first, at most <paramref name="most"/>.</summary>
    public IReadOnlyList<string> Lines(int most)
    {
        var lines = new List<string>();
        foreach (var entry in Entries.Where(e => e.Action != PlanAction.Unchanged && !e.Kept).OrderBy(e => e.Action != PlanAction.Prune))
        {
            lines.AddRange(entry.Action switch
            {
                PlanAction.Prune => [$"delete {entry.Key}"],
                PlanAction.Create => [$"create {entry.Key}"],
                _ when entry.Fields.Count == 0 => [$"change {entry.Key}"],
                _ => entry.Fields.Select(f => $"{entry.Key} {f.Path} {f.Before ?? "(none)"} → {f.After ?? "(none)"}"),
            });
        }

        return lines.Count <= most ? lines : [.. lines.Take(most - 1), $"and {lines.Count - most + 1} more"];
    }
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(Plan))]
internal sealed partial class PlanJson : JsonSerializerContext;

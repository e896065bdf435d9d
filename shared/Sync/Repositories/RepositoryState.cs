using System.Text.Json.Serialization;

namespace Plumbline.Sync.Repositories;

/// <summary>A revision that some application tracks in a repository.</summary>
/// <param name="Revision">As the user wrote it.</param>
/// <param name="TagPrefix">Prefix of tags for a range; empty for none.</param>
/// <param name="Commit">What it came to when the host was last asked; empty when the repository has nothing for it.</param>
internal sealed record TrackedRevision(string Revision, string TagPrefix, string Commit)
{
    /// <summary>The name under which read sets are filed: revision and prefix together.</summary>
    [JsonIgnore]
    public string Key => NameOf(Revision, TagPrefix);

    public static string NameOf(string revision, string tagPrefix) => tagPrefix.Length == 0 ? revision : $"{tagPrefix}\n{revision}";
}

/// <summary>What is known of a repository's host: the tips of the revisions that somebody tracks.</summary>
/// <param name="V">Schema version, now 1.</param>
/// <param name="Url">The URL as configured; payloads never change it.</param>
/// <param name="Tracked">The revisions.</param>
/// <param name="Moved">When they were last seen to move, or to be tracked anew.</param>
internal sealed record RepositoryState(int V, string Url, IReadOnlyList<TrackedRevision> Tracked, DateTimeOffset Moved)
{
    public TrackedRevision? Find(string revision, string tagPrefix) =>
        Tracked.FirstOrDefault(t => t.Revision == revision && t.TagPrefix == tagPrefix);
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(RepositoryState))]
internal sealed partial class RepositoryStateJson : JsonSerializerContext;

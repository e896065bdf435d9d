using System.Text.Json.Serialization;
using Plumbline.Core.Git;

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

    /// <summary>
    /// What it was before, kept until everybody is woken whom the difference touches; null when they are. Empty when it was nothing, or when it moved again before
    /// that: then everybody who tracks it is woken.
    /// </summary>
    public string? Before { get; init; }

    /// <summary>This revision at what the host says it is now.</summary>
    public TrackedRevision At(string commit) => commit == Commit ? this : this with { Commit = commit, Before = Before is null ? Commit : "" };

    /// <summary>Whether it goes by a ref. Any ref may bring the commit of an abbreviated id that was not found so far.</summary>
    /// <param name="name">Full name of the ref.</param>
    /// <param name="head">What <c>HEAD</c> points to; null when the host does not say.</param>
    public bool Follows(string name, string? head) =>
        Revision.Length == 0 || Revision == "HEAD" ? name == head
        : Commit.Length == 0 && RevisionSelection.IsAbbreviation(Revision) || Revision == name || name == $"refs/heads/{Revision}" || name == $"refs/tags/{Revision}"
            || (RevisionSelection.IsRange(Revision) && name.StartsWith($"refs/tags/{TagPrefix}", StringComparison.Ordinal));

    public static string NameOf(string revision, string tagPrefix) => tagPrefix.Length == 0 ? revision : $"{tagPrefix}\n{revision}";
}

/// <summary>What is known of a repository's host: the tips of the revisions that somebody tracks.</summary>
/// <param name="V">Schema version, now 1.</param>
/// <param name="Url">The URL as configured; payloads never change it.</param>
/// <param name="Tracked">The revisions.</param>
/// <param name="Moved">When they were last seen to move, or to be tracked anew.</param>
internal sealed record RepositoryState(int V, string Url, IReadOnlyList<TrackedRevision> Tracked, DateTimeOffset Moved)
{
    private const int MostRecent = 8;
    private const int MostApplications = 1000;

    /// <summary>The ref that <c>HEAD</c> was when the host last said so; null while that is not known.</summary>
    public string? Head { get; init; }

    /// <summary>Whether somebody may track a ref, as far as that can be told without asking the host.</summary>
    public bool MayFollow(string name) =>
        Tracked.Any(t => t.Follows(name, Head ?? (name.StartsWith("refs/heads/", StringComparison.Ordinal) ? name : null)));

    /// <summary>What the newest deliveries touched, newest last: one that is handled a second time is told the same.</summary>
    public IReadOnlyList<TouchingDelivery> Recent
    {
        get;
        init => field = value ?? [];
    } = [];

    /// <summary>This state after everybody was woken.</summary>
    public RepositoryState Settled(string? delivery, IReadOnlyCollection<string> applications) => this with
    {
        Tracked = [.. Tracked.Select(t => t with { Before = null })],
        Recent = delivery is null || applications.Count is 0 or > MostApplications
            ? Recent
            : [.. Recent.Where(r => r.Delivery != delivery).TakeLast(MostRecent - 1), new TouchingDelivery(delivery, [.. applications])],
    };

    public TrackedRevision? Find(string revision, string tagPrefix) =>
        Tracked.FirstOrDefault(t => t.Revision == revision && t.TagPrefix == tagPrefix);
}

/// <summary>A delivery, and the applications it touched.</summary>
internal sealed record TouchingDelivery(string Delivery, IReadOnlyList<string> Applications);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(RepositoryState))]
internal sealed partial class RepositoryStateJson : JsonSerializerContext;

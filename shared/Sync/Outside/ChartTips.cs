using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;
using Microsoft.Extensions.Logging;
using Plumbline.Core.Charts;
using Plumbline.Core.State;
using Plumbline.Core.Versions;
using Plumbline.Sync.Apps;

namespace Plumbline.Sync.Outside;

/// <summary>What an application takes from a range of versions of a chart.</summary>
/// <param name="V">Schema version, now 1.</param>
/// <param name="App">The application.</param>
/// <param name="Project">Its project, in whose name the repository is asked.</param>
/// <param name="Repository">URL of the chart repository.</param>
/// <param name="Chart">Name of the chart.</param>
/// <param name="Revision">The range; empty for the newest release.</param>
/// <param name="Version">The version that was taken.</param>
internal sealed record FollowedChart(int V, string App, string Project, string Repository, string Chart, string Revision, string Version);

/// <summary>Nobody pushes a chart repository to us: applications that follow a range of versions are woken when the range means another version.</summary>
internal sealed partial class ChartTips(
    IDocumentStore documents, IChartRepositories charts, IChartCredentials credentials, ApplicationWaker waker, ILogger<ChartTips> logger)
{
    private const string Partition = "charts";

    /// <summary>Notes what an application took; a single version moves never and is not noted.</summary>
    public async Task Note(FollowedChart followed, CancellationToken token)
    {
        if (SemanticVersion.TryParse(followed.Revision.Trim(), out _, out _))
        {
            return;
        }

        var key = KeyOf(followed);
        var json = JsonSerializer.Serialize(followed, FollowedChartJson.Default.FollowedChart);
        while (true)
        {
            var known = await documents.Find(key, token);
            if (known?.Json == json)
            {
                return;
            }

            if ((known is null ? await documents.Insert(key, json, token) : await documents.Replace(key, json, known.ETag, token)) is not null)
            {
                return;
            }
        }
    }

    /// <summary>Asks each repository once for each range, and wakes the applications for which it means another version now. Safe to repeat.</summary>
    public async Task Check(CancellationToken token)
    {
        var now = new Dictionary<(string, string, string, string), string?>();
        await foreach (var document in documents.List(Partition, null, null, token))
        {
            if (JsonSerializer.Deserialize(document.Json, FollowedChartJson.Default.FollowedChart) is not { V: 1 } followed)
            {
                continue;
            }

            var question = (followed.Project, followed.Repository, followed.Chart, followed.Revision);
            if (!now.TryGetValue(question, out var version))
            {
                now[question] = version = await Ask(followed, token);
            }

            // What is noted goes with the waking: the next render notes what it takes, if it still takes any of it.
            if (version is not null && version != followed.Version)
            {
                await waker.Wake(followed.App, new WakeReason(WakeKind.Refs, $"chart {followed.Chart} {version}"), token);
                await documents.Delete(document.Key, document.ETag, token);
            }
        }
    }

    /// <summary>Deletes what is noted of applications that are gone. Safe to repeat and to stop anywhere.</summary>
    /// <param name="isGone">Whether an application is there no more.</param>
    /// <param name="token">Ends it.</param>
    public async Task Forget(Func<string, CancellationToken, Task<bool>> isGone, CancellationToken token)
    {
        await foreach (var document in documents.List(Partition, null, null, token))
        {
            if (JsonSerializer.Deserialize(document.Json, FollowedChartJson.Default.FollowedChart) is { V: 1 } followed && await isGone(followed.App, token))
            {
                await documents.Delete(document.Key, document.ETag, token);
            }
        }
    }

    private async Task<string?> Ask(FollowedChart followed, CancellationToken token)
    {
        try
        {
            var credential = await credentials.Find(followed.Repository, followed.Project, token);
            return (await charts.Resolve(new ChartReference(followed.Repository, followed.Chart, followed.Revision, credential), token)).Version;
        }
        catch (ChartRepositoryException e)
        {
            // One repository that does not answer must not keep the others from being asked; this one is asked again at the next check.
            Log.Unanswered(logger, followed.Repository, e.Failure, e.Message);
            return null;
        }
    }

    private static DocumentKey KeyOf(FollowedChart followed) => new(Partition, DocumentKey.Escape(
        $"{followed.App} {Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes($"{followed.Repository}\n{followed.Chart}\n{followed.Revision}")))[..32]}"));

    private static partial class Log
    {
        [LoggerMessage(1003, LogLevel.Warning, "The chart repository {Repository} did not answer ({Failure}): {Reason}", EventName = "ChartRepositoryUnanswered")]
        public static partial void Unanswered(ILogger logger, string repository, ChartFailure failure, string reason);
    }
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(FollowedChart))]
internal sealed partial class FollowedChartJson : JsonSerializerContext;

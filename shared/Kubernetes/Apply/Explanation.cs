using Plumbline.Core.Kubernetes;
using Plumbline.Core.Objects;
using Plumbline.Kubernetes.Trees;

namespace Plumbline.Kubernetes.Apply;

/// <summary>Gathers what explains an unhealthy object: its own warnings, and what its pods wait for.</summary>
internal sealed class Explanation(ObjectReader reader)
{
    private const int MostLines = 8;
    private const int MostPods = 50;
    private const int LongestLine = 300;

    private static readonly HashSet<string> Ordinary = ["ContainerCreating", "PodInitializing"];

    /// <summary>The lines, the most telling first.</summary>
    public async Task<IReadOnlyList<string>> Of(KubernetesObject live, ApiCatalog catalog, CancellationToken token)
    {
        var lines = new List<string>();
        if (catalog.Find("", "v1", "Pod") is { } pods && PodSelector(live) is { } selector)
        {
            var read = 0;
            await foreach (var pod in reader.List(pods, live.Namespace, $"&labelSelector={Uri.EscapeDataString(selector)}", metadataOnly: false, token))
            {
                lines.AddRange(Waiting(pod));
                if (++read >= MostPods)
                {
                    break;
                }
            }
        }
        else if (live is { Group: "", Kind: "Pod" })
        {
            lines.AddRange(Waiting(live));
        }

        if (catalog.Find("", "v1", "Event") is { } events && live.Uid is { } uid)
        {
            lines.AddRange(await Warnings(events, live.Namespace, uid, token));
        }

        return [.. lines.Distinct(StringComparer.Ordinal).Take(MostLines).Select(l => l.Length > LongestLine ? l[..LongestLine] + "…" : l)];
    }

    private static string? PodSelector(KubernetesObject live)
    {
        var labels = live.Root.Map("spec").Map("selector").Map("matchLabels");
        return live.Group is "apps" or "batch" && labels is { Count: > 0 }
            ? string.Join(',', labels.Select(e => $"{e.Key}={(e.Value as ScalarNode)?.StringValue}"))
            : null;
    }

    private static IEnumerable<string> Waiting(KubernetesObject pod)
    {
        var status = pod.Root.Map("status");
        foreach (var container in status.Maps("initContainerStatuses").Concat(status.Maps("containerStatuses")))
        {
            var waiting = container.Map("state").Map("waiting");
            if (waiting.Text("reason") is { Length: > 0 } reason && !Ordinary.Contains(reason))
            {
                yield return Line($"container {container.Text("name")}: {reason}", waiting.Text("message"));
            }

            var ended = container.Map("lastState").Map("terminated") ?? container.Map("state").Map("terminated");
            if (ended.Number("exitCode") is { } code and not 0)
            {
                yield return Line($"container {container.Text("name")} ended with {code} ({ended.Text("reason")})", ended.Text("message"));
            }
        }

        if (status.Condition("PodScheduled") is { } scheduled && scheduled.Text("status") == "False")
        {
            yield return Line($"not scheduled: {scheduled.Text("reason")}", scheduled.Text("message"));
        }
    }

    private async Task<IEnumerable<string>> Warnings(ApiResource events, string @namespace, string uid, CancellationToken token)
    {
        var found = new List<(string Time, string Line)>();
        var query = $"&fieldSelector={Uri.EscapeDataString($"involvedObject.uid={uid},type=Warning")}";
        await foreach (var happened in reader.List(events, @namespace, query, metadataOnly: false, token))
        {
            var time = happened.Root.Text("lastTimestamp") is { Length: > 0 } last ? last : happened.Root.Text("eventTime");
            found.Add((time, Line(happened.Root.Text("reason"), happened.Root.Text("message"))));
        }

        return found.OrderByDescending(e => e.Time, StringComparer.Ordinal).Select(e => e.Line);
    }

    private static string Line(string head, string message) => message.Length == 0 ? head : $"{head}: {message}";
}

using Plumbline.Core.Kubernetes;
using Plumbline.Core.Objects;
using Plumbline.Kubernetes.Trees;
using static Plumbline.Kubernetes.Health.Verdict;

namespace Plumbline.Kubernetes.Health.Core;

/// <summary>Health of a Pod (2.6).</summary>
internal static class PodHealth
{
    private const string IgnoreRestartPolicy = "argocd.argoproj.io/ignore-restart-policy";

    public static HealthStatus Judge(KubernetesObject live)
    {
        var status = live.Root.Map("status");
        var policy = live.Root.Map("spec").Text("restartPolicy");
        var message = status.Text("message");
        // A hook that waits for its image may still run to its end, so only pods meant to run for ever fail early.
        var runsForever = policy == "Always" || (live.Annotation(IgnoreRestartPolicy) == "true" && !HookMarks.IsHook(live));
        if (runsForever && Stuck(status) is { } stuck)
        {
            return Degraded(stuck);
        }

        return status.Text("phase") switch
        {
            "Pending" => Progressing(message),
            "Succeeded" => Healthy(message),
            "Failed" => Degraded(message.Length > 0 ? message : FailureOf(status)),
            "Running" when runsForever => Running(status, message),
            "Running" when policy is "OnFailure" or "Never" => Progressing(message),
            _ => Unknown(message),
        };
    }

    private static HealthStatus Running(MapNode? status, string message)
    {
        if (status.Condition("Ready").Text("status") == "True")
        {
            return Healthy(message);
        }

        var diedBefore = status.Maps("containerStatuses").Any(c => c.Map("lastState").Map("terminated") is not null);
        return diedBefore ? Degraded(message) : Progressing(message);
    }

    private static string? Stuck(MapNode? status)
    {
        List<string>? messages = null;
        foreach (var container in status.Maps("containerStatuses"))
        {
            if (container.Map("state").Map("waiting") is { } waiting && IsTrouble(waiting.Text("reason")))
            {
                (messages ??= []).Add(waiting.Text("message"));
            }
        }

        return messages is null ? null : string.Join(", ", messages);
    }

    private static bool IsTrouble(string reason) =>
        reason.StartsWith("Err", StringComparison.Ordinal) || reason.EndsWith("Error", StringComparison.Ordinal) ||
        reason.EndsWith("BackOff", StringComparison.Ordinal);

    private static string FailureOf(MapNode? status)
    {
        foreach (var container in status.Maps("initContainerStatuses").Concat(status.Maps("containerStatuses")))
        {
            if (container.Map("state").Map("terminated") is not { } end)
            {
                continue;
            }

            if (end.Text("message") is { Length: > 0 } message)
            {
                return message;
            }

            if (end.Text("reason") == "OOMKilled")
            {
                return "OOMKilled";
            }

            if (end.Number("exitCode") is { } code and not 0)
            {
                return $"container \"{container.Text("name")}\" failed with exit code {code}";
            }
        }

        return "";
    }
}

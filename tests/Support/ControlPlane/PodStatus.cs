using System.Globalization;
using System.Text.Json.Nodes;

namespace Plumbline.Support.ControlPlane;

/// <summary>The statuses a kubelet writes, as merge patches of a pod's status.</summary>
internal static class PodStatus
{
    public static string Running(StandInPod pod, string ip, DateTimeOffset now) =>
        Patch(pod, "Running", "True", ip, now, _ => new JsonObject { ["running"] = new JsonObject { ["startedAt"] = Text(now) } });

    public static string Ended(StandInPod pod, string ip, int exitCode, DateTimeOffset now) =>
        Patch(pod, exitCode == 0 ? "Succeeded" : "Failed", "False", ip, now, _ => Terminated(exitCode, now));

    public static string Waiting(StandInPod pod, string ip, string phase, string reason, DateTimeOffset now) =>
        Patch(pod, phase, "False", ip, now, image => new JsonObject
        {
            ["waiting"] = new JsonObject
            {
                ["reason"] = reason,
                ["message"] = reason == "ImagePullBackOff" ? $"Back-off pulling image \"{image}\"" : "back-off restarting failed container",
            },
        });

    private static string Patch(
        StandInPod pod, string phase, string ready, string ip, DateTimeOffset now, Func<string, JsonObject> state)
    {
        var reason = phase == "Succeeded" ? "PodCompleted" : ready == "True" ? null : "ContainersNotReady";
        var status = new JsonObject
        {
            ["phase"] = phase,
            ["hostIP"] = "127.0.0.1",
            ["podIP"] = ip,
            ["podIPs"] = new JsonArray(new JsonObject { ["ip"] = ip }),
            ["startTime"] = pod.Object["status"]?["startTime"]?.DeepClone() ?? Text(now),
            ["conditions"] = new JsonArray(
                Condition("Initialized", "True", null, now),
                Condition("PodScheduled", "True", null, now),
                Condition("ContainersReady", ready, reason, now),
                Condition("Ready", ready, reason, now)),
            ["containerStatuses"] = Statuses(pod.Containers("containers"), ready == "True", state),
        };
        if (pod.Containers("initContainers") is { Count: > 0 } first)
        {
            status["initContainerStatuses"] = Statuses(first, true, _ => Terminated(0, now));
        }

        return new JsonObject { ["status"] = status }.ToJsonString();
    }

    private static JsonArray Statuses(JsonArray containers, bool ready, Func<string, JsonObject> state) =>
        new([.. containers.Select(container =>
        {
            var image = container!["image"]!.GetValue<string>();
            var now = state(image);
            return new JsonObject
            {
                ["name"] = container["name"]!.GetValue<string>(),
                ["image"] = image,
                ["imageID"] = now.ContainsKey("waiting") ? string.Empty : "local://" + image,
                ["ready"] = ready,
                ["started"] = now.ContainsKey("running"),
                ["restartCount"] = 0,
                ["state"] = now,
            };
        })]);

    private static JsonObject Terminated(int exitCode, DateTimeOffset now) => new()
    {
        ["terminated"] = new JsonObject
        {
            ["exitCode"] = exitCode,
            ["reason"] = exitCode == 0 ? "Completed" : "Error",
            ["startedAt"] = Text(now),
            ["finishedAt"] = Text(now),
        },
    };

    private static JsonObject Condition(string type, string status, string? reason, DateTimeOffset now)
    {
        var condition = new JsonObject { ["type"] = type, ["status"] = status, ["lastTransitionTime"] = Text(now) };
        if (reason is not null)
        {
            condition["reason"] = reason;
        }

        return condition;
    }

    private static string Text(DateTimeOffset time) => time.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);
}

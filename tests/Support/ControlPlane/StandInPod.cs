using System.Text.Json.Nodes;

namespace Plumbline.Support.ControlPlane;

/// <summary>What the <see cref="KubeletStandIn"/> looks at to decide about a pod.</summary>
public sealed record StandInPod
{
    /// <summary>The pod's namespace.</summary>
    public required string Namespace { get; init; }

    /// <summary>The pod's name.</summary>
    public required string Name { get; init; }

    /// <summary>The images of its containers, in order.</summary>
    public required IReadOnlyList<string> Images { get; init; }

    /// <summary>Whether its containers are started again whenever they end (<c>restartPolicy: Always</c>).</summary>
    public required bool RestartsAlways { get; init; }

    /// <summary>The whole object as the server gave it.</summary>
    public required JsonNode Object { get; init; }

    internal string Path => $"/api/v1/namespaces/{Namespace}/pods/{Name}";

    internal string Uid => Object["metadata"]!["uid"]!.GetValue<string>();

    internal bool IsBound => Object["spec"]!["nodeName"] is not null;

    internal bool IsTerminating => Object["metadata"]!["deletionTimestamp"] is not null;

    internal string Phase => Object["status"]?["phase"]?.GetValue<string>() ?? "Pending";

    internal bool IsReady => Object["status"]?["conditions"] is JsonArray conditions && conditions.Any(
        condition => condition!["type"]!.GetValue<string>() == "Ready" && condition["status"]!.GetValue<string>() == "True");

    internal string? WaitingReason => Object["status"]?["containerStatuses"]?[0]?["state"]?["waiting"]?["reason"]?.GetValue<string>();

    internal string? StatusImage => Object["status"]?["containerStatuses"]?[0]?["image"]?.GetValue<string>();

    internal JsonArray Containers(string field) => Object["spec"]![field] as JsonArray ?? [];

    internal static StandInPod From(JsonNode pod) => new()
    {
        Namespace = pod["metadata"]!["namespace"]!.GetValue<string>(),
        Name = pod["metadata"]!["name"]!.GetValue<string>(),
        Images = [.. pod["spec"]!["containers"]!.AsArray().Select(container => container!["image"]!.GetValue<string>())],
        RestartsAlways = (pod["spec"]!["restartPolicy"]?.GetValue<string>() ?? "Always") == "Always",
        Object = pod,
    };
}

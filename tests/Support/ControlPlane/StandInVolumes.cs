using System.Text.Json.Nodes;

namespace Plumbline.Support.ControlPlane;

/// <summary>Makes a volume for each claim that waits for one; the real controller then binds the two.</summary>
internal sealed class StandInVolumes(KubeApi api)
{
    public async Task SeeAsync(JsonNode claim, bool gone, CancellationToken cancellation)
    {
        var name = "volume-" + claim["metadata"]!["uid"]!.GetValue<string>();
        try
        {
            if (gone)
            {
                await api.DeleteAsync("/api/v1/persistentvolumes/" + name, null, cancellation);
            }
            else if (IsWaiting(claim))
            {
                await api.CreateAsync("/api/v1/persistentvolumes", Volume(name, claim).ToJsonString(), cancellation);
            }
        }
        catch (HttpRequestException)
        {
            // The volume is there already, or the server is away and the next list brings the claim back.
        }
    }

    private static bool IsWaiting(JsonNode claim) =>
        (claim["status"]?["phase"]?.GetValue<string>() ?? "Pending") == "Pending"
        && claim["spec"]!["volumeName"] is null
        && claim["metadata"]!["deletionTimestamp"] is null;

    private static JsonObject Volume(string name, JsonNode claim)
    {
        var metadata = claim["metadata"]!;
        var spec = new JsonObject
        {
            ["capacity"] = claim["spec"]!["resources"]!["requests"]!.DeepClone(),
            ["accessModes"] = claim["spec"]!["accessModes"]!.DeepClone(),
            ["persistentVolumeReclaimPolicy"] = "Retain",
            ["hostPath"] = new JsonObject { ["path"] = "/var/empty/" + name },
            ["claimRef"] = new JsonObject
            {
                ["apiVersion"] = "v1",
                ["kind"] = "PersistentVolumeClaim",
                ["namespace"] = metadata["namespace"]!.DeepClone(),
                ["name"] = metadata["name"]!.DeepClone(),
                ["uid"] = metadata["uid"]!.DeepClone(),
            },
        };
        foreach (var field in (string[])["storageClassName", "volumeMode"])
        {
            if (claim["spec"]![field] is { } value)
            {
                spec[field] = value.DeepClone();
            }
        }

        return new JsonObject
        {
            ["apiVersion"] = "v1",
            ["kind"] = "PersistentVolume",
            ["metadata"] = new JsonObject { ["name"] = name },
            ["spec"] = spec,
        };
    }
}

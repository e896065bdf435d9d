using System.Globalization;
using System.Text.Json.Nodes;

namespace Plumbline.Support.ControlPlane;

/// <summary>Gives load balancer Services and Ingresses the address a cloud would give them.</summary>
internal sealed class StandInAddresses(KubeApi api)
{
    private int _count;

    public Task SeeServiceAsync(JsonNode service, CancellationToken cancellation) =>
        service["spec"]?["type"]?.GetValue<string>() == "LoadBalancer"
            ? GiveAsync(service, "/api/v1", "services", cancellation)
            : Task.CompletedTask;

    public Task SeeIngressAsync(JsonNode ingress, CancellationToken cancellation) =>
        GiveAsync(ingress, "/apis/networking.k8s.io/v1", "ingresses", cancellation);

    private async Task GiveAsync(JsonNode item, string group, string resource, CancellationToken cancellation)
    {
        var metadata = item["metadata"]!;
        if (metadata["deletionTimestamp"] is not null || item["status"]?["loadBalancer"]?["ingress"] is JsonArray { Count: > 0 })
        {
            return;
        }

        // 192.0.2.0/24 is set aside for documentation: nothing answers there.
        var address = string.Create(CultureInfo.InvariantCulture, $"192.0.2.{(_count++ % 250) + 1}");
        try
        {
            await api.PatchAsync(
                $"{group}/namespaces/{metadata["namespace"]}/{resource}/{metadata["name"]}/status",
                $$$$"""{"status":{"loadBalancer":{"ingress":[{"ip":"{{{{address}}}}"}]}}}""",
                KubeApi.Merge,
                cancellation);
        }
        catch (HttpRequestException)
        {
            // It changed or went away; its next event counts.
        }
    }
}

using System.Net;

namespace Plumbline.Support.ControlPlane;

/// <summary>The one node of the <see cref="KubeletStandIn"/>.</summary>
internal static class StandInNode
{
    public static async Task CreateAsync(KubeApi api, string name, CancellationToken cancellation)
    {
        try
        {
            await api.CreateAsync("/api/v1/nodes", $$$"""
                {"apiVersion":"v1","kind":"Node","metadata":{"name":"{{{name}}}","labels":{
                  "kubernetes.io/hostname":"{{{name}}}","kubernetes.io/os":"linux","kubernetes.io/arch":"amd64"} } }
                """, cancellation);
        }
        catch (HttpRequestException e) when (e.StatusCode == HttpStatusCode.Conflict)
        {
            // An earlier stand-in of this cluster made it.
        }

        // A new node is tainted as not ready. The controller that lifts the taint is off, for it would miss a kubelet's heartbeats.
        await api.PatchAsync($"/api/v1/nodes/{name}", """{"spec":{"taints":null}}""", KubeApi.Merge, cancellation);
        await api.PatchAsync($"/api/v1/nodes/{name}/status", """
            {"status":{"capacity":{"cpu":"64","memory":"256Gi","pods":"10000"},"allocatable":{"cpu":"64","memory":"256Gi","pods":"10000"},
             "conditions":[{"type":"Ready","status":"True","reason":"KubeletReady"}]}}
            """, KubeApi.StrategicMerge, cancellation);
    }
}

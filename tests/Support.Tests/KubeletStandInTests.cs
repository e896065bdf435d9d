using System.Text.Json.Nodes;
using Plumbline.Fixtures;
using Plumbline.Support.ControlPlane;

namespace Plumbline.Support.Tests;

public sealed class KubeletStandInTests(ControlPlaneFixture fixture)
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Deployment_of_a_good_image_becomes_available()
    {
        var (api, ns) = await PrepareAsync();

        await api.CreateAsync($"/apis/apps/v1/namespaces/{ns}/deployments", Workload("Deployment", "web:1", """ "replicas":3, """), Cancellation);

        await StatusAsync(api, $"/apis/apps/v1/namespaces/{ns}/deployments/w", status => Number(status, "availableReplicas") == 3);
    }

    [Fact]
    public async Task Deployment_of_a_broken_image_stays_unavailable_and_its_pod_says_why()
    {
        var (api, ns) = await PrepareAsync();

        await api.CreateAsync($"/apis/apps/v1/namespaces/{ns}/deployments", Workload("Deployment", "web:broken"), Cancellation);

        var pods = await Eventually.HasAsync(
            () => api.GetAsync($"/api/v1/namespaces/{ns}/pods", Cancellation),
            list => Reason(list) is not null);
        Assert.Equal("ImagePullBackOff", Reason(pods));
        var status = (await api.GetAsync($"/apis/apps/v1/namespaces/{ns}/deployments/w", Cancellation))["status"]!;
        Assert.Equal(0, Number(status, "availableReplicas"));
    }

    [Fact]
    public async Task Deployment_mended_after_a_crashing_image_becomes_available()
    {
        var (api, ns) = await PrepareAsync();
        var path = $"/apis/apps/v1/namespaces/{ns}/deployments";
        await api.CreateAsync(path, Workload("Deployment", "web:crashing"), Cancellation);
        await Eventually.HasAsync(() => api.GetAsync($"/api/v1/namespaces/{ns}/pods", Cancellation), list => Reason(list) == "CrashLoopBackOff");

        await api.PatchAsync(path + "/w", """{"spec":{"template":{"spec":{"containers":[{"name":"c","image":"web:2"}]}}}}""", KubeApi.StrategicMerge, Cancellation);

        await StatusAsync(
            api, path + "/w", status => Number(status, "updatedReplicas") == 1 && Number(status, "availableReplicas") == 1 && Number(status, "replicas") == 1);
    }

    [Fact]
    public async Task StatefulSet_with_a_claim_becomes_ready_and_its_claim_is_bound()
    {
        var (api, ns) = await PrepareAsync();
        const string Claims = """
             "serviceName":"w","replicas":2,"volumeClaimTemplates":[{"metadata":{"name":"d"},
               "spec":{"accessModes":["ReadWriteOnce"],"resources":{"requests":{"storage":"1Gi"}}}}],
            """;

        await api.CreateAsync($"/apis/apps/v1/namespaces/{ns}/statefulsets", Workload("StatefulSet", "db:1", Claims), Cancellation);

        await StatusAsync(api, $"/apis/apps/v1/namespaces/{ns}/statefulsets/w", status => Number(status, "readyReplicas") == 2);
        await StatusAsync(api, $"/api/v1/namespaces/{ns}/persistentvolumeclaims/d-w-0", status => Text(status, "phase") == "Bound");
    }

    [Fact]
    public async Task DaemonSet_runs_on_the_node()
    {
        var (api, ns) = await PrepareAsync();

        await api.CreateAsync($"/apis/apps/v1/namespaces/{ns}/daemonsets", Workload("DaemonSet", "agent:1"), Cancellation);

        await StatusAsync(
            api,
            $"/apis/apps/v1/namespaces/{ns}/daemonsets/w",
            status => Number(status, "desiredNumberScheduled") == 1 && Number(status, "numberAvailable") == 1);
    }

    [Fact]
    public async Task Job_of_a_good_image_completes()
    {
        var (api, ns) = await PrepareAsync();

        await api.CreateAsync($"/apis/batch/v1/namespaces/{ns}/jobs", Job("migrate:1"), Cancellation);

        await StatusAsync(api, $"/apis/batch/v1/namespaces/{ns}/jobs/j", status => HasCondition(status, "Complete"));
    }

    [Fact]
    public async Task Job_of_a_failing_image_fails()
    {
        var (api, ns) = await PrepareAsync();

        await api.CreateAsync($"/apis/batch/v1/namespaces/{ns}/jobs", Job("migrate:failing"), Cancellation);

        await StatusAsync(api, $"/apis/batch/v1/namespaces/{ns}/jobs/j", status => HasCondition(status, "Failed"));
    }

    [Fact]
    public async Task Service_and_ingress_get_an_address()
    {
        var (api, ns) = await PrepareAsync();
        const string Service = """{"metadata":{"name":"s"},"spec":{"type":"LoadBalancer","ports":[{"port":80}]}}""";
        const string Ingress = """{"metadata":{"name":"i"},"spec":{"defaultBackend":{"service":{"name":"s","port":{"number":80}}}}}""";

        await api.CreateAsync($"/api/v1/namespaces/{ns}/services", Service, Cancellation);
        await api.CreateAsync($"/apis/networking.k8s.io/v1/namespaces/{ns}/ingresses", Ingress, Cancellation);

        await StatusAsync(api, $"/api/v1/namespaces/{ns}/services/s", HasAddress);
        await StatusAsync(api, $"/apis/networking.k8s.io/v1/namespaces/{ns}/ingresses/i", HasAddress);
    }

    [Fact]
    public async Task Namespace_with_running_pods_can_be_deleted()
    {
        var (api, ns) = await PrepareAsync();
        await api.CreateAsync($"/apis/apps/v1/namespaces/{ns}/deployments", Workload("Deployment", "web:1"), Cancellation);
        await StatusAsync(api, $"/apis/apps/v1/namespaces/{ns}/deployments/w", status => Number(status, "availableReplicas") == 1);

        await api.DeleteAsync($"/api/v1/namespaces/{ns}", null, Cancellation);

        await Eventually.HasAsync(() => api.FindAsync($"/api/v1/namespaces/{ns}", Cancellation), found => found is null);
    }

    private static string Workload(string kind, string image, string more = "") =>
        $$$"""
        {"apiVersion":"apps/v1","kind":"{{{kind}}}","metadata":{"name":"w"},"spec":{ {{{more}}}
          "selector":{"matchLabels":{"app":"w"}},"template":{"metadata":{"labels":{"app":"w"}},
            "spec":{"containers":[{"name":"c","image":"{{{image}}}"}] } } } }
        """;

    private static string Job(string image) =>
        $$$"""
        {"apiVersion":"batch/v1","kind":"Job","metadata":{"name":"j"},"spec":{"backoffLimit":0,
          "template":{"spec":{"restartPolicy":"Never","containers":[{"name":"c","image":"{{{image}}}"}] } } } }
        """;

    private static int Number(JsonNode? status, string field) => status?[field]?.GetValue<int>() ?? 0;

    private static string? Text(JsonNode? status, string field) => status?[field]?.GetValue<string>();

    private static string? Reason(JsonNode pods) =>
        pods["items"]!.AsArray().Select(pod => Text(pod!["status"]!["containerStatuses"]?[0]?["state"]?["waiting"], "reason")).FirstOrDefault();

    private static bool HasCondition(JsonNode? status, string type) => status?["conditions"] is JsonArray conditions
        && conditions.Any(condition => Text(condition, "type") == type && Text(condition, "status") == "True");

    private static bool HasAddress(JsonNode? status) => Text(status?["loadBalancer"]?["ingress"]?[0], "ip") is { Length: > 0 };

    private static Task<JsonNode> StatusAsync(KubeApi api, string path, Predicate<JsonNode?> expected) =>
        Eventually.HasAsync(() => api.GetAsync(path, Cancellation), found => expected(found["status"]));

    private async Task<(KubeApi Api, string Namespace)> PrepareAsync()
    {
        var cluster = await fixture.UseAsync(Cancellation);
        Assert.SkipUnless(cluster.Plane.HasControllers, "these binaries include no kube-controller-manager");
        return (cluster.Plane.Api, await fixture.CreateNamespaceAsync(Cancellation));
    }
}

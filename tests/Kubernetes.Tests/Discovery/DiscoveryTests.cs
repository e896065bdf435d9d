using Plumbline.Core.Kubernetes;
using Plumbline.Kubernetes.Apply;
using Plumbline.Kubernetes.Diff;
using Plumbline.Kubernetes.Tests.Connections;

namespace Plumbline.Kubernetes.Tests.Discovery;

/// <summary>Answers in the shape of newer servers than the one the other tests run on.</summary>
public sealed class DiscoveryTests
{
    private const string Aggregated = """
        {"kind":"APIGroupDiscoveryList","apiVersion":"apidiscovery.k8s.io/v2","items":[
         {"metadata":{"name":"autoscaling"},"versions":[
          {"version":"v2","freshness":"Current","resources":[{"resource":"horizontalpodautoscalers","responseKind":{"group":"autoscaling","version":"v2","kind":"HorizontalPodAutoscaler"},"scope":"Namespaced","verbs":["get","list"],
            "subresources":[{"subresource":"status","responseKind":{"group":"autoscaling","version":"v2","kind":"HorizontalPodAutoscaler"},"verbs":["get"]}]}]},
          {"version":"v1","freshness":"Current","resources":[{"resource":"horizontalpodautoscalers","responseKind":{"group":"autoscaling","version":"v1","kind":"HorizontalPodAutoscaler"},"scope":"Namespaced","verbs":["get","list"]}]}]},
         {"metadata":{"name":"metrics.k8s.io"},"versions":[{"version":"v1beta1","freshness":"Stale"}]}]}
        """;

    private const string Core = """
        {"kind":"APIGroupDiscoveryList","items":[{"metadata":{"name":""},"versions":[{"version":"v1","resources":[
         {"resource":"namespaces","responseKind":{"group":"","version":"v1","kind":"Namespace"},"scope":"Cluster","verbs":["get"]}]}]}]}
        """;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Aggregated_discovery_takes_three_requests()
    {
        await using var server = await TlsServer.Start((c, _) => TlsServer.Json(c, c.Request.Path.Value switch
        {
            "/version" => """{"gitVersion":"v1.32.3"}""",
            "/api" => Core,
            _ => Aggregated,
        }));

        var catalog = await (await ConnectionTests.Open(server.Url, server.CaPem)).Discover(false, Token);

        Assert.Equal(3, server.Requests.Count);
        Assert.Equal(("v1.32.3", "v2"), (catalog.ServerVersion, catalog.Find("autoscaling", "HorizontalPodAutoscaler")!.Version));
        Assert.False(catalog.Find("", "Namespace")!.IsNamespaced);
        Assert.Equal(3, catalog.Resources.Count);
        Assert.Equal(["metrics.k8s.io"], catalog.Unread);
    }

    [Fact]
    public async Task Old_discovery_leaves_out_a_group_whose_server_is_broken()
    {
        await using var server = await TlsServer.Start((c, _) => c.Request.Path.Value switch
        {
            "/version" => TlsServer.Json(c, """{"gitVersion":"v1.20.2"}"""),
            "/api" => TlsServer.Json(c, """{"kind":"APIVersions","versions":["v1"]}"""),
            "/apis" => TlsServer.Json(c, """{"kind":"APIGroupList","groups":[{"name":"broken.io","versions":[{"version":"v1"}],"preferredVersion":{"version":"v1"}},{"name":"batch","versions":[{"version":"v1beta1"},{"version":"v1"}],"preferredVersion":{"version":"v1"}}]}"""),
            "/api/v1" => TlsServer.Json(c, """{"resources":[{"name":"pods","namespaced":true,"kind":"Pod","verbs":["get"]},{"name":"pods/log","namespaced":true,"kind":"Pod","verbs":["get"]}]}"""),
            "/apis/batch/v1" => TlsServer.Json(c, """{"resources":[{"name":"jobs","namespaced":true,"kind":"Job","verbs":["get"]}]}"""),
            "/apis/batch/v1beta1" => TlsServer.Json(c, """{"resources":[{"name":"cronjobs","namespaced":true,"kind":"CronJob","verbs":["get"]}]}"""),
            _ => TlsServer.Json(c, """{"kind":"Status","message":"unavailable"}""", 500),
        });

        var catalog = await (await ConnectionTests.Open(server.Url, server.CaPem)).Discover(false, Token);

        Assert.Equal(["CronJob", "Job", "Pod"], catalog.Resources.Select(r => r.Kind).Order(StringComparer.Ordinal));
        Assert.Equal(("v1", "v1beta1"), (catalog.Preferred["batch"], catalog.Find("batch", "CronJob")!.Version));
        Assert.Null(catalog.Find("broken.io", "Anything"));
        Assert.Equal(["broken.io"], catalog.Unread);
    }

    [Fact]
    public void The_status_subresource_of_newer_servers_stays_with_its_owner()
    {
        var live = Objects.FromJson("""
            {"apiVersion":"apps/v1","kind":"Deployment","metadata":{"name":"x","resourceVersion":"7","managedFields":[
             {"manager":"kubectl-client-side-apply","operation":"Update","apiVersion":"apps/v1","time":"2026-01-01T00:00:00Z","fieldsType":"FieldsV1","fieldsV1":{"f:spec":{"f:replicas":{}}}},
             {"manager":"kubectl-client-side-apply","operation":"Update","subresource":"status","apiVersion":"apps/v1","fieldsType":"FieldsV1","fieldsV1":{"f:status":{"f:x":{}}}},
             {"manager":"argocd-controller","operation":"Apply","apiVersion":"apps/v1","time":"2026-01-02T00:00:00Z","fieldsType":"FieldsV1","fieldsV1":{"f:spec":{"f:paused":{}}}}]}}
            """);

        var patch = OwnershipTransfer.Patch(live, new HashSet<string> { "kubectl-client-side-apply", "argocd-controller" });

        Assert.Equal(
            """[{"op":"replace","path":"/metadata/managedFields","value":[{"manager":"plumbline","operation":"Apply","apiVersion":"apps/v1","time":"2026-01-02T00:00:00Z","fieldsType":"FieldsV1","fieldsV1":{"f:spec":{"f:replicas":{},"f:paused":{}}}},{"manager":"kubectl-client-side-apply","operation":"Update","subresource":"status","apiVersion":"apps/v1","fieldsType":"FieldsV1","fieldsV1":{"f:status":{"f:x":{}}}}]},{"op":"replace","path":"/metadata/resourceVersion","value":"7"}]""",
            Plumbline.Core.Json.JsonTree.ToText(patch!));
        Assert.Null(OwnershipTransfer.Patch(live, new HashSet<string> { "nobody" }));
        Assert.Null(ManagedFields.OwnedByUs(live, "apps/v1"));
    }
}

using Microsoft.Extensions.Time.Testing;
using Plumbline.Core.Kubernetes;
using Plumbline.Core.Objects;
using Plumbline.Support.Kubernetes;

namespace Plumbline.Kubernetes.Tests.Compliance;

public sealed class FakeClusterTests : ClusterCompliance
{
    private readonly FakeCluster _cluster = new(new FakeTimeProvider());

    protected override Task<ICluster> Cluster() => Task.FromResult<ICluster>(_cluster);

    protected override async Task<string> Namespace()
    {
        await _cluster.Create(FakeCatalog.Default.Find("", "Namespace")!, Objects.FromYaml("{apiVersion: v1, kind: Namespace, metadata: {name: t}}"), Token);
        return "t";
    }

    protected override Task WriteAs(string manager, string path, KubernetesObject desired)
    {
        _cluster.WriteAs(manager, desired);
        return Task.CompletedTask;
    }

    [Fact]
    public async Task Faults_are_thrown_before_and_lost_answers_after_the_effect()
    {
        var space = await Namespace();
        var maps = FakeCatalog.Default.Find("", "ConfigMap")!;
        var desired = Objects.FromYaml($"{{apiVersion: v1, kind: ConfigMap, metadata: {{name: x, namespace: {space}}}}}");

        _cluster.Fault = c => c.Verb == "Create" ? new ClusterException(ClusterFailure.Unavailable, "down") : null;
        await Assert.ThrowsAsync<ClusterException>(() => _cluster.Create(maps, desired, Token));
        Assert.DoesNotContain(_cluster.All, o => o.Name == "x");

        _cluster.Fault = _ => null;
        _cluster.LostAnswer = c => c.Verb == "Create" ? new ClusterException(ClusterFailure.Unavailable, "lost") : null;
        await Assert.ThrowsAsync<ClusterException>(() => _cluster.Create(maps, desired, Token));
        Assert.Contains(_cluster.All, o => o.Name == "x");
    }

    [Fact]
    public async Task An_edit_of_somebody_else_is_drift_with_their_name()
    {
        var space = await Namespace();
        var deployments = FakeCatalog.Default.Find("apps", "Deployment")!;
        var desired = Deployment(space, "image: 'cart:1', env: [{name: A, value: x}]");
        await _cluster.Apply(deployments, desired, new ApplyOptions(false, true), Token);

        _cluster.Edit(desired.Key, root => ((MapNode)root["spec"]!).Set("replicas", ScalarNode.Of(9)));
        var live = (await _cluster.Get(deployments, space, "cart", Token))!;
        var healed = await _cluster.Apply(deployments, desired, new ApplyOptions(false, true), Token);
        var change = Assert.Single(new Plumbline.Kubernetes.Diff.ObjectComparison().Compare(live, healed));

        Assert.False(Plumbline.Kubernetes.Diff.UnchangedProof.Holds(desired, live));
        Assert.Equal("spec.replicas", change.Path);
        Assert.StartsWith("somebody", change.LastWriter, StringComparison.Ordinal);
        Assert.True(Plumbline.Kubernetes.Diff.UnchangedProof.Holds(desired, (await _cluster.Get(deployments, space, "cart", Token))!));
    }

    [Fact]
    public async Task Settle_makes_workloads_healthy()
    {
        var space = await Namespace();
        var desired = Objects.FromYaml($"{{apiVersion: apps/v1, kind: Deployment, metadata: {{name: x, namespace: {space}}}, spec: {{replicas: 2}}}}");
        await _cluster.Apply(FakeCatalog.Default.Find("apps", "Deployment")!, desired, new ApplyOptions(false, true), Token);

        _cluster.Settle();

        Assert.Equal(HealthCode.Healthy, Plumbline.Kubernetes.Health.HealthRules.Judge(_cluster.All.Single(o => o.Kind == "Deployment"))!.Code);
    }

    [Fact]
    public async Task Deleting_a_namespace_and_an_owner_takes_what_hangs_on_them()
    {
        var space = await Namespace();
        var maps = FakeCatalog.Default.Find("", "ConfigMap")!;
        var owner = (await _cluster.Create(maps, Objects.FromYaml($"{{apiVersion: v1, kind: ConfigMap, metadata: {{name: owner, namespace: {space}}}}}"), Token))!;
        await _cluster.Create(maps, Objects.FromYaml($"{{apiVersion: v1, kind: ConfigMap, metadata: {{name: owned, namespace: {space}, ownerReferences: [{{uid: {owner.Uid}}}]}}}}"), Token);

        await _cluster.Delete(maps, space, "owner", owner.Uid!, Propagation.Background, Token);

        Assert.DoesNotContain(_cluster.All, o => o.Kind == "ConfigMap");
    }
}

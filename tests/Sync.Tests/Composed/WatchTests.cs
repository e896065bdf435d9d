using Plumbline.Core.Objects;

namespace Plumbline.Sync.Tests.Composed;

/// <summary>When a sync counts as done: all works, something stays broken, or time is up (2.6, I8).</summary>
public sealed class WatchTests
{
    private const string Scaler = "{apiVersion: autoscaling/v2, kind: HorizontalPodAutoscaler, metadata: {name: web}, spec: {minReplicas: 1}}\n";
    private static readonly ResourceKey Key = new("autoscaling", "HorizontalPodAutoscaler", "shop", "web");

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Object_that_is_broken_for_a_moment_does_not_fail_the_sync()
    {
        var system = await Applied();
        Report(system, "ScalingActive", "False", "FailedGetResourceMetric");
        await system.Get<Handlers.IOperationStepHandler>().Step("shop", Token);
        Assert.NotNull((await system.State("shop", Token)).Operation);

        Report(system, "ScalingActive", "True", "ValidMetricFound");
        await system.Work(Token);

        Assert.Equal("Succeeded", Assert.Single((await system.State("shop", Token)).History).Phase);
    }

    [Fact]
    public async Task Object_that_stays_broken_fails_the_sync_long_before_the_deadline()
    {
        var system = await Applied();
        Report(system, "ScalingActive", "False", "FailedGetResourceMetric");
        var began = system.Clock.GetUtcNow();

        await system.Work(Token);

        var entry = (await system.State("shop", Token)).History[0];
        Assert.Equal("Failed", entry.Phase);
        Assert.InRange(entry.Ended - began, TimeSpan.FromSeconds(20), TimeSpan.FromMinutes(2));
    }

    [Fact]
    public async Task Object_that_does_not_become_healthy_fails_the_sync_at_its_deadline()
    {
        var system = new SyncSystem(App(policy: "{automated: {}, syncOptions: [CreateNamespace=true], retry: {limit: 0}}"), s => s with { HealthDeadline = TimeSpan.FromMinutes(3) });
        system.Cluster.Catalog = Support.Kubernetes.FakeCatalog.Of([.. Support.Kubernetes.FakeCatalog.Default.Resources, Support.Kubernetes.FakeCatalog.Spaced("autoscaling", "v2", "HorizontalPodAutoscaler", "hpas")]);
        await system.Push(Token, ("scaler.yaml", Scaler));
        await system.Pass(TimeSpan.FromMinutes(5), Token);

        var entry = (await system.State("shop", Token)).History[0];
        Assert.Equal("Failed", entry.Phase);
        Assert.StartsWith("Not healthy in time", entry.Message, StringComparison.Ordinal);
        Assert.InRange(entry.Ended - entry.Started, TimeSpan.FromMinutes(3), TimeSpan.FromMinutes(4));
    }

    private static async Task<SyncSystem> Applied()
    {
        var system = new SyncSystem(App(policy: "{automated: {}, syncOptions: [CreateNamespace=true], retry: {limit: 0}}"));
        system.Cluster.Catalog = Support.Kubernetes.FakeCatalog.Of([.. Support.Kubernetes.FakeCatalog.Default.Resources, Support.Kubernetes.FakeCatalog.Spaced("autoscaling", "v2", "HorizontalPodAutoscaler", "hpas")]);
        system.Commit(("scaler.yaml", Scaler));
        await system.Get<Handlers.IRefCheck>().Check(Token);
        await system.Look("shop", Token);
        await system.Get<Handlers.IOperationStepHandler>().Step("shop", Token);
        Assert.Contains(system.Cluster.All, o => o.Key == Key);
        return system;
    }

    private static void Report(SyncSystem system, string type, string status, string reason) => system.Cluster.Settle(live =>
    {
        if (live.Key != Key)
        {
            return null;
        }

        var condition = new MapNode();
        condition.Set("type", ScalarNode.Of(type));
        condition.Set("status", ScalarNode.Of(status));
        condition.Set("reason", ScalarNode.Of(reason));
        var able = new MapNode();
        able.Set("type", ScalarNode.Of("AbleToScale"));
        able.Set("status", ScalarNode.Of("True"));
        able.Set("reason", ScalarNode.Of("ReadyForNewScale"));
        var result = new MapNode();
        result.Set("conditions", new ListNode([able, condition]));
        return result;
    });
}

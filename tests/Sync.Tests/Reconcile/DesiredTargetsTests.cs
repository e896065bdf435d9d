namespace Plumbline.Sync.Tests.Reconcile;

/// <summary>What is told about the objects of an application before it is planned.</summary>
public sealed class DesiredTargetsTests
{
    [Fact]
    public async Task Object_whose_options_have_no_effect_is_synced_and_told_of()
    {
        var token = TestContext.Current.CancellationToken;
        var system = new Composed.SyncSystem(App());

        await system.Push(token, ("config.yaml", ConfigMap("config", metadata: ", annotations: {argocd.argoproj.io/sync-options: 'Replace=true'}")));

        Assert.Contains(system.Cluster.All, o => o.Name == "config");
        Assert.Contains(await system.Problems("shop", token), p => p.Contains("config.yaml", StringComparison.Ordinal) && p.Contains("Replace=true", StringComparison.Ordinal));
    }
}

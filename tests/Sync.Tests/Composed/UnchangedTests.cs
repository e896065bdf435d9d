namespace Plumbline.Sync.Tests.Composed;

/// <summary>What is as it should be is left alone, and costs no dry run (issue 3, "What it must show").</summary>
public sealed class UnchangedTests
{
    private const string Automated = """
        apiVersion: argoproj.io/v1alpha1
        kind: Application
        metadata: {name: shop}
        spec:
          project: default
          source: {repoURL: https://git.test/acme/shop, targetRevision: HEAD, path: .}
          destination: {name: one, namespace: shop}
          syncPolicy:
            automated: {prune: true, selfHeal: true}
            syncOptions: [CreateNamespace=true]
        """;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Second_look_at_an_unchanged_application_writes_nothing_and_asks_for_no_dry_run()
    {
        var system = new SyncSystem(Automated);
        await system.Push(Token, [.. Enumerable.Range(0, 50).Select(n => ($"config{n}.yaml", ConfigMap(n)))]);
        Assert.Equal("Synced", (await system.State("shop", Token)).Observed!.Sync);
        var (writes, dryRuns, history) = (system.Cluster.Writes.Count, system.Cluster.DryRuns, (await system.State("shop", Token)).History.Count);

        await system.Ask("shop", Token);
        await system.ScanForDrift(Token);

        Assert.Equal((writes, dryRuns), (system.Cluster.Writes.Count, system.Cluster.DryRuns));
        var state = await system.State("shop", Token);
        Assert.Equal("Synced", state.Observed!.Sync);
        Assert.Equal(history, state.History.Count);
    }

    [Fact]
    public async Task Change_of_one_object_leaves_the_destination_namespace_out_of_the_plan()
    {
        var system = new SyncSystem(Automated);
        await system.Push(Token, ("config.yaml", ConfigMap(1)), ("other.yaml", ConfigMap(2)));

        await system.Push(Token, ("config.yaml", ConfigMap(1).Replace("a: b", "a: c", StringComparison.Ordinal)), ("other.yaml", ConfigMap(2)));

        Assert.Equal("Applied and healthy: 0 creates, 1 change, 0 deletes.", (await system.State("shop", Token)).History[^1].Message);
    }

    private static string ConfigMap(int n) => $"{{apiVersion: v1, kind: ConfigMap, metadata: {{name: config{n}}}, data: {{a: b}}}}";
}

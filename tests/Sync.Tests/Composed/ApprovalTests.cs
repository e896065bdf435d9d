using Plumbline.Core.Gates;

namespace Plumbline.Sync.Tests.Composed;

/// <summary>Questions, from the request to what becomes of the answer (issue 3, item 6).</summary>
public sealed class ApprovalTests
{
    private const string OnRequest = """
        apiVersion: argoproj.io/v1alpha1
        kind: Application
        metadata:
          name: shop
          annotations: {plumbline.dev/approval: "slack:#deploys"}
        spec:
          project: default
          source: {repoURL: https://git.test/acme/shop, targetRevision: HEAD, path: .}
          destination: {name: one, namespace: shop}
          syncPolicy: {syncOptions: [CreateNamespace=true]}
        """;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Approval_of_a_request_is_carried_out_where_nothing_syncs_by_itself()
    {
        var system = await Asked();
        Assert.Empty(system.Cluster.Writes);

        await system.Decide("shop", GateState.Approved, Token);

        Assert.Equal("1", Value(system));
        var state = await system.State("shop", Token);
        Assert.Null(state.Gate);
        Assert.Contains("approved by ana", Assert.Single(state.History).Initiator, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Rejection_of_a_request_ends_it_until_somebody_asks_again()
    {
        var system = await Asked();

        await system.Decide("shop", GateState.Rejected, Token);
        Assert.Null((await system.State("shop", Token)).Gate);
        await system.ScanForDrift(Token);
        Assert.Null((await system.State("shop", Token)).Gate);
        Assert.Empty(system.Cluster.Writes);

        await system.Ask("shop", Token);
        Assert.NotNull((await system.State("shop", Token)).Gate);
    }

    [Fact]
    public async Task Push_while_a_request_waits_asks_about_the_new_plan_and_the_old_answer_is_worth_nothing()
    {
        var system = await Asked();
        var old = (await system.State("shop", Token)).Gate!;

        await system.Push(Token, ("config.yaml", ConfigMap(2)));
        var gate = (await system.State("shop", Token)).Gate!;
        Assert.NotEqual(old.Plan, gate.Plan);
        Assert.Equal(GateState.Voided, (await system.Gates.Find(old.Id, Token))!.State);
        Assert.False((await system.Gates.Decide(old.Id, GateState.Approved, "ana", system.Clock.GetUtcNow(), Token))!.Value.Decided);
        Assert.Empty(system.Cluster.Writes);

        await system.Decide("shop", GateState.Approved, Token);
        Assert.Equal("2", Value(system));
    }

    [Fact]
    public async Task Question_that_nobody_answers_is_a_rejection()
    {
        var system = await Asked();

        system.Clock.Advance(TimeSpan.FromHours(9));
        await system.ScanForDrift(Token);
        await system.Push(Token, ("config.yaml", ConfigMap(1)), ("readme.md", "a file that nothing reads"));

        Assert.Null((await system.State("shop", Token)).Gate);
        Assert.Empty(system.Cluster.Writes);
    }

    private static async Task<SyncSystem> Asked()
    {
        var system = new SyncSystem(OnRequest);
        await system.Push(Token, ("config.yaml", ConfigMap(1)));
        Assert.Null((await system.State("shop", Token)).Gate);
        await system.Ask("shop", Token);
        Assert.NotNull((await system.State("shop", Token)).Gate);
        return system;
    }

    private static string? Value(SyncSystem system) =>
        (system.Cluster.All.Single(o => o is { Kind: "ConfigMap", Name: "config" }).Root["data"] as Core.Objects.MapNode)?["a"]?.ToString();

    private static string ConfigMap(int value) => $"{{apiVersion: v1, kind: ConfigMap, metadata: {{name: config}}, data: {{a: '{value}'}}}}";
}

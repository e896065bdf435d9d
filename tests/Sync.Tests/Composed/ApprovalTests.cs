using Plumbline.Core.Events;
using Plumbline.Core.Gates;
using Plumbline.Core.Messages;
using Plumbline.Sync.Handlers;

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

        Assert.Equal("1", system.Value);
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

    /// <summary>T-SL-4, I12, I13.</summary>
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
        Assert.Equal("2", system.Value);
    }

    /// <summary>I8.</summary>
    /// <summary>I8: a worker may end between the two writes that withdraw a question, and the plan may become what it was before the next one looks.</summary>
    [Fact]
    public async Task Question_that_was_withdrawn_by_halves_is_put_anew_when_the_plan_is_the_same_again()
    {
        var system = await Asked();
        var withdrawn = (await system.State("shop", Token)).Gate!;
        await system.Gates.Decide(withdrawn.Id, GateState.Voided, null, system.Clock.GetUtcNow(), Token);

        await system.Ask("shop", Token);

        var asked = (await system.State("shop", Token)).Gate!;
        Assert.Equal(withdrawn.Plan, asked.Plan);
        Assert.Equal(GateState.Open, (await system.Gates.Find(asked.Id, Token))!.State);
        await system.Decide("shop", GateState.Approved, Token);
        Assert.Equal("1", system.Value);
    }

    /// <summary>I8: nobody would act on the answer.</summary>
    [Fact]
    public async Task Question_of_an_application_that_is_left_alone_is_withdrawn()
    {
        var system = await Asked();
        var pending = (await system.State("shop", Token)).Gate!;

        await system.Get<IApplicationPoisonHandler>().Park("shop", QueueName.Reconcile, Token);
        await system.Get<IApplicationPoisonHandler>().Park("shop", QueueName.Reconcile, Token);

        Assert.Null((await system.State("shop", Token)).Gate);
        Assert.Equal(GateState.Voided, (await system.Gates.Find(pending.Id, Token))!.State);
        await system.Pass(TimeSpan.FromMinutes(1), Token);
        Assert.Equal([pending.Id], (await system.Events("shop", Token)).Where(e => e.Kind == EventKind.ApprovalVoided).Select(e => e.Gate));
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

    /// <summary>T-SL-4, I12: the same commit under another rule, to another place, or where the cluster has changed, is another plan; the answer to the old question is worth nothing.</summary>
    [Theory]
    [InlineData("namespace")]
    [InlineData("option")]
    [InlineData("cluster")]
    [InlineData("project")]
    public async Task Answer_counts_only_while_all_that_was_shown_is_the_same(string what)
    {
        var system = await Asked();
        var old = (await system.State("shop", Token)).Gate!;
        switch (what)
        {
            case "namespace":
                await system.Register(Token, ("apps.yaml", OnRequest.Replace("namespace: shop", "namespace: other", StringComparison.Ordinal)));
                break;
            case "option":
                await system.Register(Token, ("apps.yaml", OnRequest.Replace("path: .", "path: ., kustomize: {}", StringComparison.Ordinal)));
                break;
            case "project":
                await system.Register(Token, ("apps.yaml", OnRequest), ("project.yaml", """
                    {apiVersion: argoproj.io/v1alpha1, kind: AppProject, metadata: {name: default}, spec: {sourceRepos: ['*'], destinations: [{name: '*', namespace: '*'}], namespaceResourceBlacklist: [{group: '', kind: ConfigMap}]}}
                    """));
                break;
            default:
                system.Cluster.WriteAs("somebody", new((Core.Objects.MapNode)Core.Yaml.YamlReader.ReadOne(
                    "{apiVersion: v1, kind: ConfigMap, metadata: {name: config, namespace: shop}, data: {a: other}}", null, Core.Yaml.YamlReadOptions.Default)));
                break;
        }

        system.Cluster.Writes.Clear();
        await system.Gates.Decide(old.Id, GateState.Approved, "ana", system.Clock.GetUtcNow(), Token);
        await system.Look("shop", Token);
        await system.Work(Token);

        Assert.Empty(system.Cluster.Writes);
        Assert.DoesNotContain((await system.State("shop", Token)).History, h => h.Plan == old.Plan);
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

    private static string ConfigMap(int value) => $"{{apiVersion: v1, kind: ConfigMap, metadata: {{name: config}}, data: {{a: '{value}'}}}}";
}

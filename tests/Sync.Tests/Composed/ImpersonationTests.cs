using Plumbline.Core.Kubernetes;
using Plumbline.Core.Objects;
using static Plumbline.Sync.Tests.Composed.Manifests;

namespace Plumbline.Sync.Tests.Composed;

/// <summary>An Application acts in its destination as the service account that its project names (PROJ-10, T-PRJ-7).</summary>
public sealed class ImpersonationTests
{
    private static readonly ServiceAccount Deployer = new("shop", "deployer");

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Everything_but_our_own_record_is_done_as_the_account()
    {
        var system = System("{server: '*', namespace: 'shop*', defaultServiceAccount: deployer}");
        await system.Push(Token, ("config.yaml", ConfigMap("config")), ("other.yaml", ConfigMap("other")));
        await system.Push(Token, ("config.yaml", ConfigMap("config", "2")));

        Assert.All((await system.State("shop", Token)).History, h => Assert.Equal("Succeeded", h.Phase));
        var calls = system.Cluster.Calls.ToLookup(c => c.Verb is "Identify" || c.Key.Namespace == "plumbline-system" || c.Key.Name == "plumbline-system");
        Assert.All(calls[true], c => Assert.Null(c.By));

        // The fence is made by ourselves, and needs to know what the cluster serves.
        Assert.All(calls[false].Where(c => c.Verb != "Discover"), c => Assert.Equal(Deployer, c.By));
        Assert.Superset(new HashSet<string> { "Get", "Apply", "Delete" }, calls[false].Select(c => c.Verb).ToHashSet());
    }

    [Fact]
    public async Task Lookup_of_a_chart_reads_as_the_account()
    {
        var system = System("{server: '*', namespace: shop, defaultServiceAccount: 'ops:reader'}", ", annotations: {plumbline.dev/helm-lookup: ConfigMap}");
        await system.Push(
            Token, ("Chart.yaml", "apiVersion: v2\nname: shop\nversion: 1.0.0\n"),
            ("templates/out.yaml", "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: out}\ndata: {n: '{{ lookup \"v1\" \"ConfigMap\" \"shop\" \"given\" | len }}'}\n"));
        await system.ScanForDrift(Token);

        var looks = system.Cluster.Calls.Where(c => c.Key.Name == "given").ToList();
        Assert.True(looks.Count >= 2);
        Assert.All(looks, c => Assert.Equal(new ServiceAccount("ops", "reader"), c.By));
    }

    [Fact]
    public async Task Removal_deletes_as_the_account()
    {
        var system = System("{server: '*', namespace: shop, defaultServiceAccount: deployer}", metadata: Finalizer);
        await system.Push(Token, ("config.yaml", ConfigMap("config")));
        await system.Register(Token, ("apps.yaml", Project("{server: '*', namespace: shop, defaultServiceAccount: deployer}", "")));

        Assert.DoesNotContain(system.Cluster.All, o => o.Name == "config");
        Assert.All(system.Cluster.Calls.Where(c => c.Verb == "Delete"), c => Assert.Equal(Deployer, c.By));
    }

    [Fact]
    public async Task Approval_of_a_plan_that_was_made_as_another_account_counts_no_more()
    {
        var system = System("{server: '*', namespace: shop, defaultServiceAccount: deployer}", metadata: Gated);
        await system.Push(Token, ("config.yaml", ConfigMap("config")));
        var asked = (await system.State("shop", Token)).Gate!;

        // The answer comes in before anybody has looked at the new rule.
        await system.Gates.Decide(asked.Id, Core.Gates.GateState.Approved, "ana", system.Clock.GetUtcNow(), Token);
        await system.Register(Token, ("apps.yaml", Project("{server: '*', namespace: shop, defaultServiceAccount: other}", "") + App(project: "team", metadata: Gated)));

        var state = await system.State("shop", Token);
        Assert.NotEqual(asked.Plan, state.Gate!.Plan);
        Assert.Empty(state.History);
        Assert.DoesNotContain(system.Cluster.Writes, w => w.Key.Name == "config");
    }

    [Fact]
    public async Task A_sync_whose_project_goes_away_does_not_go_on_as_ourselves()
    {
        var system = System("{server: '*', namespace: shop, defaultServiceAccount: deployer}");
        system.Cluster.Fault = c =>
        {
            if (c is not { Verb: "Apply", IsDryRun: false, Key.Name: "config" })
            {
                return null;
            }

            system.Git.Repository(SyncSystem.Control).Commit("main", new Dictionary<string, string> { ["apps.yaml"] = App(project: "team") }, "no project");
            return new ClusterException(ClusterFailure.Unavailable, "no answer");
        };
        await system.Push(Token, ("config.yaml", ConfigMap("config")));
        system.Cluster.Fault = _ => null;
        await system.CheckRefs(Token);
        await system.Pass(TimeSpan.FromMinutes(10), Token);

        Assert.DoesNotContain(system.Cluster.Writes, w => w.Key.Name == "config");
    }

    [Fact]
    public async Task Without_an_account_for_the_destination_nothing_is_done_there()
    {
        var system = System("{server: '*', namespace: other, defaultServiceAccount: deployer}");
        await system.Push(Token, ("config.yaml", ConfigMap("config")));

        var problem = Assert.Single((await system.State("shop", Token)).Observed!.Problems);
        Assert.Contains("The project team names service accounts, and none for namespace 'shop' on cluster 'one'", problem, StringComparison.Ordinal);
        Assert.Empty(system.Cluster.Writes);
    }

    [Fact]
    public async Task First_account_that_fits_counts()
    {
        var system = System("{server: '*', namespace: other, defaultServiceAccount: a}, {server: '*', namespace: 's*', defaultServiceAccount: deployer}, {server: '*', namespace: shop, defaultServiceAccount: c}");
        await system.Push(Token, ("config.yaml", ConfigMap("config")));

        Assert.Contains(system.Cluster.Calls, c => c.By == Deployer);
        Assert.DoesNotContain(system.Cluster.Calls, c => c.By is { } by && by != Deployer);
    }

    [Fact]
    public async Task Account_that_may_not_is_told()
    {
        var system = System("{server: '*', namespace: shop, defaultServiceAccount: deployer}");
        system.Cluster.Fault = c => c is { By: not null, Key.Name: "config" } ? new ClusterException(ClusterFailure.Forbidden, "deployer cannot get configmaps") : null;
        await system.Push(Token, ("config.yaml", ConfigMap("config")));

        Assert.Equal(SyncProblem.ClusterForbids, (await system.State("shop", Token)).Observed!.Code);
    }

    private static SyncSystem System(string accounts, string annotations = "", string metadata = "")
    {
        var system = new SyncSystem(Project(accounts, annotations) + App(project: "team", metadata: metadata));
        system.Cluster.WriteAs("somebody", new KubernetesObject((MapNode)Core.Yaml.YamlReader.ReadOne(
            "{apiVersion: v1, kind: Namespace, metadata: {name: shop}}", "given.yaml", Core.Yaml.YamlReadOptions.Default)));
        return system;
    }

    private static string Project(string accounts, string annotations) => $$"""
        apiVersion: argoproj.io/v1alpha1
        kind: AppProject
        metadata: {name: team{{annotations}}}
        spec:
          sourceRepos: ['*']
          destinations: [{name: one, namespace: shop}]
          clusterResourceWhitelist: [{group: '', kind: Namespace}]
          destinationServiceAccounts: [{{accounts}}]
        ---

        """;
}

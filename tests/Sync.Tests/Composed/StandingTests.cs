using Plumbline.Core.Kubernetes;
using Plumbline.Core.Objects;
using static Plumbline.Sync.Tests.Composed.Manifests;

namespace Plumbline.Sync.Tests.Composed;

/// <summary>Nothing is asked of a cluster in the name of a project that does not allow it, and nothing is done as more than the project said (PROJ-2, PROJ-10, T-PRJ-7).</summary>
public sealed class StandingTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("two", "shop")]
    [InlineData("one", "kube-system")]
    public async Task Cluster_is_asked_nothing_for_a_destination_that_the_project_does_not_allow(string cluster, string space)
    {
        var system = new SyncSystem(Project("{server: '*', namespace: '*', defaultServiceAccount: deployer}") + App(project: "team", cluster: cluster, space: space));
        await system.Push(
            Token, ("Chart.yaml", "apiVersion: v2\nname: shop\nversion: 1.0.0\n"),
            ("templates/out.yaml", "{{ fail (printf \"%v\" (lookup \"v1\" \"Namespace\" \"\" \"\")) }}"));

        Assert.Contains($"does not allow namespace '{space}' on cluster '{cluster}'", Assert.Single((await system.State("shop", Token)).Observed!.Problems), StringComparison.Ordinal);
        Assert.Empty(system.Cluster.Calls);
    }

    [Fact]
    public async Task Lookups_are_not_read_again_once_the_project_does_not_allow_the_destination()
    {
        var system = new SyncSystem(Project("") + App(project: "team"));
        Given(system);
        await system.Push(
            Token, ("Chart.yaml", "apiVersion: v2\nname: shop\nversion: 1.0.0\n"),
            ("templates/out.yaml", "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: out}\ndata: {n: '{{ lookup \"v1\" \"Namespace\" \"\" \"kube-node-lease\" | len }}'}\n"));
        Assert.NotEmpty((await system.State("shop", Token)).LookedUp);

        await system.Register(Token, ("apps.yaml", Project("", space: "other") + App(project: "team")));
        var asked = Looked();
        await system.ScanForDrift(Token);

        Assert.Equal(asked, Looked());

        int Looked() => system.Cluster.Calls.Count(c => c.Key.Name == "kube-node-lease");
    }

    [Fact]
    public async Task Removal_together_with_the_project_deletes_as_the_account_that_the_project_named()
    {
        var system = new SyncSystem(Project("{server: '*', namespace: shop, defaultServiceAccount: deployer}") + App(project: "team", metadata: Finalizer));
        Given(system);
        await system.Push(Token, ("config.yaml", ConfigMap("config")));
        await system.Register(Token, ("apps.yaml", ""));

        Assert.DoesNotContain(system.Cluster.All, o => o.Name == "config");
        Assert.All(system.Cluster.Calls.Where(c => c.Verb == "Delete"), c => Assert.Equal(new ServiceAccount("shop", "deployer"), c.By));
    }

    [Fact]
    public async Task Removal_as_an_account_that_may_not_delete_goes_no_further()
    {
        var system = new SyncSystem(Project("{server: '*', namespace: shop, defaultServiceAccount: deployer}") + App(project: "team", metadata: Finalizer));
        Given(system);
        await system.Push(Token, ("config.yaml", ConfigMap("config")));
        system.Cluster.Fault = c => c is { Verb: "Delete", By: not null } ? new ClusterException(ClusterFailure.Forbidden, "deployer cannot delete configmaps") : null;
        await system.Register(Token, ("apps.yaml", ""));
        await system.Pass(TimeSpan.FromMinutes(10), Token);

        Assert.Contains(system.Cluster.All, o => o.Name == "config");
        Assert.Contains("deployer cannot delete configmaps", (await system.State("shop", Token)).Observed!.Problems[0], StringComparison.Ordinal);
    }

    private static void Given(SyncSystem system) => system.Cluster.WriteAs("somebody", new KubernetesObject((MapNode)Core.Yaml.YamlReader.ReadOne(
        "{apiVersion: v1, kind: Namespace, metadata: {name: shop}}", "given.yaml", Core.Yaml.YamlReadOptions.Default)));

    private static string Project(string accounts, string space = "shop") => $$"""
        apiVersion: argoproj.io/v1alpha1
        kind: AppProject
        metadata: {name: team, annotations: {plumbline.dev/helm-lookup: Namespace} }
        spec:
          sourceRepos: ['*']
          destinations: [{name: one, namespace: {{space}} }]
          clusterResourceWhitelist: [{group: '', kind: Namespace}]
          destinationServiceAccounts: [{{accounts}}]
        ---

        """;
}

using Plumbline.Core.Applications;
using Plumbline.Core.Control;
using Plumbline.Core.Kubernetes;
using Plumbline.Core.Objects;
using Plumbline.Core.Problems;
using Plumbline.Core.Projects;
using Plumbline.Core.Yaml;
using Plumbline.Support.Conformance;

namespace Plumbline.Core.Tests.Projects;

/// <summary>As whom an Application acts in its destination (PROJ-10).</summary>
public sealed class ServiceAccountTests(ITestOutputHelper output)
{
    private const string Server = "https://cluster.test:6443";

    [Theory]
    [InlineData("{server: 'https://cluster.test:6443', namespace: shop, defaultServiceAccount: deployer}", "system:serviceaccount:shop:deployer")]
    [InlineData("{server: 'https://cluster.test:6443', namespace: shop, defaultServiceAccount: ' deployer '}", "system:serviceaccount:shop:deployer")]
    [InlineData("{server: '*', namespace: 'sh*', defaultServiceAccount: 'ops:deployer'}", "system:serviceaccount:ops:deployer")]
    [InlineData("{server: '*', namespace: other, defaultServiceAccount: a}, {server: '*', namespace: '*', defaultServiceAccount: b}, {server: '*', namespace: shop, defaultServiceAccount: c}", "system:serviceaccount:shop:b")]
    [InlineData("{server: 'https://other.test:6443', namespace: shop, defaultServiceAccount: deployer}", null)]
    [InlineData("{server: '*', namespace: other, defaultServiceAccount: deployer}", null)]
    [InlineData("{namespace: shop, defaultServiceAccount: deployer}", null)]
    public void First_that_fits_the_cluster_and_the_namespace_counts(string accounts, string? expected)
    {
        var account = ProjectRules.AccountFor(Project(accounts).Value!, Application(), Clusters, out var problem);

        Assert.Equal(expected, account?.ToString());
        Assert.Equal(expected is null, problem is not null);
        if (problem is not null)
        {
            Assert.Equal((ProblemCode.DestinationNotAllowed, "app.yaml", "spec.destination"), (problem.Code, problem.File, problem.Field));
        }
    }

    [Fact]
    public void An_account_without_a_namespace_needs_one_of_the_destination()
    {
        var project = Project("{server: '*', namespace: '*', defaultServiceAccount: deployer}").Value!;
        Assert.Null(ProjectRules.AccountFor(project, Application(space: ""), Clusters, out var problem));
        Assert.Equal(ProblemCode.DestinationNotAllowed, problem!.Code);
    }

    [Fact]
    public void A_project_that_names_no_accounts_asks_for_none()
    {
        Assert.Null(ProjectRules.AccountFor(Project("").Value!, Application(), Clusters, out var problem));
        Assert.Null(problem);
    }

    [Theory]
    [InlineData("{server: '!https://a', namespace: shop, defaultServiceAccount: deployer}", "server")]
    [InlineData("{server: '*', namespace: '[', defaultServiceAccount: deployer}", "namespace")]
    [InlineData("{server: '*', namespace: shop}", "defaultServiceAccount")]
    [InlineData("{server: '*', namespace: shop, defaultServiceAccount: 'deploy*'}", "defaultServiceAccount")]
    [InlineData("{server: '*', namespace: shop, defaultServiceAccount: \"a\\nImpersonate-Group: system:masters\"}", "defaultServiceAccount")]
    [InlineData("{server: '*', namespace: shop, defaultServiceAccount: 'a:b:c'}", "defaultServiceAccount")]
    [InlineData("{server: '*', namespace: shop, defaultServiceAccount: ':b'}", "defaultServiceAccount")]
    [InlineData("{server: '*', namespace: shop, defaultServiceAccount: 'a b'}", "defaultServiceAccount")]
    public void A_mistake_is_an_error_and_never_our_own_identity(string accounts, string field)
    {
        var read = Project(accounts);
        Assert.Null(read.Value);
        Assert.Contains(read.Problems, p => p.Severity == ProblemSeverity.Error && p.Field == $"spec.destinationServiceAccounts[0].{field}");
    }

    [Fact]
    public void Accounts_are_chosen_as_Argo_CD_chooses_them()
    {
        var cases = ArgoCases.Of("projects", "settings.DeriveServiceAccountToImpersonate");
        Assert.SkipWhen(cases.Count == 0, "No cases of Argo CD here: set PLUMBLINE_CONFORMANCE.");
        var failures = new List<string>();
        foreach (var item in cases)
        {
            var accounts = (item.At("input", "project", "spec", "destinationServiceAccounts") as ListNode ?? [])
                .Select(a => new DestinationServiceAccount(a.TextAt("server"), a.TextAt("namespace"), a.TextAt("defaultServiceAccount"))).ToList();
            var project = new AppProject { Name = "p", Raw = new MapNode(), DestinationServiceAccounts = accounts };
            var application = Application(item.TextAt("input", "destCluster", "server"), item.TextAt("input", "application", "spec", "destination", "namespace"));
            var got = ProjectRules.AccountFor(project, application, [], out _)?.ToString() ?? "";
            if (got != item.TextAt("expected", "result"))
            {
                failures.Add($"{item.TextAt("id")}: {got}");
            }
        }

        output.WriteLine($"Argo CD service accounts: {cases.Count - failures.Count} of {cases.Count}");
        Assert.Empty(failures);
    }

    private static ClusterRegistration[] Clusters =>
        [new() { SecretName = "one", Name = "one", Server = Server, Identity = new ClusterIdentity.InCluster(), Origin = new ObjectOrigin("one.yaml", default) }];

    private static Application Application(string? server = null, string space = "shop") => new()
    {
        Name = "shop",
        Environment = "shop",
        Sources = [],
        Destination = new Destination(server is null ? new ClusterReference(null, "one") : new ClusterReference(server, null), space),
        Origin = new ObjectOrigin("app.yaml", SourcePosition.None),
        Raw = new MapNode(),
        SpecDigest = "",
    };

    private static Fields.Reading<AppProject> Project(string accounts) => AppProjectReader.Read(
        (MapNode)YamlReader.ReadOne(
            $"apiVersion: argoproj.io/v1alpha1\nkind: AppProject\nmetadata: {{name: team}}\nspec: {{sourceRepos: ['*'], destinationServiceAccounts: [{accounts}]}}\n", "p.yaml", YamlReadOptions.Default),
        new ObjectOrigin("p.yaml", SourcePosition.None));
}

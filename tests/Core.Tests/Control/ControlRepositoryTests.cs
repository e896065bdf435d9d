using Plumbline.Core.Applications;
using Plumbline.Core.Control;
using Plumbline.Core.Kubernetes;
using Plumbline.Core.Problems;
using Plumbline.Core.Sources;

namespace Plumbline.Core.Tests.Control;

public sealed class ControlRepositoryTests
{
    private const string Guestbook = """
        apiVersion: argoproj.io/v1alpha1
        kind: Application
        metadata:
          name: guestbook
          namespace: argocd
          finalizers: [resources-finalizer.argocd.argoproj.io]
          annotations:
            plumbline.dev/approval: slack:#deploys
            plumbline.dev/approvers: U1, U2
            plumbline.dev/environment: production
        spec:
          project: default
          source:
            repoURL: https://github.com/argoproj/argocd-example-apps.git
            targetRevision: HEAD
            path: guestbook
          destination:
            server: https://kubernetes.default.svc
            namespace: guestbook
          syncPolicy:
            automated: {prune: true, selfHeal: true}
            syncOptions: [CreateNamespace=true]
        """;

    [Fact]
    public void The_guestbook_is_read_with_its_defaults()
    {
        var read = Read(("apps/guestbook.yaml", Guestbook));

        Assert.Empty(read.Problems);
        var app = Assert.Single(read.Applications);
        Assert.Equal(("guestbook", "argocd", "default", "production"), (app.Name, app.Namespace, app.Project, app.Environment));
        Assert.Equal(new AutomatedSync(true, true, false), app.SyncPolicy.Automated);
        Assert.True(app.SyncPolicy.Options.CreateNamespace);
        Assert.Equal(5, app.SyncPolicy.Retry.Limit);
        Assert.Equal(10, app.RevisionHistoryLimit);
        Assert.Equal(Propagation.Foreground, app.DeletionPropagation);
        Assert.Equal("guestbook", app.Destination.Namespace);
        Assert.Equal("https://kubernetes.default.svc", app.Destination.Cluster.Server);
        Assert.Equal("#deploys", app.Approval!.Channel);
        Assert.Equal(["U1", "U2"], app.Approval.Approvers);
        var source = Assert.Single(app.Sources);
        Assert.Equal(("guestbook", "HEAD", "spec.source"), (source.Path, source.TargetRevision, source.Field));
        Assert.Contains(read.Projects, p => p.Name == "default" && p.Origin is null);
        Assert.False(read.HasUnreadableFiles);
    }

    /// <summary>A-66.</summary>
    [Fact]
    public void One_bad_object_does_not_take_the_others_with_it()
    {
        var bad = Guestbook.Replace("name: guestbook\n", "name: bad\n", StringComparison.Ordinal).Replace("prune: true", "prune: soon", StringComparison.Ordinal);

        var read = Read(("all.yaml", bad + "\n---\n" + Guestbook), ("broken.yaml", "a: [1\n"));

        Assert.Equal("guestbook", Assert.Single(read.Applications).Name);
        var invalid = Assert.Single(read.Invalid);
        Assert.Equal(("Application", "bad"), (invalid.Kind, invalid.Name));
        var problem = Assert.Single(invalid.Problems);
        Assert.Equal((ProblemCode.FieldInvalid, "spec.syncPolicy.automated.prune", 21), (problem.Code, problem.Field, problem.Position.Line));
        Assert.True(read.HasUnreadableFiles);
        Assert.Contains(read.Problems, p => p.Code == ProblemCode.YamlSyntax && p.File == "broken.yaml");
    }

    [Fact]
    public void A_name_that_is_used_twice_names_both_places_and_neither_is_used()
    {
        var read = Read(("a.yaml", Guestbook), ("b/c.yaml", "# second\n" + Guestbook));

        Assert.Empty(read.Applications);
        Assert.Equal(2, read.Invalid.Count(i => i.Name == "guestbook"));
        Assert.Contains(read.Problems, p => p.File == "a.yaml" && p.Code == ProblemCode.NameTaken && p.Message.Contains("b/c.yaml:2", StringComparison.Ordinal));
        Assert.Contains(read.Problems, p => p.File == "b/c.yaml" && p.Message.Contains("a.yaml:1", StringComparison.Ordinal));
    }

    [Fact]
    public void Unknown_and_idle_fields_are_warnings_that_name_the_field()
    {
        var read = Read(("a.yaml", Guestbook.Replace("  syncPolicy:", "  ignoreDifferences: []\n  syncPolicies: {}\n  syncPolicy:", StringComparison.Ordinal)));

        Assert.Single(read.Applications);
        Assert.Equal(
            [(ProblemCode.FieldNotActedOn, "spec.ignoreDifferences"), (ProblemCode.FieldUnknown, "spec.syncPolicies")],
            read.Problems.Select(p => (p.Code, p.Field!)));
        Assert.All(read.Problems, p => Assert.Equal(ProblemSeverity.Warning, p.Severity));
        Assert.Equal("Did you mean 'syncPolicy'?", read.Problems[1].Hint);
    }

    [Theory]
    [InlineData("    path: guestbook\n", "", ProblemCode.FieldRequired, "spec.source.path")]
    [InlineData("    path: guestbook", "    path: ../../etc", ProblemCode.PathInvalid, "spec.source.path")]
    [InlineData("    path: guestbook", "    path: /etc/passwd", ProblemCode.PathInvalid, "spec.source.path")]
    [InlineData("    path: guestbook", "    path: guestbook\n    chart: nginx", ProblemCode.FieldInvalid, "spec.source.chart")]
    [InlineData("    path: guestbook", "    path: guestbook\n    helm: {}\n    directory: {}", ProblemCode.SourceTypeAmbiguous, "spec.source.helm")]
    [InlineData("targetRevision: HEAD", "targetRevision: --upload-pack=x", ProblemCode.FieldInvalid, "spec.source.targetRevision")]
    [InlineData("https://github.com/argoproj", "file:///etc", ProblemCode.FieldInvalid, "spec.source.repoURL")]
    [InlineData("    namespace: guestbook", "    namespace: guestbook\n    name: in-cluster", ProblemCode.FieldInvalid, "spec.destination.name")]
    [InlineData("    server: https://kubernetes.default.svc\n", "", ProblemCode.FieldRequired, "spec.destination")]
    [InlineData("plumbline.dev/approval:", "plumbline.dev/aproval:", ProblemCode.FieldUnknown, "metadata.annotations[plumbline.dev/aproval]")]
    [InlineData("slack:#deploys", "deploys", ProblemCode.FieldInvalid, "metadata.annotations[plumbline.dev/approval]")]
    [InlineData("U1, U2", "','", ProblemCode.FieldInvalid, "metadata.annotations[plumbline.dev/approvers]")]
    [InlineData("U1, U2", "U1, ana@acme.example", ProblemCode.FieldInvalid, "metadata.annotations[plumbline.dev/approvers]")]
    [InlineData("U1, U2", "'@ana'", ProblemCode.FieldInvalid, "metadata.annotations[plumbline.dev/approvers]")]
    [InlineData("U1, U2", "S0614TZR7", ProblemCode.FieldInvalid, "metadata.annotations[plumbline.dev/approvers]")]
    [InlineData("U1, U2", "Ulrike", ProblemCode.FieldInvalid, "metadata.annotations[plumbline.dev/approvers]")]
    public void Application_with_a_mistake_is_refused_by_field(string written, string instead, string code, string field)
    {
        var text = Guestbook.Replace(written, instead, StringComparison.Ordinal);

        var read = Read(("a.yaml", text));

        Assert.Empty(read.Applications);
        Assert.Contains(read.Problems, p => p.Code == code && p.Field == field && p.Position.IsKnown && p.File == "a.yaml");
    }

    [Theory]
    [InlineData("automated: {}", true)]
    [InlineData("automated: {enabled: null}", true)]
    [InlineData("automated: {enabled: false, prune: true}", false)]
    [InlineData("automated: null", false)]
    public void Automated_is_on_when_present_unless_disabled(string written, bool on)
    {
        var read = Read(("a.yaml", Guestbook.Replace("automated: {prune: true, selfHeal: true}", written, StringComparison.Ordinal)));

        var policy = Assert.Single(read.Applications).SyncPolicy;
        Assert.Equal(on, policy.Automated is not null);
        Assert.Equal(on ? 5 : 0, policy.Retry.Limit);
    }

    [Fact]
    public void Several_sources_win_over_one_and_an_unknown_project_is_a_problem()
    {
        var text = Guestbook.Replace("project: default", "project: shop", StringComparison.Ordinal)
            .Replace("  destination:", "  sources:\n  - {repoURL: 'https://h/a', path: x}\n  - {repoURL: 'https://h/b', ref: values}\n  destination:", StringComparison.Ordinal);

        var read = Read(("a.yaml", text));

        var app = Assert.Single(read.Applications);
        Assert.Equal(["spec.sources[0]", "spec.sources[1]"], app.Sources.Select(s => s.Field));
        Assert.True(app.Sources[1].IsReferenceOnly);
        Assert.Contains(read.Problems, p => p.Code == ProblemCode.ProjectNotFound && p.Severity == ProblemSeverity.Error);
        Assert.Contains(read.Problems, p => p.Code == ProblemCode.FieldNotActedOn && p.Field == "spec.source");
    }

    [Fact]
    public void Digest_ignores_comments_order_status_and_requests_but_not_the_spec()
    {
        var first = Assert.Single(Read(("a.yaml", Guestbook)).Applications).SpecDigest;

        string Digest(string from, string to) => Assert.Single(Read(("b.yaml", Guestbook.Replace(from, to, StringComparison.Ordinal))).Applications).SpecDigest;

        Assert.Equal(first, Digest("kind: Application", "kind: Application # here\nstatus: {x: 1}"));
        Assert.Equal(first, Digest("annotations:", "annotations:\n    argocd.argoproj.io/refresh: normal"));
        Assert.Equal(first, Digest("{prune: true, selfHeal: true}", "{selfHeal: true, prune: true}"));
        Assert.NotEqual(first, Digest("path: guestbook", "path: other"));
        Assert.NotEqual(first, Digest("slack:#deploys", "slack:#other"));
    }

    [Fact]
    public void Lists_are_taken_apart_and_other_kinds_are_left_out_with_a_warning()
    {
        var nested = "apiVersion: v1\nkind: List\nitems:\n- apiVersion: v1\n  kind: List\n  items:\n  - " + Guestbook.Replace("\n", "\n    ", StringComparison.Ordinal);

        var read = Read(("list.yaml", nested), ("x.yaml", "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: x}\n"), (".github/w.yaml", "on: push\n"), ("README.md", "{{"));

        Assert.Single(read.Applications);
        Assert.Equal(ProblemCode.KindIgnored, Assert.Single(read.Problems).Code);
        Assert.False(read.HasUnreadableFiles);
    }

    [Fact]
    public void Approval_of_a_project_is_read()
    {
        var read = Read(("p.yaml", """
            apiVersion: argoproj.io/v1alpha1
            kind: AppProject
            metadata: {name: shop, annotations: {plumbline.dev/approval: "slack:C0123456789"}}
            spec:
              sourceRepos: ["https://github.com/acme/*"]
              destinations: [{server: "*", namespace: "shop-*"}]
              namespaceResourceWhitelist: []
            """));

        Assert.Empty(read.Problems);
        var project = Assert.Single(read.Projects, p => p.Name == "shop");
        Assert.Equal("C0123456789", project.Approval!.Channel);
        Assert.NotNull(project.NamespaceResourceWhitelist);
        Assert.Empty(project.NamespaceResourceWhitelist);
    }

    private static ControlConfiguration Read(params (string, string)[] files) =>
        ControlRepository.Read(MemorySourceTree.Of(files), RepoPath.Root, TestContext.Current.CancellationToken);
}

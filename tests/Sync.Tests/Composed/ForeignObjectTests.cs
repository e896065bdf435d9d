using Plumbline.Core.Objects;
using Plumbline.Core.Yaml;

namespace Plumbline.Sync.Tests.Composed;

/// <summary>Objects of others, and URLs and revisions that are none, in an Application.</summary>
public sealed class ForeignObjectTests
{
    private const string Application = """
        apiVersion: argoproj.io/v1alpha1
        kind: Application
        metadata: {name: shop}
        spec:
          project: default
          source: {repoURL: https://git.test/acme/shop, targetRevision: HEAD, path: .}
          destination: {name: one, namespace: shop}
          syncPolicy: {automated: {prune: true, selfHeal: true}, syncOptions: [CreateNamespace=true]}
        """;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    /// <summary>T-SEC-4, T-PRJ-6: of an object that is another Application's nothing is shown, and nothing of it is written.</summary>
    [Theory]
    [InlineData("ConfigMap", "data: {a: canary-value}")]
    [InlineData("Secret", "data: {a: Y2FuYXJ5LXZhbHVl}")]
    public async Task Object_of_another_application_is_named_and_not_shown(string kind, string content)
    {
        var bank = Application.Replace("name: shop,", "name: bank,", StringComparison.Ordinal).Replace("{name: shop}", "{name: bank}", StringComparison.Ordinal).Replace("acme/shop", "acme/bank", StringComparison.Ordinal);
        var system = new SyncSystem($"{Application}\n---\n{bank}");
        await system.Push(Token, ("first.yaml", "{apiVersion: v1, kind: ConfigMap, metadata: {name: first}}"));
        var theirs = system.Cluster.WriteAs("argocd", Object($"{{apiVersion: v1, kind: {kind}, metadata: {{name: taken, namespace: shop, annotations: {{argocd.argoproj.io/tracking-id: 'bank:/{kind}:shop/taken'}}}}, {content}}}"));

        await system.Push(Token, ("taken.yaml", $"{{apiVersion: v1, kind: {kind}, metadata: {{name: taken}}}}"));

        var state = await system.State("shop", Token);
        Assert.Contains(state.Observed!.Problems, p => p.Contains("belongs to the application 'bank'", StringComparison.Ordinal));
        Assert.DoesNotContain(await system.Events("shop", Token), e => e.ToJson().Contains("canary", StringComparison.Ordinal) || e.ToJson().Contains("Y2FuYXJ5", StringComparison.Ordinal));
        Assert.Equal(theirs.Root["data"]!.ToString(), system.Cluster.All.Single(o => o.Name == "taken").Root["data"]!.ToString());

        await system.Push(Token, ("first.yaml", "{apiVersion: v1, kind: ConfigMap, metadata: {name: first}}"));
        Assert.Contains(system.Cluster.All, o => o.Name == "taken");
    }

    /// <summary>T-GIT-1: a source whose URL is none is a problem of its field; no host is asked.</summary>
    [Theory]
    [InlineData("file:///etc")]
    [InlineData("/etc")]
    [InlineData("ext::sh -c id")]
    [InlineData("--upload-pack=touch /tmp/x")]
    [InlineData("ssh://-oProxyCommand=x/y")]
    [InlineData("foo://host/x")]
    [InlineData("javascript:alert(1)")]
    [InlineData("https://user:canary@git.test/acme/shop")]
    [InlineData("https://git.test\\@evil/acme/shop")]
    public async Task Source_whose_url_is_none_is_a_problem(string url)
    {
        var system = new SyncSystem(Application.Replace("repoURL: https://git.test/acme/shop", $"repoURL: '{url}'", StringComparison.Ordinal));
        await system.CheckRefs(Token);
        await system.Work(Token);

        var problem = Assert.Single(await system.Problems("shop", Token), p => p.Contains("repoURL", StringComparison.Ordinal));
        Assert.DoesNotContain("canary", problem, StringComparison.Ordinal);
        Assert.Equal(0, system.Git.Repository(SyncSystem.Shop).Asked);
        Assert.Empty(system.Cluster.Writes);
    }

    /// <summary>T-GIT-2: a revision that is no name is a problem of its source; no host is asked.</summary>
    [Theory]
    [InlineData("HEAD~99999999")]
    [InlineData("main@{1}")]
    [InlineData(":/msg")]
    [InlineData("--x")]
    [InlineData("refs/heads/../x")]
    [InlineData("a..b")]
    public async Task Source_whose_revision_is_none_is_a_problem(string revision)
    {
        var system = new SyncSystem(Application.Replace("targetRevision: HEAD", $"targetRevision: '{revision}'", StringComparison.Ordinal));
        await system.CheckRefs(Token);
        await system.Work(Token);

        Assert.NotEmpty(await system.Problems("shop", Token));
        Assert.Equal(0, system.Git.Repository(SyncSystem.Shop).Asked);
        Assert.Empty(system.Cluster.Writes);
    }

    private static KubernetesObject Object(string yaml) => new((MapNode)YamlReader.ReadOne(yaml, null, YamlReadOptions.Default));
}

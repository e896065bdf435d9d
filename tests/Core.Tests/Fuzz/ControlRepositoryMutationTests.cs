using System.Text;
using Plumbline.Core.Control;
using Plumbline.Core.Problems;
using Plumbline.Core.Sources;

namespace Plumbline.Core.Tests.Fuzz;

/// <summary>Broken files end as problems, whatever is broken: nothing is thrown, no good neighbour is lost, no secret is repeated.</summary>
public sealed class ControlRepositoryMutationTests
{
    private const string Canary = "c4nary";

    private const string Good = "apiVersion: argoproj.io/v1alpha1\nkind: Application\nmetadata: {name: neighbour}\nspec: {source: {repoURL: 'https://h/a', path: .}, destination: {name: in-cluster}}\n";

    private const string Seed = """
        apiVersion: argoproj.io/v1alpha1
        kind: Application
        metadata:
          name: cart
          annotations: {plumbline.dev/approval: "slack:#deploys"}
        spec:
          sources:
          - {repoURL: "https://h/a", path: x, targetRevision: HEAD, directory: {recurse: true, include: "{a,b}*"}}
          - {repoURL: "https://h/b", chart: c, helm: {valuesObject: {a: [1, 2]}}}
          destination: {server: "https://kubernetes.default.svc", namespace: cart}
          syncPolicy: {automated: {prune: true}, retry: {limit: 3, backoff: {duration: 5s, factor: 2}}, syncOptions: [Prune=false]}
          ignoreDifferences: [{group: apps, kind: Deployment, jsonPointers: [/spec/replicas]}]
        ---
        apiVersion: argoproj.io/v1alpha1
        kind: AppProject
        metadata: {name: shop}
        spec:
          sourceRepos: ["*", "!https://h/{a,b}"]
          destinations: [{server: "*", namespace: "[a-z]*"}]
          roles: [{name: r, policies: ["p, proj:shop:r, applications, get, shop/*, allow"]}]
        ---
        apiVersion: v1
        kind: Secret
        metadata: {name: c, labels: {argocd.argoproj.io/secret-type: cluster}}
        stringData: {server: "https://c4nary-host", config: '{"bearerToken": "c4nary", "tlsClientConfig": {"caData": "x"}}'}
        ---
        apiVersion: v1
        kind: List
        items:
        - apiVersion: v1
          kind: Secret
          metadata: {name: r, labels: {argocd.argoproj.io/secret-type: repository}}
          data: {url: aHR0cHM6Ly9oL2E=, password: YzRuYXJ5}
        """;

    private static readonly string[] Pieces =
    [
        "null", "[]", "{}", "- ", ": ", "\n", "  ", "\t", "'", "\"", "&a ", "*a", "<<: ", "!!binary ", "true", "0x1F", "-1", "99999999999999999999", "1e999", ".nan", "\u0000", "\uFEFF", "---\n", "...", "?", "|", ">", "#",
    ];

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    public void Any_mutation_ends_as_problems(int seed)
    {
        var random = new Random(seed);
        for (var i = 0; i < 100; i++)
        {
            var text = Mutate(random);

            var read = ControlRepository.Read(MemorySourceTree.Of(("a.yaml", text), ("good.yaml", Good)), RepoPath.Root, TestContext.Current.CancellationToken);

            Assert.True(read.Applications.Any(a => a.Name == "neighbour"), $"seed {seed}, round {i}");
            Assert.All(read.Problems, p => Assert.False(p.Severity == ProblemSeverity.Error && p.File is null, p.ToString()));
            Assert.All(read.Problems.Where(p => !p.Code.StartsWith("Yaml", StringComparison.Ordinal)), p => Assert.DoesNotContain($"\"{Canary}\"", p.ToString(), StringComparison.Ordinal));
        }
    }

    private static string Mutate(Random random)
    {
        var text = new StringBuilder(Seed);
        for (var edits = random.Next(1, 6); edits > 0; edits--)
        {
            var at = random.Next(text.Length);
            switch (random.Next(4))
            {
                case 0:
                    text.Remove(at, Math.Min(random.Next(1, 20), text.Length - at));
                    break;
                case 1:
                    text.Insert(at, Pieces[random.Next(Pieces.Length)]);
                    break;
                case 2:
                    text[at] = (char)random.Next(1, 0x250);
                    break;
                default:
                    text.Insert(at, text.ToString(at, Math.Min(random.Next(1, 60), text.Length - at)));
                    break;
            }
        }

        return text.ToString();
    }
}

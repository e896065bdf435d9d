using Plumbline.Core.Json;
using Plumbline.Core.Kubernetes;
using Plumbline.Core.Objects;
using Plumbline.Kubernetes.Health;
using Plumbline.Kubernetes.Trees;

namespace Plumbline.Kubernetes.Tests.Health;

/// <summary>Argo CD's own health cases for the kinds of Kubernetes and the compiled checks.</summary>
public sealed class ArgoHealthConformanceTests(ITestOutputHelper output)
{
    [Fact]
    public void Built_in_kinds_are_judged_as_Argo_CD_judges_them()
    {
        var file = Path.GetFullPath(Path.Combine(Repository.Root, "..", "shared", "conformance", "argocd", "health.jsonl"));
        Assert.SkipUnless(File.Exists(file), $"The conformance cases are not here ({file}).");

        var failures = new List<string>();
        var count = 0;
        foreach (var line in File.ReadLines(file))
        {
            var row = Objects.FromJson(line).Root;
            if (row.Text("source") != "compiled" && !row.Flag("builtin"))
            {
                continue;
            }

            count++;
            var verdict = HealthRules.Judge(new KubernetesObject(row.Map("object")!));
            if (!Matches(row["expected"], verdict))
            {
                failures.Add($"{row.Text("id")}: expected {JsonTree.ToText(row["expected"]!)}, got {verdict}");
            }
        }

        output.WriteLine($"Argo CD health, built-in kinds: {count - failures.Count} of {count}");
        Assert.True(count > 0);
        Assert.Empty(failures);
    }

    private static bool Matches(Node? expected, HealthStatus? verdict) => expected is MapNode map
        ? verdict is not null && map.Text("status") == verdict.Code.ToString() && (!map.Has("message") || map.Text("message") == verdict.Message)
        : verdict is null;
}

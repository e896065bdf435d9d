using Plumbline.Core.Applications;
using Plumbline.Core.Kubernetes;
using Plumbline.Core.Objects;
using Plumbline.Core.Problems;
using Plumbline.Core.Yaml;

namespace Plumbline.Core.Tests.Rendering;

/// <summary>Sync options of an object (OPT-2 to OPT-15): what has no effect is said, where it stands and why.</summary>
public sealed class ObjectSyncOptionsTests
{
    private const string Field = "metadata.annotations[argocd.argoproj.io/sync-options]";

    [Theory]
    [InlineData("Replace=true", "has no effect: objects are applied on the server's side")]
    [InlineData("Force=true", "has no effect: no sync deletes an object to make it anew")]
    [InlineData("Validate=false", "has no effect: server-side apply goes by the schema")]
    [InlineData("SkipDryRunOnMissingResource=true", "has no effect")]
    [InlineData("ServerSideApply=false", "has no effect")]
    [InlineData("CreateNamespace=true", "it counts on Applications only")]
    public void Option_without_effect_is_told_with_its_place_and_reason(string option, string reason)
    {
        var problem = Assert.Single(Check(option));

        Assert.Equal((ProblemSeverity.Warning, ProblemCode.FieldNotActedOn, "job.yaml", 6, Field), (problem.Severity, problem.Code, problem.File, problem.Position.Line, problem.Field));
        Assert.Contains(option, problem.Message, StringComparison.Ordinal);
        Assert.Contains(reason, problem.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Prune=false")]
    [InlineData("Delete=confirm")]
    [InlineData("PruneLast=true")]
    [InlineData("ServerSideApply=true")]
    [InlineData("Replace=false")]
    [InlineData("Force=false")]
    [InlineData("Validate=true")]
    [InlineData("")]
    public void Option_that_holds_is_not_told(string option) => Assert.Empty(Check(option));

    [Theory]
    [InlineData("Replace = true", 1)]
    [InlineData("prune=false", 1)]
    [InlineData("Prune=never", 1)]
    [InlineData("Replace=true, Force=true ,Prune=false,Nothing=1", 3)]
    public void Each_that_does_not_exist_is_told(string options, int count) => Assert.Equal(count, Check(options).Count);

    [Fact]
    public void Object_whose_lines_are_not_known_is_told_by_its_own_place()
    {
        var target = new KubernetesObject(new MapNode()) { Origin = new ObjectOrigin("chart/templates/job.yaml", new SourcePosition(3, 1)) };
        target.Annotate(SyncOptions.Annotation, "Force=true");

        Assert.Equal(3, Assert.Single(ObjectSyncOptions.Check([target])).Position.Line);
    }

    private static List<Problem> Check(string options)
    {
        var yaml = $"apiVersion: batch/v1\nkind: Job\nmetadata:\n  name: migrate\n  annotations:\n    argocd.argoproj.io/sync-options: '{options}'\n";
        var target = new KubernetesObject((MapNode)YamlReader.ReadOne(yaml, "job.yaml", YamlReadOptions.Default)) { Origin = new ObjectOrigin("job.yaml", new SourcePosition(1, 1)) };
        return [.. ObjectSyncOptions.Check([target])];
    }
}

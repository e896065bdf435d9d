using System.Reflection;
using Plumbline.Core.Control;
using Plumbline.Core.Problems;
using Plumbline.Core.Sources;

namespace Plumbline.Core.Tests.Control;

/// <summary>The control repository under <c>examples/</c> is the first that anybody copies.</summary>
public sealed class ExampleTests
{
    [Fact]
    public void The_control_repository_of_the_examples_is_read_without_a_problem()
    {
        var read = ControlRepository.Read(Example("control"), RepoPath.Root, TestContext.Current.CancellationToken);

        Assert.Empty(read.Problems);
        Assert.Equal(["basket-stage", "catalog-production", "catalog-stage", "shop-production", "shop-stage"], read.Applications.Select(a => a.Name).Order(StringComparer.Ordinal));
        Assert.Equal("shop", Assert.Single(read.Projects, p => p.Name != "default").Name);
        Assert.Equal("https://cluster.example.com:6443", Assert.Single(read.Clusters).Server);
    }

    [Fact]
    public void Stage_goes_by_itself_and_production_asks()
    {
        var read = ControlRepository.Read(Example("control"), RepoPath.Root, TestContext.Current.CancellationToken);

        var stage = read.Applications.Single(a => a.Name == "shop-stage");
        var production = read.Applications.Single(a => a.Name == "shop-production");
        Assert.True(stage.SyncPolicy.Automated is { Prune: true, SelfHeal: true });
        Assert.Null(stage.Approval);
        Assert.Null(production.SyncPolicy.Automated);
        Assert.Equal("#deploys", production.Approval!.Channel);
    }

    [Fact]
    public void A_secret_value_in_a_registration_would_be_noticed()
    {
        // The same files with the value in place of its reference: so the test above can fail.
        var files = Files("control").ToDictionary(f => f.Key, f => f.Value.Replace("env:CLUSTER_MAIN_TOKEN", "a-token", StringComparison.Ordinal));

        var read = ControlRepository.Read(Tree(files), RepoPath.Root, TestContext.Current.CancellationToken);

        Assert.Contains(read.Problems, p => p.Code == ProblemCode.SecretLiteral && p.File == "clusters/main.yaml");
    }

    private static MemorySourceTree Example(string name) => Tree(Files(name));

    private static Dictionary<string, string> Files(string name)
    {
        var root = typeof(ExampleTests).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(a => a.Key == "PlumblineRoot").Value!;
        var folder = Path.Combine(root, "examples", name);
        return Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories)
            .ToDictionary(p => Path.GetRelativePath(folder, p).Replace('\\', '/'), File.ReadAllText);
    }

    private static MemorySourceTree Tree(Dictionary<string, string> files) => MemorySourceTree.Of(files.Select(f => (f.Key, f.Value)));
}

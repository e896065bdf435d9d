using System.Reflection;
using Plumbline.Core.Control;
using Plumbline.Core.Problems;
using Plumbline.Core.Sources;

namespace Plumbline.Core.Tests.Spec;

/// <summary>The pages for users cannot rot: their snippets are read, their list of codes is whole.</summary>
public sealed class SpecPagesTests
{
    private static readonly string Folder = Path.Combine(
        typeof(SpecPagesTests).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().First(a => a.Key == "PlumblineRoot").Value!, "docs", "spec");

    [Theory]
    [InlineData("application.md", 2)]
    [InlineData("appproject.md", 1)]
    [InlineData("repository.md", 1)]
    [InlineData("cluster.md", 2)]
    public void Snippets_of_a_page_are_read_without_a_problem(string page, int count)
    {
        var snippets = File.ReadAllText(Path.Combine(Folder, page)).Split("```yaml\n").Skip(1).Select(s => s[..s.IndexOf("```", StringComparison.Ordinal)]).ToList();
        Assert.Equal(count, snippets.Count);

        foreach (var snippet in snippets)
        {
            var read = ControlRepository.Read(MemorySourceTree.Of(("snippet.yaml", snippet)), RepoPath.Root, TestContext.Current.CancellationToken);

            Assert.DoesNotContain(read.Problems, p => p.Code != ProblemCode.ProjectNotFound);
            Assert.True(read.Applications.Count + read.Clusters.Count + read.Repositories.Count + read.Projects.Count(p => p.Origin is not null) > 0);
        }
    }

    [Fact]
    public void Page_of_problems_lists_every_code()
    {
        var page = File.ReadAllText(Path.Combine(Folder, "problems.md"));

        var missing = typeof(ProblemCode).GetFields().Select(f => (string)f.GetValue(null)!).Where(c => !page.Contains($"| `{c}` |", StringComparison.Ordinal));

        Assert.Empty(missing);
    }
}

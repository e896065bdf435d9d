using Plumbline.Core.Control;
using Plumbline.Core.Sources;
using Plumbline.Sync.Registry;

namespace Plumbline.Sync.Tests.Reconcile;

public sealed class ProjectChoiceTests
{
    private const string App = """
        apiVersion: argoproj.io/v1alpha1
        kind: Application
        metadata: {name: a}
        spec:
          source: {repoURL: https://git.test/a/b, path: x}
          destination: {name: one, namespace: a}
        """;

    private static ControlConfiguration Read(params (string Path, string Text)[] files) =>
        ControlRepository.Read(MemorySourceTree.Of([("app.yaml", App), .. files]), RepoPath.Root, default);

    private static string? ProjectOf(ControlConfiguration configuration) => ControlRegistry.ProjectOf(configuration, configuration.Applications[0])?.Name;

    [Fact]
    public void Without_a_file_the_default_project_is_open() => Assert.Equal("default", ProjectOf(Read()));

    [Fact]
    public void Default_project_that_is_wrong_does_not_become_the_open_one() => Assert.Null(ProjectOf(Read(
        ("default.yaml", "apiVersion: argoproj.io/v1alpha1\nkind: AppProject\nmetadata: {name: default}\nspec: {sourceRepos: 12}\n"))));

    [Fact]
    public void Unreadable_file_closes_the_default_project() => Assert.Null(ProjectOf(Read(("default.yaml", "a: [broken"))));
}

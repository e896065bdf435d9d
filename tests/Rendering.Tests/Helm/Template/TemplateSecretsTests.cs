using Plumbline.Rendering.Helm;

namespace Plumbline.Rendering.Tests.Helm.Template;

/// <summary>What a template must not learn: of the host, of other names, of the cluster, of files outside its chart (T-TPL-5, A-76, A-87).</summary>
public sealed class TemplateSecretsTests
{
    [Theory]
    [InlineData("env")]
    [InlineData("expandenv")]
    public void Function_that_reads_the_environment_does_not_exist(string name)
    {
        Environment.SetEnvironmentVariable("PLUMBLINE_CANARY", "seen-by-a-template");

        var result = Render($"{{{{ {name} \"PLUMBLINE_CANARY\" }}}}");

        var problem = Assert.Single(result.Problems);
        Assert.Contains($"function \"{name}\" not defined", problem.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("seen-by-a-template", problem.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("{{ getHostByName \"localhost\" }}", "")]
    [InlineData("{{ lookup \"v1\" \"Secret\" \"ns\" \"name\" | toJson }}", "{}")]
    [InlineData("{{ .Files.Get \"../other/secret.txt\" }}|{{ .Files.Get \"/etc/hostname\" }}", "|")]
    [InlineData("{{ .Files.Glob \"../**\" | len }}{{ .Files.Lines \"../other/secret.txt\" | len }}", "00")]
    [InlineData("{{ tpl \"{{ .Files.Get `../../etc/passwd` }}\" . }}", "")]
    public void Question_about_the_outside_is_answered_with_nothing(string template, string answer)
    {
        var result = Render(template);

        Assert.Empty(result.Problems);
        Assert.Equal(answer, result.Text);
    }

    private static HelmResult Render(string template) => new HelmTemplate(TimeProvider.System).Run(
        new HelmRequest
        {
            Tree = MemorySourceTree.Of(
            [
                ("other/secret.txt", "hidden"),
                ("chart/Chart.yaml", "apiVersion: v2\nname: c\nversion: 0.1.0\n"),
                ("chart/templates/main.yaml", template),
            ]),
            Chart = RepoPath.Parse("chart"),
            Raw = "templates/main.yaml",
        },
        TestContext.Current.CancellationToken);
}

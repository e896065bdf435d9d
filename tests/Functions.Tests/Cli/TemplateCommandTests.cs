namespace Plumbline.Functions.Tests.Cli;

/// <summary><c>plumb template</c>, <c>values</c> and <c>gotemplate</c> as processes.</summary>
public sealed class TemplateCommandTests : IDisposable
{
    private readonly CommandFolder _folder = new CommandFolder()
        .With("shop/Chart.yaml", "apiVersion: v2\nname: shop\nversion: 0.1.0\n")
        .With("shop/values.yaml", "replicas: 1\n")
        .With("shop/templates/app.yaml", "kind: ConfigMap\napiVersion: v1\nmetadata:\n  name: {{ .Release.Name }}\n  namespace: {{ .Release.Namespace }}\ndata:\n  replicas: {{ .Values.replicas | quote }}\n")
        .With("shop/templates/test.yaml", "kind: Pod\napiVersion: v1\nmetadata:\n  name: probe\n  annotations: {helm.sh/hook: test}\n")
        .With("env/prod.yaml", "replicas: 3\n");

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Chart_is_printed_as_helm_prints_it()
    {
        var run = await Plumb.Run(_folder.Full, "template", "web", "shop", "-f", "env/prod.yaml", "-n", "team", "--skip-tests");

        Assert.Equal(
            new PlumbRun(0, "---\n# Source: shop/templates/app.yaml\nkind: ConfigMap\napiVersion: v1\nmetadata:\n  name: web\n  namespace: team\ndata:\n  replicas: \"3\"\n", ""), run);
    }

    [Theory]
    [InlineData("--set", "replicas=5", "\"5\"")]
    [InlineData("--set-string", "replicas=0x1F", "\"0x1F\"")]
    [InlineData("--set-json", "replicas=7", "\"7\"")]
    [InlineData("--set-literal", "replicas=a,b=c", "\"a,b=c\"")]
    [InlineData("--set-file", "replicas=env/prod.yaml", "replicas: 3")]
    public async Task Value_flags_reach_the_chart(string flag, string value, string expected)
    {
        var run = await Plumb.Run(_folder.Full, "template", "shop", flag, value, "--show-only", "templates/app.yaml");

        Assert.Equal(0, run.Exit);
        Assert.Contains(expected, run.Answer, StringComparison.Ordinal);
        Assert.DoesNotContain("probe", run.Answer, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Files_may_be_named_by_their_full_paths_and_through_links()
    {
        File.CreateSymbolicLink(_folder.At("linked.yaml"), _folder.At("env/prod.yaml"));

        var run = await Plumb.Run("/", "template", "web", _folder.At("shop"), "-f", _folder.At("linked.yaml"), "--no-hooks");

        Assert.Equal((0, ""), (run.Exit, run.Notes));
        Assert.Contains("replicas: \"3\"", run.Answer, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Failing_template_is_named_with_line_and_column_and_nothing_is_printed()
    {
        _folder.With("shop/templates/app.yaml", "kind: ConfigMap\nvalue: {{ fail \"no such luck\" }}\n");

        var run = await Plumb.Run(_folder.Full, "template", "web", "shop");

        Assert.Equal((1, ""), (run.Exit, run.Answer));
        Assert.StartsWith("✖ cannot render shop ", run.Notes, StringComparison.Ordinal);
        Assert.Contains("shop/templates/app.yaml:2:", run.Notes, StringComparison.Ordinal);
        Assert.Contains("no such luck", run.Notes, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(1, "path \"none\" not found", "template", "web", "none")]
    [InlineData(1, "unable to detect chart at env/Chart.yaml", "template", "web", "env")]
    [InlineData(1, "open none.yaml: no such file or directory", "template", "web", "shop", "-f", "none.yaml")]
    [InlineData(1, "key \"x\" has no value", "template", "web", "shop", "--set", "x")]
    [InlineData(2, "unknown flag: --nope", "template", "web", "shop", "--nope")]
    [InlineData(2, "flag needs an argument: --set", "values", "--set")]
    public async Task Mistakes_are_told_apart_by_their_exit_codes(int exit, string reason, params string[] arguments)
    {
        var run = await Plumb.Run(_folder.Full, arguments);

        Assert.Equal((exit, ""), (run.Exit, run.Answer));
        Assert.Contains(reason, run.Notes, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Raw_text_of_one_template_is_untouched()
    {
        _folder.With("shop/templates/list.yaml", "---\n\na: {{ .Values.replicas }}\n---\nb: 2   \n");

        var run = await Plumb.Run(_folder.Full, "template", "web", "shop", "--raw", "templates/list.yaml");

        Assert.Equal(new PlumbRun(0, "---\n\na: 1\n---\nb: 2   \n", ""), run);
    }

    [Fact]
    public async Task Reads_are_the_charts_files()
    {
        var run = await Plumb.Run(_folder.Full, "template", "web", "shop", "--reads");

        Assert.Contains("file  shop/templates/app.yaml\n", run.Answer, StringComparison.Ordinal);
        Assert.Contains("list  shop/templates\n", run.Answer, StringComparison.Ordinal);
        Assert.Contains("miss  shop/.helmignore\n", run.Answer, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Values_come_from_standard_input_once()
    {
        var run = await Plumb.Run(
            _folder.Full, new Dictionary<string, string>(), "replicas: 8\n", "template", "web", "shop", "-f", "env/prod.yaml", "-f", "-", "--values", " - ", "-s", "templates/app.yaml");
        var text = await Plumb.Run(_folder.Full, new Dictionary<string, string>(), "eight", "template", "web", "shop", "--set-file", "replicas=-", "-s", "templates/app.yaml");
        var wrong = await Plumb.Run(_folder.Full, new Dictionary<string, string>(), "a: [", "template", "web", "shop", "-f", "-");

        Assert.Equal((0, ""), (run.Exit, run.Notes));
        Assert.Contains("replicas: \"8\"", run.Answer, StringComparison.Ordinal);
        Assert.Contains("replicas: \"eight\"", text.Answer, StringComparison.Ordinal);
        Assert.Equal((1, ""), (wrong.Exit, wrong.Answer));
        Assert.Contains("failed to parse -: ", wrong.Notes, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Chart_may_lie_in_a_commit_and_its_values_files_on_the_disk()
    {
        await CommandGit.Run(_folder.Full, "init", "-q", "-b", "main");
        await CommandGit.Run(_folder.Full, "add", ".");
        await CommandGit.Run(_folder.Full, "commit", "-q", "-m", "chart");
        await CommandGit.Run(_folder.Full, "clone", "-q", "--bare", ".", _folder.At("bare.git"));
        _folder.With("shop/templates/app.yaml", "changed: since\n").With("env/prod.yaml", "replicas: 4\n");

        var bare = await Plumb.Run(_folder.Full, "template", "web", "bare.git:main:shop", "-f", "env/prod.yaml", "--skip-tests");
        var reads = await Plumb.Run("/", "template", $"{_folder.At("bare.git")}:HEAD:shop", "--reads");
        var noChart = await Plumb.Run(_folder.Full, "template", "bare.git:main:nowhere");
        var noCommit = await Plumb.Run(_folder.Full, "template", "bare.git:v9:shop");

        Assert.Equal(
            new PlumbRun(0, "---\n# Source: shop/templates/app.yaml\nkind: ConfigMap\napiVersion: v1\nmetadata:\n  name: web\n  namespace: default\ndata:\n  replicas: \"4\"\n", ""), bare);
        Assert.Contains("file  shop/templates/app.yaml\n", reads.Answer, StringComparison.Ordinal);
        Assert.Equal((1, ""), (noChart.Exit, noChart.Answer));
        Assert.Contains("path \"bare.git:main:nowhere\" not found", noChart.Notes, StringComparison.Ordinal);
        Assert.Equal((1, ""), (noCommit.Exit, noCommit.Answer));
        Assert.StartsWith("✖ cannot read bare.git:v9:shop", noCommit.Notes, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Template_that_fails_in_a_commit_is_named_from_its_root()
    {
        _folder.With("shop/templates/app.yaml", "value: {{ fail \"no such luck\" }}\n");
        await CommandGit.Run(_folder.Full, "init", "-q", "-b", "main");
        await CommandGit.Run(_folder.Full, "add", ".");
        await CommandGit.Run(_folder.Full, "commit", "-q", "-m", "chart");

        var run = await Plumb.Run(_folder.Full, "template", ".git:main:shop");

        Assert.Equal((1, ""), (run.Exit, run.Answer));
        Assert.StartsWith("✖ cannot render .git:main:shop", run.Notes, StringComparison.Ordinal);
        Assert.Contains("shop/templates/app.yaml:1:", run.Notes, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Values_are_what_the_flags_amount_to()
    {
        var run = await Plumb.Run(_folder.Full, "values", "-f", "env/prod.yaml", "--set", "a.b[1]=x,c=null", "--set-string", "d=1");

        Assert.Equal(new PlumbRun(0, "a:\n  b:\n  - null\n  - x\nc: null\nd: \"1\"\nreplicas: 3\n", ""), run);
    }

    [Fact]
    public async Task Plain_template_has_gos_functions_and_sprigs_only_when_asked()
    {
        _folder.With("t.tpl", "{{ printf \"%05d\" .n }} {{ upper .s }}").With("dot.json", """{"n":42,"s":"a"}""");

        var plain = await Plumb.Run(_folder.Full, "gotemplate", "t.tpl", "--data", "dot.json");
        var sprig = await Plumb.Run(_folder.Full, "gotemplate", "--sprig", "--data", "dot.json", "t.tpl");

        Assert.Equal((1, ""), (plain.Exit, plain.Answer));
        Assert.Contains("template: t.tpl:1: function \"upper\" not defined", plain.Notes, StringComparison.Ordinal);
        Assert.Equal(new PlumbRun(0, "00042 A", ""), sprig);
    }

    [Theory]
    [InlineData("default", 0, "<no value>")]
    [InlineData("error", 1, "")]
    [InlineData("sideways", 1, "")]
    public async Task Missing_keys_are_worth_what_is_said(string word, int exit, string expected)
    {
        _folder.With("dot.json", "{}");

        var run = await Plumb.Run(_folder.Full, new Dictionary<string, string>(), "{{ .x }}", "gotemplate", $"--missingkey={word}", "--data", "dot.json", "-");

        Assert.Equal((exit, expected), (run.Exit, run.Answer));
    }

    [Fact]
    public async Task Bytes_that_are_no_text_pass_through()
    {
        var run = await Plumb.Run(_folder.Full, new Dictionary<string, string>(), "{{ len \"\\xff\" }}", "gotemplate", "-");

        Assert.Equal(new PlumbRun(0, "1", ""), run);
    }
}

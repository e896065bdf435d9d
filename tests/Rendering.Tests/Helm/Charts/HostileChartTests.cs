using System.Diagnostics;
using CsCheck;
using Plumbline.Rendering.Helm;
using Plumbline.Rendering.Helm.Template;
using Plumbline.Rendering.Helm.Values;
using Plumbline.Support.Sources;

namespace Plumbline.Rendering.Tests.Helm.Charts;

/// <summary>Settings, schemas and descriptions that strangers wrote (T-TPL-7, T-TPL-8, T-TPL-9), and what a thousand releases cost.</summary>
public sealed class HostileChartTests(ITestOutputHelper output)
{
    private readonly HelmTemplate _helm = new(TimeProvider.System);

    /// <summary>T-TPL-7, A-84.</summary>
    [Theory]
    [InlineData("a[2000000000]=1", "greater than maximum supported index")]
    [InlineData("a[65537]=1", "greater than maximum supported index")]
    [InlineData("a[-1]=1", "negative")]
    [InlineData("a[99999999999999999999]=1", "error parsing index")]
    [InlineData("a={x", "list must terminate")]
    [InlineData("a={", "list must terminate")]
    public void Settings_that_ask_for_too_much_are_refused(string setting, string reason) =>
        Assert.Contains(reason, Refusal(SetKind.Typed, setting));

    /// <summary>T-TPL-7, A-83.</summary>
    [Fact]
    public void Settings_do_not_nest_without_end()
    {
        Assert.Contains("nested level", Refusal(SetKind.Typed, string.Concat(Enumerable.Repeat("a.", 100_000)) + "b=1"));
        Assert.Contains("nested deeper", Refusal(SetKind.Typed, "a" + string.Concat(Enumerable.Repeat("[0]", 100_000)) + "=1"));
        Assert.Contains("nested deeper", Refusal(SetKind.Typed, "a" + string.Concat(Enumerable.Repeat("[0].a", 100_000)) + "=1"));
        Assert.Contains("max depth", Refusal(SetKind.Json, "a=" + new string('[', 100_000)));
        Assert.Null(Refusal(SetKind.Typed, string.Concat(Enumerable.Repeat("a.", 30)) + "b=1"));
        Assert.Null(Refusal(SetKind.Typed, "a[65536]=1"));
    }

    [Fact]
    public void Any_setting_is_read_or_refused() =>
        Gen.Select(Gen.Enum<SetKind>(), Gen.String[Gen.Char["ab.[]{}=,0-1\\\" :tn"], 0, 24]).Sample((kind, text) => { _ = Refusal(kind, text); }, iter: 20_000);

    /// <summary>T-TPL-8, A-86, A-94: references lead nowhere but into the schema itself, so neither files, devices nor hosts are read.</summary>
    [Theory]
    [InlineData("""{"$ref":"#"}""")]
    [InlineData("""{"$ref":"#/nope"}""")]
    [InlineData("""{"$ref":"file:///etc/passwd"}""")]
    [InlineData("""{"$ref":"file:///dev/zero"}""")]
    [InlineData("""{"$ref":"values.schema.json"}""")]
    [InlineData("""{"$ref":"other.json"}""")]
    [InlineData("null")]
    [InlineData("")]
    [InlineData("""{"$ref":"http://169.254.169.254/x"}""")]
    [InlineData("""{"$schema":"http://169.254.169.254/x"}""")]
    [InlineData("""{"type":"strin"}""")]
    [InlineData("""{"properties":5}""")]
    [InlineData("""{"pattern":"(?=a)", "properties":{"a":{"pattern":"(?=a)b"}}}""")]
    [InlineData("""[]""")]
    [InlineData("""{""")]
    public void Schemas_that_lead_astray_are_problems(string schema) =>
        Assert.Equal(HelmProblem.SchemaViolated, Error(Chart(("values.schema.json", schema), ("values.yaml", "a: b"))).Code);

    /// <summary>T-TPL-8, A-91: chains and circles end in an answer.</summary>
    [Fact]
    public void Chains_and_circles_of_references_end()
    {
        Assert.Equal(HelmProblem.SchemaViolated, Error(Chart(("values.schema.json", Chain(2_000, "false")))).Code);
        Assert.Equal(HelmProblem.SchemaViolated, Error(Chart(("values.schema.json", Chain(100_000, "false")))).Code);
        Assert.Equal(HelmProblem.SchemaViolated, Error(Chart(("values.schema.json", """
            {"$defs":{"a":{"$ref":"#/$defs/b"},"b":{"allOf":[{"$ref":"#/$defs/a"}]}},"$ref":"#/$defs/a"}
            """), ("values.yaml", "x: 1"))).Code);

        // A circle that goes down into the values with each turn is how trees are described.
        var tree = """{"properties":{"next":{"$ref":"#"}}}""";
        Assert.Empty(_helm.Run(Chart(("values.schema.json", tree), ("values.yaml", "next: {next: {next: {}}}")), TestContext.Current.CancellationToken).Problems);
    }

    private static string Chain(int length, string end) =>
        "{\"$defs\":{" + string.Join(',', Enumerable.Range(0, length).Select(i => $"\"d{i}\":{{\"$ref\":\"#/$defs/d{i + 1}\"}}")) + $",\"d{length}\":{end}}},\"$ref\":\"#/$defs/d0\"}}";

    /// <summary>T-TPL-8, A-94: huge schemas, huge values.</summary>
    [Fact]
    public void Schemas_cost_no_more_than_they_are_worth()
    {
        var clock = Stopwatch.StartNew();
        var chain = "{\"definitions\":{" + string.Join(',', Enumerable.Range(0, 20_000).Select(i => $"\"d{i}\":{{\"$ref\":\"#/definitions/d{i + 1}\"}}"))
            + ",\"d20000\":{}},\"$ref\":\"#/definitions/d0\",\"$schema\":\"http://json-schema.org/draft-07/schema#\"}";
        _ = _helm.Run(Chart(("values.schema.json", chain)), TestContext.Current.CancellationToken);
        var regex = """{"properties":{"a":{"pattern":"(a+)+$"}}}""";
        _ = _helm.Run(Chart(("values.schema.json", regex), ("values.yaml", $"a: {new string('a', 5000)}!")), TestContext.Current.CancellationToken);
        var unique = """{"properties":{"a":{"uniqueItems":true,"maxItems":1000000000}}}""";
        _ = _helm.Run(Chart(("values.schema.json", unique), ("values.yaml", "a:\n" + string.Concat(Enumerable.Range(0, 5000).Select(i => $"- {i}\n")))), TestContext.Current.CancellationToken);
        Assert.True(clock.Elapsed < TimeSpan.FromSeconds(20), clock.Elapsed.ToString());
    }

    /// <summary>T-TPL-9, A-77, A-88, A-93, A-97.</summary>
    [Theory]
    [InlineData("dependencies: [null]", "must not contain empty or null")]
    [InlineData("dependencies: [{name: a, version: 1.0.0, alias: ../x}]", "disallowed characters in the alias")]
    [InlineData("dependencies: [{name: a, version: 1.0.0}, {name: a, version: 2.0.0}]", "more than one dependency")]
    [InlineData("maintainers: [null]", "must not contain empty or null")]
    [InlineData("name: [a]", "cannot unmarshal array into Go struct field Metadata.name of type string")]
    [InlineData("dependencies: [{name: a, version: 1.0.0, alias: .}]", "disallowed characters in the alias")]
    [InlineData("dependencies: [{name: a, version: 1.0.0, alias: \"a\\e[31m\"}]", "disallowed characters in the alias")]
    [InlineData("dependencies: [{name: a, version: 1.0.0}, {name: b, version: 1.0.0, alias: a}]", "more than one dependency")]
    [InlineData("dependencies: {a: b}", "cannot unmarshal object into Go struct field Metadata.dependencies")]
    [InlineData("dependencies: [text]", "cannot unmarshal string into Go struct field Metadata.dependencies")]
    [InlineData("name: .", "is not allowed")]
    [InlineData("name: ..", "is not allowed")]
    [InlineData("name: a/b", "is invalid")]
    [InlineData("name: ../../a", "is invalid")]
    [InlineData("name: /a", "is invalid")]
    [InlineData("name: \"\\e\\x01\"", "name is required")]
    [InlineData("name: \".\\x01.\"", "is not allowed")]
    [InlineData("version: \"1.0.0\\n\"", "is invalid")]
    [InlineData("version: \"1.0.0\\e[31m\"", "is invalid")]
    [InlineData("version: x.y", "is invalid")]
    [InlineData("deprecated: maybe", "of type bool")]
    public void Chart_descriptions_that_are_wrong_are_problems(string line, string reason)
    {
        var text = string.Join('\n', new[] { "apiVersion: v2", "name: c", "version: 1.0.0" }.Where(l => l.Split(':')[0] != line.Split(':')[0]).Append(line));
        Assert.Contains(reason, Error(Request(("Chart.yaml", text))).Message);
    }

    /// <summary>T-TPL-9, A-81: what does not print is dropped from a description before anybody sees it.</summary>
    [Fact]
    public void Control_characters_do_not_leave_a_description()
    {
        var result = _helm.Run(
            Request(
                ("Chart.yaml", "apiVersion: v2\nname: \"c\\e[31m\"\nversion: 1.0.0\ndescription: \"a\\tb\\x07\\u202ec\"\n"),
                ("templates/a.yaml", "text: {{ .Chart.Description | quote }}\n")),
            TestContext.Current.CancellationToken);
        Assert.Equal("---\n# Source: c[31m/templates/a.yaml\ntext: \"a bc\"\n", result.Text);
    }

    /// <summary>A-73, A-92: links are followed inside the repository, the lock as any other file; where they lead out of it, nothing is rendered.</summary>
    [Theory]
    [InlineData("templates/a.yaml", "../../shared/a.yaml", true)]
    [InlineData("templates/a.yaml", "../../../etc/passwd", false)]
    [InlineData("templates/a.yaml", "/etc/passwd", false)]
    [InlineData("templates/a.yaml", "a.yaml", false)]
    [InlineData("templates", "/etc", false)]
    [InlineData("charts/sub", "../..", false)]
    [InlineData("Chart.lock", "../shared/lock.yaml", true)]
    [InlineData("Chart.lock", "/etc/passwd", false)]
    [InlineData("Chart.lock", "../../../home/user/.bashrc", false)]
    [InlineData("values.yaml", "/proc/self/environ", false)]
    public void Links_lead_nowhere_else(string path, string target, bool isFine)
    {
        var tree = new LinkedSourceTree(
            [("c/Chart.yaml", "apiVersion: v2\nname: c\nversion: 1.0.0\n"), ("shared/a.yaml", "a: 1\n"), ("shared/lock.yaml", "generated: \"2026-01-02T03:04:05Z\"\n")], [($"c/{path}", target)]);
        var result = _helm.Run(new HelmRequest { Tree = tree, Chart = RepoPath.Parse("c") }, TestContext.Current.CancellationToken);

        Assert.Equal(isFine, result.Succeeded);
        Assert.DoesNotContain(result.Problems, p => p.Severity == ProblemSeverity.Error && (isFine || !p.Message.Contains("symlink", StringComparison.Ordinal)));
    }

    [Fact]
    public void Any_chart_description_is_read_or_a_problem() =>
        Gen.String[Gen.Char["namevrsiod:[]{}-1. \n'\"&*!|"], 0, 60].Sample(text =>
        {
            _ = _helm.Run(Request(("Chart.yaml", "apiVersion: v2\nversion: 1.0.0\nname: c\n" + text)), TestContext.Current.CancellationToken);
        }, iter: 1_000);

    [Fact]
    public void Any_schema_is_read_or_a_problem() =>
        Gen.String[Gen.Char["{}[]\":,$reftypobjc#/1tru"], 0, 40].Sample(text =>
        {
            _ = _helm.Run(Chart(("values.schema.json", "{\"type\":" + text)), TestContext.Current.CancellationToken);
        }, iter: 1_000);

    [Fact]
    public void Values_can_be_shown_without_a_chart()
    {
        Assert.True(HelmTemplateArguments.TryParse(["-f", "v.yaml", "--set", "a.b=2"], out var arguments, out _));
        Assert.True(arguments.TryRequest(MemorySourceTree.Of(("v.yaml", "a: {c: x}")), RepoPath.Root, out var request, out _, needsChart: false));
        Assert.Equal("a:\n  b: 2\n  c: x\n", _helm.Values(request, TestContext.Current.CancellationToken).Text);
    }

    [Fact]
    public void A_thousand_releases_parse_their_chart_once()
    {
        var tree = Chart(("values.yaml", "replicas: 1\nname: x\n"), ("templates/d.yaml",
            "apiVersion: apps/v1\nkind: Deployment\nmetadata:\n  name: {{ .Release.Name }}-{{ .Values.name | quote }}\n  labels: {{- toYaml .Values | nindent 4 }}\nspec:\n  replicas: {{ .Values.replicas }}\n")).Tree;
        Render(tree, 0);
        var before = GC.GetAllocatedBytesForCurrentThread();
        var clock = Stopwatch.StartNew();
        for (var i = 0; i < 1_000; i++)
        {
            Render(tree, i);
        }

        output.WriteLine($"1,000 releases: {clock.ElapsedMilliseconds} ms, {(GC.GetAllocatedBytesForCurrentThread() - before) / 1000} bytes each");
        Assert.True(clock.Elapsed < TimeSpan.FromSeconds(20), clock.Elapsed.ToString());
    }

    private void Render(ISourceTree tree, int i)
    {
        var result = _helm.Run(
            new HelmRequest { Tree = tree, ReleaseName = $"r{i}", Settings = [new ValueSetting(SetKind.Typed, $"replicas={i}")] },
            TestContext.Current.CancellationToken);
        Assert.Contains($"replicas: {i}\n", result.Text);
    }

    private Problem Error(HelmRequest request)
    {
        var result = _helm.Run(request, TestContext.Current.CancellationToken);
        return Assert.Single(result.Problems, p => p.Severity == ProblemSeverity.Error);
    }

    private static HelmRequest Chart(params (string Path, string Text)[] files) =>
        Request([("Chart.yaml", "apiVersion: v2\nname: c\nversion: 1.0.0"), .. files]);

    private static HelmRequest Request(params (string Path, string Text)[] files) => new() { Tree = MemorySourceTree.Of(files) };

    private static string? Refusal(SetKind kind, string text)
    {
        try
        {
            SetSyntax.Apply(kind, text, new GoMap());
            return null;
        }
        catch (GoErrorException e)
        {
            return e.Message;
        }
    }
}

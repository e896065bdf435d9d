using System.Text;
using Plumbline.Rendering.Helm.Functions;
using Plumbline.Rendering.Helm.Template;
using Plumbline.Rendering.Helm.Values;

namespace Plumbline.Rendering.Tests.Helm.Template;

/// <summary>Templates that would never end, or would fill the memory or the stack, end with an error at a place (T-TPL-1, T-TPL-2, T-TPL-3, T-TPL-4, T-RX-1).</summary>
public sealed class TemplateLimitTests
{
    /// <summary>T-TPL-2: the largest counts there are must not turn the budget round.</summary>
    [Theory]
    [InlineData("{{ until -9223372036854775808 }}")]
    [InlineData("{{ until 9223372036854775807 }}")]
    [InlineData("{{ untilStep -9223372036854775808 9223372036854775807 1 }}")]
    [InlineData("{{ untilStep 9223372036854775807 -9223372036854775808 -1 }}")]
    [InlineData("{{ seq 1 9223372036854775806 }}")]
    [InlineData("{{ repeat 9223372036854775807 \"abc\" }}")]
    public void The_largest_counts_are_refused_at_once(string template)
    {
        var before = GC.GetAllocatedBytesForCurrentThread();
        var set = new TemplateSet(FunctionTables.Helm, MissingKey.Zero);
        set.Parse("t.yaml", template);
        var error = Assert.Throws<TemplateException>(() => set.Execute("t.yaml", null, new TemplateContext(new TemplateLimits(), TimeProvider.System, TestContext.Current.CancellationToken)));
        Assert.True(error.IsLimit, error.Message);
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 64L << 20);
    }

    /// <summary>Three keys of 4,096 bits, as etcd with its parts draws them, cost what 240 of these do.</summary>
    [Fact]
    public void A_chart_may_draw_the_keys_of_several_parts() => Assert.Equal("240", Run("{{ $n := 0 }}{{ range 240 }}{{ if genPrivateKey \"ecdsa\" }}{{ $n = add1 $n }}{{ end }}{{ end }}{{ $n }}", new TemplateLimits()));

    [Theory]
    [InlineData("{{ range until 2000000000 }}x{{ end }}")]
    [InlineData("{{ range $i := until 100000 }}{{ range until 100000 }}{{ end }}{{ end }}")]
    [InlineData("{{ range 9000000000000000000 }}{{ end }}")]
    [InlineData("{{ repeat 2000000000 \"x\" }}")]
    [InlineData("{{ indent 1000000000 \"x\" }}")]
    [InlineData("{{ nindent 9223372036854775807 \"x\\ny\" }}")]
    [InlineData("{{ randAlpha 2000000000 }}")]
    [InlineData("{{ seq 1 9223372036854775806 }}")]
    [InlineData("{{ untilStep 0 9223372036854775807 1 }}")]
    [InlineData("{{ $l := list 1 }}{{ range 64 }}{{ $l = concat $l $l }}{{ end }}")]
    [InlineData("{{ $s := \"x\" }}{{ range 64 }}{{ $s = cat $s $s }}{{ end }}")]
    [InlineData("{{ $s := \"x\" }}{{ range 64 }}{{ $s = print $s $s }}{{ end }}")]
    [InlineData("{{ $s := \"x\" }}{{ range 64 }}{{ $s = printf \"%s%s\" $s $s }}{{ end }}")]
    [InlineData("{{ $s := \"x\" }}{{ range 64 }}{{ $s = replace \"x\" \"xx\" $s }}{{ end }}")]
    [InlineData("{{ $s := \"\\\"\" }}{{ range 64 }}{{ $s = quote $s }}{{ end }}")]
    [InlineData("{{ $s := \"'\" }}{{ range 64 }}{{ $s = js $s }}{{ end }}")]
    [InlineData("{{ define \"r\" }}{{ include \"r\" . }}{{ end }}{{ include \"r\" . }}")]
    [InlineData("{{ define \"r\" }}{{ template \"r\" . }}{{ end }}{{ template \"r\" . }}")]
    [InlineData("{{ define \"a\" }}{{ include \"b\" . }}{{ end }}{{ define \"b\" }}{{ include \"a\" . }}{{ end }}{{ include \"a\" . }}")]
    [InlineData("{{ define \"r\" }}{{ range list 1 2 }}{{ include \"r\" . }}{{ end }}{{ end }}{{ include \"r\" . }}")]
    [InlineData("{{ tpl .loop . }}")]
    [InlineData("{{ range 1000 }}{{ genCA \"a\" 1 }}{{ end }}")]
    [InlineData("{{ range 1000 }}{{ bcrypt \"a\" }}{{ end }}")]
    [InlineData("{{ range 1000 }}{{ derivePassword 1 \"long\" \"a\" \"b\" \"c\" }}{{ end }}")]
    [InlineData("{{ regexMatch \"((a{0,1000}){0,1000}){0,1000}\" \"a\" }}{{ mustRegexMatch \"((a{0,1000}){0,1000}){0,1000}\" \"a\" }}")]
    [InlineData("{{ mustRegexMatch \"(?:(?:(?:){1000}){1000}){1000}\" \"a\" }}")]
    public void Endless_template_ends_with_an_error_at_a_place(string text)
    {
        var limits = new TemplateLimits { Steps = 1_000_000, CryptoCost = 50, WorkCharacters = 50_000_000, OutputCharacters = 5_000_000 };

        var error = Assert.Throws<TemplateException>(() => Run(text, limits));

        Assert.Equal(1, error.Line);
        Assert.Contains(error.Template, new[] { "t.yaml", "gotpl" });
    }

    [Theory]
    [InlineData("toYaml $d")]
    [InlineData("mustToYaml $d")]
    [InlineData("toYamlPretty $d")]
    [InlineData("toJson $d")]
    [InlineData("mustToJson $d")]
    [InlineData("toRawJson $d")]
    [InlineData("toToml $d")]
    [InlineData("deepCopy $d")]
    [InlineData("deepEqual $d $e")]
    [InlineData("has $d (list $e)")]
    [InlineData("uniq (list $d $e)")]
    [InlineData("print $d")]
    [InlineData("printf \"%v %+v %#v\" $d $d $d")]
    [InlineData("quote $d")]
    [InlineData("merge $d $e")]
    [InlineData("mergeOverwrite $d $e")]
    [InlineData("toString $d")]
    [InlineData("join \",\" (list $d)")]
    public void Value_that_contains_itself_never_ends_the_process(string call)
    {
        var text = $$$"""{{ $d := dict }}{{ $_ := set $d "self" $d }}{{ $e := dict }}{{ $_ = set $e "self" (dict "self" $e) }}{{ {{{call}}} | len }}""";

        var error = Record.Exception(() => Run(text, new TemplateLimits { OutputCharacters = 5_000_000 }));

        Assert.True(error is null or TemplateException, error?.ToString());
    }

    [Fact]
    public void Include_of_one_name_may_nest_a_thousand_deep()
    {
        var text = """{{ define "r" }}{{ if gt . 0 }}{{ include "r" (int (sub . 1)) }}{{ else }}end{{ end }}{{ end }}{{ include "r" 999 }}""";

        Assert.Equal("end", Run(text, new TemplateLimits()));
    }

    [Fact]
    public void Parentheses_nested_without_end_are_refused()
    {
        var text = "{{ " + new string('(', 100_000) + "1" + new string(')', 100_000) + " }}";

        Assert.Contains("depth exceeded", Assert.Throws<TemplateException>(() => Run(text, new TemplateLimits())).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Control_structures_nested_without_end_are_refused()
    {
        var text = new StringBuilder().Insert(0, "{{ if . }}", 10_000).ToString();

        Assert.Throws<TemplateException>(() => Run(text, new TemplateLimits()));
    }

    [Fact]
    public void Pattern_that_backtracks_elsewhere_runs_in_linear_time()
    {
        var text = "{{ regexMatch \"^(a+)+$\" .text }}";

        Assert.Equal("false", Run(text, new TemplateLimits { Steps = 100_000 }));
    }

    [Fact]
    public void Time_limit_ends_a_render()
    {
        var clock = new Microsoft.Extensions.Time.Testing.FakeTimeProvider { AutoAdvanceAmount = TimeSpan.FromSeconds(1) };
        var set = new TemplateSet(FunctionTables.Helm, MissingKey.Zero);
        set.Parse("t.yaml", "{{ range 9000000 }}{{ end }}");

        var error = Assert.Throws<TemplateException>(() => set.Execute("t.yaml", null, new TemplateContext(new TemplateLimits(), clock, TestContext.Current.CancellationToken)));

        Assert.True(error.IsLimit);
        Assert.Contains("runs longer than 30 s", error.Message, StringComparison.Ordinal);
    }

    private static string Run(string text, TemplateLimits limits)
    {
        var set = new TemplateSet(FunctionTables.Helm, MissingKey.Zero);
        set.Parse("t.yaml", text);
        var data = new GoMap { ["loop"] = "{{ tpl .loop . }}", ["text"] = new string('a', 30) + "!" };
        return set.Execute("t.yaml", data, new TemplateContext(limits, TimeProvider.System, TestContext.Current.CancellationToken));
    }
}

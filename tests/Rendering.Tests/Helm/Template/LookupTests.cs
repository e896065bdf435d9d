using System.Text;
using Plumbline.Core.Json;
using Plumbline.Core.Objects;
using Plumbline.Core.Problems;
using Plumbline.Core.Rendering;
using Plumbline.Core.Sources;
using Plumbline.Rendering.Helm;

namespace Plumbline.Rendering.Tests.Helm.Template;

/// <summary>Helm's <c>lookup</c> out of what was read before the render (T-TPL-5, A-76).</summary>
public sealed class LookupTests
{
    private static readonly OutsidePart.LiveObjects Login = new("v1", "Secret", "shop", "login");

    [Fact]
    public void Finds_nothing_and_asks_for_nothing_unless_it_may()
    {
        var result = Run("found: {{ lookup \"v1\" \"Secret\" \"shop\" \"login\" | len }}", null);

        Assert.Equal("found: 0", result.Text);
        Assert.Empty(result.Wanted);
    }

    [Fact]
    public void What_it_asks_for_is_wanted_once_and_nothing_is_rendered_until_it_is_there()
    {
        const string template = "{{ $s := lookup \"v1\" \"Secret\" \"shop\" \"login\" }}{{ $t := lookup \"v1\" \"Secret\" \"shop\" \"login\" }}{{ $n := lookup \"v1\" \"Namespace\" \"\" \"\" }}a: {{ $s.data.user }}";
        var result = Run(template, Found());

        Assert.Equal([Login, new OutsidePart.LiveObjects("v1", "Namespace", "", "")], result.Wanted);
        Assert.Equal("", result.Text);
        Assert.All(result.Problems, p => Assert.Equal(HelmProblem.LookupFailed, p.Code));
        Assert.Equal(
            ["A template looks up v1 Secret login in namespace shop of the cluster, which was not read.", "A template looks up v1 Namespace (all) of the cluster, which was not read."],
            result.Problems.Select(p => p.Message));
    }

    [Fact]
    public void A_failure_that_comes_of_what_was_not_read_yet_does_not_count()
    {
        var result = Run("{{ (lookup \"v1\" \"Secret\" \"shop\" \"login\").data.user | required \"a user\" }}", Found());

        Assert.Equal([Login], result.Wanted);
        Assert.Equal(HelmProblem.LookupFailed, Assert.Single(result.Problems).Code);
    }

    [Fact]
    public void Finds_the_object_as_kubernetes_decodes_it()
    {
        const string template = "{{ $s := lookup \"v1\" \"Secret\" \"shop\" \"login\" }}{{ $s.data.user | b64dec }} {{ kindOf $s.n }} {{ add $s.n 1 }} {{ kindOf $s.f }} {{ $s.f }} {{ kindOf $s.b }} {{ $s.none | kindOf }} {{ index $s.list 1 }} {{ typeOf $s }}";
        var result = Run(template, Found((Login, """{"kind": "Secret", "data": {"user": "YW5h"}, "n": 41, "f": 1.5, "b": true, "none": null, "list": [1, "two"]}""")));

        Assert.Equal("ana int64 42 float64 1.5 bool invalid two map[string]interface {}", result.Text);
    }

    [Fact]
    public void What_does_not_exist_is_an_empty_map() =>
        Assert.Equal("new", Run("{{ if lookup \"v1\" \"Secret\" \"shop\" \"login\" }}old{{ else }}new{{ end }}", Found((Login, null))).Text);

    [Fact]
    public void A_template_that_changes_what_it_found_changes_it_for_itself_alone()
    {
        const string template = "{{ $s := lookup \"v1\" \"Secret\" \"shop\" \"login\" }}{{ $_ := set $s.data \"user\" \"changed\" }}{{ (lookup \"v1\" \"Secret\" \"shop\" \"login\").data.user }}";
        Assert.Equal("YW5h", Run(template, Found((Login, """{"kind": "Secret", "data": {"user": "YW5h"}}"""))).Text);
    }

    [Fact]
    public void What_could_not_be_read_fails_the_template_with_its_place()
    {
        var parts = new Dictionary<OutsidePart, FetchedPart> { [Login] = new() { Failure = "the project shop does not allow it" } };
        var problem = Assert.Single(Run("a: 1\nb: {{ lookup \"v1\" \"Secret\" \"shop\" \"login\" }}", parts).Problems);

        Assert.Equal(HelmProblem.TemplateFailed, problem.Code);
        Assert.Equal("templates/x.yaml", problem.File);
        Assert.Equal(2, problem.Position.Line);
        Assert.EndsWith("error calling lookup: the project shop does not allow it", problem.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Looking_up_without_end_is_stopped()
    {
        var large = new MapNode();
        large.Set("kind", ScalarNode.Of("Secret"));
        large.Set("items", new ListNode(Enumerable.Range(0, 5_000).Select(n => (Node)ScalarNode.Of(n))));
        var parts = new Dictionary<OutsidePart, FetchedPart> { [Login] = new() { Live = large } };
        var problem = Assert.Single(Run("{{ range until 100000 }}{{ $_ := lookup \"v1\" \"Secret\" \"shop\" \"login\" }}{{ end }}", parts).Problems);

        Assert.Equal(ProblemCode.RenderBudget, problem.Code);
    }

    private static Dictionary<OutsidePart, FetchedPart> Found(params (OutsidePart Part, string? Json)[] parts) => parts.ToDictionary(
        p => p.Part, p => new FetchedPart { Live = p.Json is null ? null : (MapNode)JsonTree.Read(Encoding.UTF8.GetBytes(p.Json)) });

    private static HelmResult Run(string template, IReadOnlyDictionary<OutsidePart, FetchedPart>? parts)
    {
        var request = new HelmRequest
        {
            Tree = MemorySourceTree.Of(("Chart.yaml", "apiVersion: v2\nname: c\nversion: 1.0.0\n"), ("templates/x.yaml", template)),
            Parts = parts,
            LooksUp = true,
            Raw = "templates/x.yaml",
        };
        return new HelmTemplate(TimeProvider.System).Run(request, TestContext.Current.CancellationToken);
    }
}

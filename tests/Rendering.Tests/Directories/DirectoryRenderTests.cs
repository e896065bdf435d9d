using System.Text;
using Plumbline.Core.Applications;
using Plumbline.Rendering.Directories;
using Plumbline.Support.Sources;

namespace Plumbline.Rendering.Tests.Directories;

public sealed class DirectoryRenderTests
{
    [Fact]
    public void Files_of_the_folder_are_read_in_order_and_folders_below_are_not()
    {
        var output = Render(("b.yaml", Map("b1") + "---\n" + Map("b2")), ("a.json", """{"apiVersion":"v1","kind":"ConfigMap","metadata":{"name":"a"}}"""), ("c/d.yml", Map("d")), ("README.md", "# {{"));

        Assert.Empty(output.Problems);
        Assert.Equal(["a", "b1", "b2"], output.Objects.Select(o => o.Name));
        Assert.Equal(("b.yaml", 5), (output.Objects[2].Origin!.File, output.Objects[2].Origin!.Position.Line));
    }

    [Theory]
    [InlineData("", "", "a b c/a c/d/e")]
    [InlineData("*.yaml", "", "a b c/a c/d/e")]
    [InlineData("a.yaml", "", "a")]
    [InlineData("*a.yaml", "", "a c/a")]
    [InlineData("c/*", "", "c/a c/d/e")]
    [InlineData("c/*", "c/d/*", "c/a")]
    [InlineData("{a.yaml,b.yaml}", "", "a b")]
    [InlineData("", "{c/**,b.yaml}", "a")]
    [InlineData("a.yaml", "a.yaml", "")]
    [InlineData("?.yaml", "", "a b")]
    public void Globs_choose_among_files_exclude_first(string include, string exclude, string expected)
    {
        var settings = new DirectorySettings { Recurse = true, Include = include, Exclude = exclude };

        var output = Render(settings, ("a.yaml", Map("x")), ("b.yaml", Map("x")), ("c/a.yaml", Map("x")), ("c/d/e.yaml", Map("x")));

        Assert.Empty(output.Problems);
        Assert.Equal(expected, string.Join(' ', output.Objects.Select(o => o.Origin!.File[..^5])));
    }

    [Fact]
    public void Globs_are_relative_to_the_source_and_a_malformed_one_is_a_problem()
    {
        var tree = MemorySourceTree.Of(("apps/shop/a.yaml", Map("a")), ("apps/shop/b.yaml", Map("b")));

        Assert.Equal("a", Assert.Single(Run(tree, "apps/shop", new DirectorySettings { Include = "a.yaml" }).Objects).Name);
        Assert.Equal("directory.include", Assert.Single(Run(tree, "apps/shop", new DirectorySettings { Include = "{a" }).Problems).Field);
    }

    [Fact]
    public void Extension_filter_can_be_turned_off()
    {
        var files = new[] { ("a.yaml.sealed", Map("a")), ("b.txt", Map("b")) };

        Assert.Empty(Render(files).Objects);
        Assert.Equal("a", Assert.Single(Render(new DirectorySettings { DisableExtensionFilter = true, Include = "*.sealed" }, files).Objects).Name);
    }

    /// <summary>T-PRJ-2.</summary>
    [Fact]
    public void Lists_are_taken_apart_also_typed_nested_and_empty_ones()
    {
        var output = Render(("l.yaml", """
            apiVersion: v1
            kind: List
            items:
            - apiVersion: v1
              kind: List
              items:
              - {apiVersion: v1, kind: ConfigMap, metadata: {name: a}}
            - {apiVersion: v1, kind: ConfigMap, metadata: {name: b}}
            ---
            apiVersion: v1
            kind: ConfigMapList
            items:
            - {metadata: {name: c}}
            ---
            apiVersion: v1
            kind: SecretList
            items: []
            ---
            apiVersion: x/v1
            kind: NotAList
            metadata: {name: d}
            items:
            spec: {}
            """));

        Assert.Empty(output.Problems);
        Assert.Equal(["ConfigMap a", "ConfigMap b", "ConfigMap c", "NotAList.x d"], output.Objects.Select(o => o.Kind == "NotAList" ? "NotAList.x d" : $"{o.Kind} {o.Name}"));
    }

    [Theory]
    [InlineData("a.yaml", "apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: {{ .x }}\n", ProblemCode.YamlSyntax, ProblemSeverity.Error)]
    [InlineData("a.yaml", "foo: {{ .x }}\nbar: [", ProblemCode.YamlSyntax, ProblemSeverity.Warning)]
    [InlineData("a.json", "[", ProblemCode.YamlSyntax, ProblemSeverity.Error)]
    [InlineData("a.json", "{\"a\": 1}", ProblemCode.ObjectInvalid, ProblemSeverity.Error)]
    [InlineData("a.yaml", "kind: ConfigMap\nmetadata: {name: a}\n", ProblemCode.ObjectInvalid, ProblemSeverity.Error)]
    [InlineData("a.yaml", "apiVersion: v1\nkind: ConfigMap\n", ProblemCode.ObjectInvalid, ProblemSeverity.Error)]
    [InlineData("a.yaml", "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: a}\n---\nhello: you\n", ProblemCode.ObjectInvalid, ProblemSeverity.Error)]
    [InlineData("a.yaml", "apiVersion: v1\nknd: ConfigMap\nmetadata: {name: a}\n", ProblemCode.ObjectInvalid, ProblemSeverity.Warning)]
    [InlineData("a.yaml", "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: a}\na: 1\na: 2\n", ProblemCode.YamlDuplicateKey, ProblemSeverity.Error)]
    [InlineData("a.yaml", "version https://git-lfs.github.com/spec/v1\noid sha256:x\n", ProblemCode.ContentMissing, ProblemSeverity.Error)]
    [InlineData("a.jsonnet", "{}", ProblemCode.SourceUnsupported, ProblemSeverity.Error)]
    public void A_bad_file_is_a_problem_with_its_place(string file, string text, string code, ProblemSeverity severity)
    {
        var output = Render((file, text), ("good.yaml", Map("good")));

        var problem = Assert.Single(output.Problems);
        Assert.Equal((code, severity, file), (problem.Code, problem.Severity, problem.File));
        Assert.Equal(severity == ProblemSeverity.Error ? 0 : 1, output.Objects.Count);
    }

    [Theory]
    [InlineData("some: [irrelevant, yaml]\n")]
    [InlineData("# only a comment\n")]
    [InlineData("")]
    [InlineData("---\n---\n")]
    [InlineData("kind: {{ .x }}\nmetadata: [\napiVersion\n# +argocd:skip-file-rendering\n")]
    public void What_holds_no_object_is_skipped(string text)
    {
        var output = Render(("a.yaml", text));

        Assert.Empty(output.Objects);
        Assert.Empty(output.Problems);
    }

    [Fact]
    public void All_problems_of_all_files_are_collected()
    {
        var output = Render(("a.yaml", "apiVersion: v1\nkind: A\n"), ("b.yaml", "kind: B\nmetadata: {}\n"), ("c.json", "{"));

        Assert.Equal(["a.yaml", "b.yaml", "c.json"], output.Problems.Select(p => p.File));
    }

    [Fact]
    public void Utf16_with_a_byte_order_mark_is_read()
    {
        foreach (var encoding in (Encoding[])[Encoding.Unicode, Encoding.BigEndianUnicode])
        {
            ReadOnlyMemory<byte> bytes = (byte[])[.. encoding.GetPreamble(), .. encoding.GetBytes(Map("a"))];

            var output = Run(new MemorySourceTree([KeyValuePair.Create(RepoPath.Parse("a.yaml"), bytes)]), "", DirectorySettings.Default);

            Assert.Equal("a", Assert.Single(output.Objects).Name);
        }
    }

    [Fact]
    public void Links_are_followed_inside_the_repository_only()
    {
        var files = new[] { ("base/cm.yaml", Map("a")), ("app/x.txt", ""), ("deep/dir/y.yaml", Map("y")) };

        Assert.Equal("a", Assert.Single(Linked("../base/cm.yaml").Objects).Name);
        Assert.Equal("app/l.yaml", Linked("../base/cm.yaml").Objects[0].Origin!.File);
        Assert.Empty(Linked("nowhere").Problems);
        Assert.Empty(Linked("../base").Problems);
        foreach (var target in (string[])["/etc/passwd", "../../x", "l.yaml", "..\\x"])
        {
            var output = Linked(target);
            Assert.Equal(ProblemCode.LinkInvalid, Assert.Single(output.Problems).Code);
            Assert.Empty(output.Objects);
        }

        DirectoryOutput Linked(string target) => Run(new LinkedSourceTree(files, [("app/l.yaml", target)]), "app", DirectorySettings.Default);
    }

    [Fact]
    public void Chains_of_links_and_links_to_folders_on_the_way_end()
    {
        var files = new[] { ("real/a.yaml", Map("a")) };
        var chain = Enumerable.Range(0, 10).Select(i => ($"app/l{i}.txt", $"l{i + 1}.txt")).ToArray();

        Assert.Equal("a", Assert.Single(Run(new LinkedSourceTree(files, [("app/x.yaml", "../lnk/a.yaml"), ("lnk", "real")]), "app", DirectorySettings.Default).Objects).Name);
        Assert.Equal(ProblemCode.LinkInvalid, Assert.Single(Run(new LinkedSourceTree(files, [.. chain, ("app/x.yaml", "l0.txt"), ("app/l10.txt", "../real/a.yaml")]), "app", DirectorySettings.Default).Problems).Code);
        Assert.Empty(Run(new LinkedSourceTree(files, [("app/x.yaml", "../p/a.yaml"), ("p", "q"), ("q", "p")]), "app", DirectorySettings.Default).Objects);
    }

    [Fact]
    public void Submodules_in_a_recursed_folder_are_a_problem_that_names_the_path()
    {
        var tree = new LinkedSourceTree([("app/a.yaml", Map("a"))], [], "app/sub");

        Assert.Equal("app/sub", Assert.Single(Run(tree, "app", new DirectorySettings { Recurse = true }).Problems).File);
        Assert.Single(Run(tree, "app", DirectorySettings.Default).Objects);
    }

    [Fact]
    public void Combined_size_is_limited_exactly_and_other_files_do_not_count()
    {
        var text = Map("a");
        var tree = MemorySourceTree.Of(("a.yaml", text), ("b.yaml", text), ("c.md", text));

        Assert.Equal(2, new DirectoryRender(new DirectoryLimits(2 * text.Length)).Run(tree, RepoPath.Root, DirectorySettings.Default, default).Objects.Count);
        Assert.Equal(ProblemCode.RenderBudget, Assert.Single(new DirectoryRender(new DirectoryLimits((2 * text.Length) - 1)).Run(tree, RepoPath.Root, DirectorySettings.Default, default).Problems).Code);
        Assert.Equal(ProblemCode.RenderBudget, Assert.Single(new DirectoryRender(new DirectoryLimits(0, 1)).Run(tree, RepoPath.Root, DirectorySettings.Default, default).Problems).Code);
    }

    private static string Map(string name) => $"apiVersion: v1\nkind: ConfigMap\nmetadata: {{name: {name}}}\n";

    private static DirectoryOutput Render(params (string, string)[] files) => Render(DirectorySettings.Default, files);

    private static DirectoryOutput Render(DirectorySettings settings, params (string, string)[] files) => Run(MemorySourceTree.Of(files), "", settings);

    private static DirectoryOutput Run(ISourceTree tree, string folder, DirectorySettings settings) =>
        new DirectoryRender(DirectoryLimits.Default).Run(tree, RepoPath.Parse(folder), settings, TestContext.Current.CancellationToken);
}

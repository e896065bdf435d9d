using System.Diagnostics;
using System.Text;
using CsCheck;
using Plumbline.Core.Json;
using Plumbline.Core.Kubernetes;
using Plumbline.Core.Objects;
using Plumbline.Core.Problems;
using Plumbline.Core.Yaml;

namespace Plumbline.Core.Tests.Yaml;

/// <summary>What strangers may write where YAML is read: each is a problem with its place, in little time and memory, and the process lives.</summary>
public sealed class YamlThreatTests
{
    private static Problem Refused(string yaml) => Refused(Encoding.UTF8.GetBytes(yaml));

    private static Problem Refused(byte[] yaml)
    {
        var problem = Assert.Single(Assert.Throws<ProblemException>(() => YamlReader.ReadAll(yaml, "a.yaml", YamlReadOptions.Default)).Problems);
        Assert.Equal("a.yaml", problem.File);
        return problem;
    }

    private static string Json(string yaml) => JsonTree.ToText(YamlReader.ReadOne(yaml, "a.yaml", YamlReadOptions.Default));

    /// <summary>T-YAML-1: aliases that mean too much, or themselves.</summary>
    [Fact]
    public void Aliases_are_counted_as_what_they_mean()
    {
        Assert.InRange(HostileYaml.Aliases.Length, 1, 500);
        Assert.Equal(ProblemCode.YamlBudget, Refused(HostileYaml.Aliases).Code);
        Assert.Equal(ProblemCode.YamlBudget, Refused(HostileYaml.Merges).Code);
        Assert.Equal(ProblemCode.YamlBudget, Refused($"a: &a 1\nb: [{string.Join(',', Enumerable.Repeat("*a", 1001))}]").Code);
        Assert.Equal(ProblemCode.YamlBudget, Refused($"a: &a {{x: 1}}\nb:\n  <<: [{string.Join(',', Enumerable.Repeat("*a", 1001))}]").Code);
        Assert.Equal(1001, ((ListNode)((MapNode)YamlReader.ReadOne($"a: &a 1\nb: [0,{string.Join(',', Enumerable.Repeat("*a", 1000))}]", null, YamlReadOptions.Default))["b"]!).Count);
    }

    /// <summary>T-YAML-1.</summary>
    [Theory]
    [InlineData("a: &x [*x]")]
    [InlineData("&x [*x]")]
    [InlineData("a: &x {b: *x}")]
    [InlineData("a: &x\n  b: &y\n    c: *x")]
    [InlineData("a: &x\n  <<: *x")]
    [InlineData("&x ? *x\n: 1")]
    [InlineData("a: *nobody")]
    [InlineData("a: &x 1\n---\nb: *x")]
    public void Alias_of_itself_or_of_nothing_is_refused(string yaml) => Assert.Equal(ProblemCode.YamlSyntax, Refused(yaml).Code);

    /// <summary>T-YAML-2: over a hundred levels of anything, said at once.</summary>
    [Theory]
    [InlineData("- ", 101)]
    [InlineData("- ", 10_000)]
    [InlineData("- ", 100_000)]
    [InlineData("- ", 1_000_000)]
    [InlineData("[", 101)]
    [InlineData("[", 10_000)]
    [InlineData("[", 100_000)]
    [InlineData("[", 1_000_000)]
    [InlineData("{a: ", 101)]
    [InlineData("{a: ", 10_000)]
    [InlineData("{a: ", 100_000)]
    [InlineData("{a: ", 1_000_000)]
    [InlineData("? ", 101)]
    [InlineData("? ", 10_000)]
    [InlineData("? ", 1_000_000)]
    [InlineData("[{a: ", 100_000)]
    [InlineData("indented", 101)]
    [InlineData("indented", 3_000)]
    public void Nesting_is_refused_in_a_tenth_of_a_second(string unit, int levels)
    {
        var yaml = Encoding.UTF8.GetBytes(unit == "indented" ? HostileYaml.Indented(levels) : HostileYaml.Nested(unit, levels));
        Assert.Contains(Refused(yaml).Code, new[] { ProblemCode.YamlBudget, ProblemCode.YamlSyntax });

        // The machine may be busy; the quickest of some tries is what the reader needs. Megabytes take their time to be looked through at all.
        Assert.InRange(Quickest(yaml), TimeSpan.Zero, TimeSpan.FromMilliseconds(100) * (1 + (yaml.Length >> 20)));
    }

    /// <summary>T-YAML-2.</summary>
    [Fact]
    public void Hundred_levels_are_read()
    {
        Assert.NotEmpty(YamlReader.ReadAll(HostileYaml.Nested("[", 100) + HostileYaml.Nested("]", 100), null, YamlReadOptions.Default));
        Assert.NotEmpty(YamlReader.ReadAll(HostileYaml.Indented(99), null, YamlReadOptions.Default));
    }

    /// <summary>T-YAML-3: too much of anything.</summary>
    [Fact]
    public void Size_has_limits_that_are_named()
    {
        Assert.Contains("bytes", Refused(Encoding.UTF8.GetBytes($"a: {new string('x', 20 * 1024 * 1024)}")).Message, StringComparison.Ordinal);
        Assert.Contains("characters", Refused($"a: {new string('x', 2 * 1024 * 1024)}").Message, StringComparison.Ordinal);
        Assert.Contains("characters", Refused($"a: \"{new string('x', 2 * 1024 * 1024)}\"").Message, StringComparison.Ordinal);
        Assert.Contains("characters", Refused($"a: |\n  {new string('x', 2 * 1024 * 1024)}\n").Message, StringComparison.Ordinal);
        Assert.Contains("documents", Refused(string.Concat(Enumerable.Repeat("---\na\n", 200_000))).Message, StringComparison.Ordinal);
        Assert.Contains("values", Refused($"[{string.Concat(Enumerable.Repeat("1,", 1_000_001))}]").Message, StringComparison.Ordinal);
        Assert.Equal(50_000, ((MapNode)YamlReader.ReadOne(string.Concat(Enumerable.Range(0, 50_000).Select(i => $"k{i}: &a{i} 1\n")), null, YamlReadOptions.Default)).Count);
    }

    /// <summary>T-YAML-3: what is refused for its size costs no more memory than the text a few times over.</summary>
    [Theory]
    [InlineData("documents")]
    [InlineData("scalar")]
    [InlineData("keys")]
    public void Refusal_for_size_costs_little_memory(string what)
    {
        var yaml = Encoding.UTF8.GetBytes(what switch
        {
            "documents" => string.Concat(Enumerable.Repeat("---\na\n", 200_000)),
            "scalar" => $"a: {new string('x', 4 * 1024 * 1024)}",
            _ => string.Concat(Enumerable.Range(0, 400_000).Select(i => $"{i}: \n")) + "x: {",
        });
        Refused(yaml);
        var before = GC.GetAllocatedBytesForCurrentThread();

        Refused(yaml);

        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 400L * 1024 * 1024);
    }

    /// <summary>T-YAML-4, A-80: a key that is there twice, however it is written.</summary>
    [Theory]
    [InlineData("a: 1\na: 2", 2)]
    [InlineData("x:\n  a: 1\n  a: 2", 3)]
    [InlineData("{a: 1, a: 2}", 1)]
    [InlineData("[{a: 1, 'a': 2}]", 1)]
    [InlineData("\"a\": 1\na: 2", 2)]
    [InlineData("\"\\x61\": 1\na: 2", 2)]
    [InlineData("1: a\n\"1\": b", 2)]
    [InlineData("true: a\nyes: b", 2)]
    [InlineData("!!str a: 1\na: 2", 2)]
    [InlineData("? a\n: 1\na: 2", 3)]
    [InlineData("b: &x a\n*x : 1\na: 2", 3)]
    public void Key_that_is_there_twice_is_refused_at_its_second_place(string yaml, int line)
    {
        var problem = Refused(yaml);

        Assert.Equal((ProblemCode.YamlDuplicateKey, line), (problem.Code, problem.Position.Line));
    }

    /// <summary>T-YAML-4: what a merge brings is no second key; what stands there counts.</summary>
    [Fact]
    public void Merge_gives_way_to_what_is_written() => Assert.Equal("""{"x":{"a":1},"z":{"a":2}}""", Json("x: &x {a: 1}\nz: {<<: *x, a: 2}"));

    /// <summary>T-YAML-4: tabs, and values that other readers take for something else.</summary>
    [Theory]
    [InlineData("a:\n\tb: 1", null)]
    [InlineData("a:\n  b: 1\n\tc: 2", null)]
    [InlineData("a:\n  b: 1\n c: 2", null)]
    [InlineData("a: b: c", null)]
    [InlineData("on: 1", """{"true":1}""")]
    [InlineData("a: NO", """{"a":false}""")]
    [InlineData("a: 0777", """{"a":511}""")]
    [InlineData("a: 0o17", """{"a":15}""")]
    [InlineData("a: 1_000", """{"a":1000}""")]
    [InlineData("a: 12:30:45", """{"a":"12:30:45"}""")]
    [InlineData("a: 1e3", """{"a":1000}""")]
    [InlineData("a: ~", """{"a":null}""")]
    [InlineData("a: 0x1F", """{"a":31}""")]
    [InlineData("a: 0b11", """{"a":3}""")]
    public void Values_are_those_of_Kubernetes_or_none(string yaml, string? json)
    {
        if (json is null)
        {
            Assert.Equal(ProblemCode.YamlSyntax, Refused(yaml).Code);
        }
        else
        {
            Assert.Equal(json, Json(yaml));
        }
    }

    /// <summary>T-YAML-5: only the core tags; nothing is ever made from a tag.</summary>
    [Theory]
    [InlineData("!!System.Diagnostics.Process {}")]
    [InlineData("a: !!System.Diagnostics.Process x")]
    [InlineData("a: !ruby/object:Gem::Installer x")]
    [InlineData("a: !!python/object/apply:os.system [id]")]
    [InlineData("a: !!set {x, y}")]
    [InlineData("a: !!omap [x: 1]")]
    [InlineData("a: !<tag:yaml.org,2002:set> {}")]
    [InlineData("a: !<tag:evil,2026:x> 1")]
    [InlineData("%TAG ! tag:evil,2026:\n---\na: !x 1")]
    [InlineData("%TAG !! tag:evil,2026:\n---\na: !!str 1")]
    [InlineData("%TAG !e! tag:evil,2026:\n---\na: !e!x [1]")]
    [InlineData("a: !local 1")]
    [InlineData("a: !!binary '***'")]
    [InlineData("a: !!int x")]
    [InlineData("a: !!bool 7")]
    public void Tag_that_is_not_of_the_core_is_refused(string yaml) => Assert.Contains(Refused(yaml).Code, new[] { ProblemCode.YamlTag, ProblemCode.YamlSyntax });

    /// <summary>T-YAML-5: directives mean nothing else, and bytes in base64 are a text.</summary>
    [Theory]
    [InlineData("%YAML 1.1\n---\na: 1", """{"a":1}""")]
    [InlineData("%YAML 1.2\n---\na: 1", """{"a":1}""")]
    [InlineData("a: !!binary aGk=", """{"a":"hi"}""")]
    [InlineData("a: !!str 1", """{"a":"1"}""")]
    [InlineData("a: ! 1", """{"a":"1"}""")]
    public void Core_tags_and_directives_are_read(string yaml, string json) => Assert.Equal(json, Json(yaml));

    /// <summary>T-YAML-5.</summary>
    [Theory]
    [InlineData("%YAML 9.9\n---\na: 1")]
    [InlineData("%YAML 1.1\n%YAML 1.1\n---\na: 1")]
    [InlineData("%YAML\n---\na: 1")]
    [InlineData("%TAG\n---\na: 1")]
    [InlineData("%YAML 99999999999999999999.1\n---\na: 1")]
    public void Directive_of_no_sense_is_refused(string yaml) => Assert.Equal(ProblemCode.YamlSyntax, Refused(yaml).Code);

    /// <summary>T-YAML-6: texts for which the parser is known to throw what it should not.</summary>
    [Theory]
    [InlineData("a: [1,\x7f\n-")]
    [InlineData("\0:\t\u0087")]
    [InlineData("...\0\u0080.")]
    [InlineData("!!KKh….+:K")]
    [InlineData("!<")]
    [InlineData("&")]
    [InlineData("*")]
    [InlineData("%")]
    [InlineData("\"\\x")]
    [InlineData("\"\\uD800\"")]
    [InlineData("\"\\U00110000\"")]
    [InlineData("\"\\UFFFFFFFF\"")]
    [InlineData("|99999999999\n a")]
    [InlineData("? - ? - ?")]
    [InlineData("[?]:")]
    [InlineData("{? : ? }")]
    [InlineData("- |+0\n a")]
    [InlineData("!%ff a")]
    [InlineData("!%zz a")]
    public void Text_that_upsets_the_parser_is_a_problem_or_a_value(string yaml)
    {
        try
        {
            YamlReader.ReadAll(Encoding.UTF8.GetBytes(yaml), "a.yaml", YamlReadOptions.Default);
        }
        catch (ProblemException e)
        {
            Assert.StartsWith("Yaml", Assert.Single(e.Problems).Code, StringComparison.Ordinal);
        }
    }

    /// <summary>T-YAML-6: whatever is put together from what has a meaning in YAML.</summary>
    [Fact]
    public void No_text_throws_anything_but_a_problem()
    {
        string[] parts =
        [
            "a", "b", "1", "-", "- ", "? ", ": ", ":", ",", "[", "]", "{", "}", "#", "# c\n", "&x ", "*x", "!", "!!", "!t ", "!!str ", "|", "|-", ">", ">+", "'", "\"", "%", "%TAG ", "%YAML 1.2\n", "@", "`", "\n", "\n ",
            "\n  ", "\n\t", "---", "...", "---\n", "<<: ", "~", "\\", "\\x", "\ufeff", "\u0085", "\u2028", "é", "😀", "\t", " ", "\r", "\r\n", "0x", ".inf", "=", "null",
        ];
        Gen.Int[0, parts.Length - 1].Select(i => parts[i]).Array[0, 40].Sample(
            text =>
            {
                try
                {
                    YamlReader.ReadAll(Encoding.UTF8.GetBytes(string.Concat(text)), "a.yaml", YamlReadOptions.Default);
                }
                catch (ProblemException e)
                {
                    Assert.StartsWith("Yaml", e.Problems[0].Code, StringComparison.Ordinal);
                }
            },
            iter: 20_000);
    }

    /// <summary>T-YAML-7: UTF-8 and nothing else.</summary>
    [Fact]
    public void Text_in_another_encoding_is_refused()
    {
        byte[][] texts =
        [
            HostileYaml.In(Encoding.Unicode, "a: 1", mark: true), HostileYaml.In(Encoding.Unicode, "a: 1", mark: false), HostileYaml.In(Encoding.BigEndianUnicode, "a: 1", mark: true),
            HostileYaml.In(Encoding.BigEndianUnicode, "a: 1", mark: false), HostileYaml.In(Encoding.UTF32, "a: 1", mark: true), HostileYaml.In(Encoding.Latin1, "a: \u00e9", mark: false),
            [.. "a: "u8, 0xC0, 0xAF], [.. "a: "u8, 0xC1, 0x81], [.. "a: "u8, 0xE0, 0x80, 0xAF], [.. "a: "u8, 0xF0, 0x80, 0x80, 0xAF], [.. "a: "u8, 0xED, 0xA0, 0x80], [.. "a: "u8, 0xED, 0xA0, 0x80, 0xED, 0xB0, 0x80],
            [.. "a: "u8, 0xF4, 0x90, 0x80, 0x80], [.. "a: "u8, 0xF8, 0x88, 0x80, 0x80, 0x80], [.. "a: "u8, 0xE2, 0x82], [.. "a: "u8, 0x80], [.. "a: "u8, 0xFF],
            [.. "a: x"u8, 0], "a: \u0001"u8.ToArray(), "a: \u007f"u8.ToArray(), "a: \u0080"u8.ToArray(), "a: \u009f"u8.ToArray(), "a: \ufffe"u8.ToArray(), "a: \uffff"u8.ToArray(), "# \u0007"u8.ToArray(),
        ];
        Assert.All(texts, t => Assert.Equal(ProblemCode.YamlEncoding, Refused(t).Code));
    }

    /// <summary>T-YAML-7: one byte order mark is no part of the text.</summary>
    [Fact]
    public void Byte_order_mark_is_taken_once()
    {
        Assert.Equal("""{"a":1}""", JsonTree.ToText(Assert.Single(YamlReader.ReadAll("\ufeffa: 1"u8, null, YamlReadOptions.Default))));
        Assert.NotEqual("""{"a":1}""", Record.Exception(() => Refused("\ufeff\ufeffa: 1"u8.ToArray())) is null ? "refused" : JsonTree.ToText(YamlReader.ReadAll("\ufeff\ufeffa: 1"u8, null, YamlReadOptions.Default)[0]));
    }

    /// <summary>T-YAML-7: directions of writing, and what cannot be seen, in names.</summary>
    [Theory]
    [InlineData("sh\u202eop")]
    [InlineData("sh\u2066op")]
    [InlineData("shop\u200b")]
    [InlineData("sh\u00adop")]
    [InlineData("\u0455hop")]
    [InlineData("shop\u0085")]
    public void Name_of_an_object_shows_what_it_is(string name)
    {
        Assert.False(ObjectNames.IsSubdomain(name));
        Assert.False(ObjectNames.IsLabel(name));
        Assert.False(ObjectNames.IsKind(name));
        Assert.False(ObjectNames.IsApiVersion(name));
    }

    private static TimeSpan Quickest(byte[] yaml)
    {
        var quickest = TimeSpan.MaxValue;
        for (var i = 0; i < 10 && quickest > TimeSpan.FromMilliseconds(100); i++)
        {
            var clock = Stopwatch.StartNew();
            Refused(yaml);
            quickest = clock.Elapsed < quickest ? clock.Elapsed : quickest;
        }

        return quickest;
    }
}

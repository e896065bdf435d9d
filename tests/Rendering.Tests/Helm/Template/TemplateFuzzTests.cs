using System.Text;
using Plumbline.Rendering.Helm.Functions;
using Plumbline.Rendering.Helm.Template;
using Plumbline.Rendering.Helm.Values;

namespace Plumbline.Rendering.Tests.Helm.Template;

/// <summary>Random templates from a fixed seed: parsing and executing them gives text or a template error, never another exception.</summary>
public sealed class TemplateFuzzTests
{
    private static readonly string[] Pieces =
    [
        "{{", "}}", "{{-", "-}}", " ", "\n", "if", "else", "end", "range", "with", "define", "template", "block", "break", "continue", "nil", ".", ".a", ".b.c", "$", "$x", ":=", "=",
        ",", "|", "(", ")", "\"s\"", "`r`", "'c'", "1", "-1", "0x1F", "1e3", "1i", "1+2i", "true", "false", "/*", "*/", "text", "\u00e9", "\ud83d", "#", "\\",
        "print", "printf", "\"%v %d %q %x %*d\"", "index", "slice", "len", "dict", "list", "set", "include", "tpl", "toYaml", "fromYaml", "toJson", "default", "eq", "lt", "and", "or",
        "not", "regexFind", "\"(a|b)*\"", "trunc", "substr", "until", "3", "merge", "dig", "toDate", "semver", "b64dec", "splitList", "quote", "nindent",
    ];

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void Random_template_gives_text_or_a_template_error(int seed)
    {
        var random = new Random(seed);
        var limits = new TemplateLimits { Steps = 20_000, WorkCharacters = 200_000, OutputCharacters = 100_000, CryptoCost = 0, Depth = 50, ValueDepth = 50 };
        for (var i = 0; i < 4_000; i++)
        {
            var text = Make(random);
            try
            {
                var set = new TemplateSet(FunctionTables.Helm, MissingKey.Zero);
                set.Parse("t", text);
                set.Execute("t", Data(), new TemplateContext(limits, TimeProvider.System, TestContext.Current.CancellationToken));
            }
            catch (TemplateException)
            {
                // The expected outcome of most of them.
            }
            catch (Exception error) when (error is not OperationCanceledException)
            {
                Assert.Fail($"seed {seed}, turn {i}: {text}\n{error}");
            }
        }
    }

    private static GoMap Data() => new() { ["a"] = 1.5, ["b"] = new GoMap { ["c"] = "x" }, ["l"] = new GoList(["p", null]) };

    // Half of them are well-formed actions with random contents, the others random all over.
    private static string Make(Random random)
    {
        var text = new StringBuilder();
        var count = random.Next(1, 24);
        var wellFormed = random.Next(2) == 0;
        for (var i = 0; i < count; i++)
        {
            if (wellFormed && i % 5 == 0)
            {
                text.Append(i == 0 ? "{{ " : " }}{{ ");
            }

            var piece = Pieces[wellFormed ? random.Next(6, Pieces.Length) : random.Next(Pieces.Length)];
            text.Append(piece).Append(random.Next(3) == 0 ? "" : " ");
        }

        return wellFormed ? text.Append(" }}").ToString() : text.ToString();
    }
}

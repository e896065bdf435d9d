using System.Text;
using Plumbline.Core.Charts;
using Plumbline.Core.Problems;
using Plumbline.Core.Sources;
using Plumbline.Helm.Repositories;
using Plumbline.Rendering.Helm;
using Plumbline.Rendering.Helm.Functions;
using Plumbline.Rendering.Helm.Template;
using Plumbline.Rendering.Helm.Values;

namespace Plumbline.Fuzz;

/// <summary>Templates, value settings, charts and what chart repositories send.</summary>
public static class HelmTargets
{
    private static readonly TimeSpan Short = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan Long = TimeSpan.FromSeconds(15);

    /// <summary>Parses a template.</summary>
    public static FuzzTarget TemplateParser { get; } = new("template-parser", Short, input => Template(input, executes: false));

    /// <summary>Parses and executes a template with all functions.</summary>
    public static FuzzTarget TemplateExecution { get; } = new("template-execution", Long, input => Template(input, executes: true));

    /// <summary>Reads settings as <c>--set</c> takes them, a line each.</summary>
    public static FuzzTarget Settings { get; } = new("set", Short, Set);

    /// <summary>Renders a chart given as one text.</summary>
    public static FuzzTarget Chart { get; } = new("chart", Long, Render);

    /// <summary>Checks values against a schema: the schema comes first, then <c>### values.yaml</c>.</summary>
    public static FuzzTarget ValuesSchema { get; } = new("schema", Long, Check);

    /// <summary>Opens a packaged chart.</summary>
    public static FuzzTarget Archive { get; } = new("archive", Short, Open);

    /// <summary>Reads the index of a chart repository.</summary>
    public static FuzzTarget Index { get; } = new("index", Short, ReadIndex);

    private static void Template(byte[] input, bool executes)
    {
        try
        {
            var set = new TemplateSet(FunctionTables.Helm, MissingKey.Zero);
            set.Parse("t", Encoding.UTF8.GetString(input));
            if (executes)
            {
                var limits = new TemplateLimits { Steps = 20_000, WorkCharacters = 400_000, OutputCharacters = 100_000, CryptoCost = 0, Depth = 50, ValueDepth = 50 };
                set.Execute("t", new GoMap { ["a"] = 1.5, ["b"] = new GoMap { ["c"] = "x" }, ["l"] = new GoList(["p", null]) }, new TemplateContext(limits, TimeProvider.System, CancellationToken.None));
            }
        }
        catch (TemplateException)
        {
            // What most inputs come to.
        }
    }

    private static void Set(byte[] input)
    {
        var settings = Encoding.UTF8.GetString(input).Split('\n').SelectMany(line =>
            (ValueSetting[])[new(SetKind.Typed, line), new(SetKind.Text, line), new(SetKind.Json, line), new(SetKind.Literal, line)]);
        foreach (var setting in settings)
        {
            Judge(new HelmTemplate(TimeProvider.System).Values(Request(new MemorySourceTree([])) with { Settings = [setting] }, CancellationToken.None));
        }
    }

    private static void Render(byte[] input) => Judge(new HelmTemplate(TimeProvider.System).Run(Request(Tree(input, "templates/a.yaml")), CancellationToken.None));

    private static void Check(byte[] input) => Judge(new HelmTemplate(TimeProvider.System).Run(Request(Tree(input, "values.schema.json")), CancellationToken.None));

    private static void Open(byte[] input)
    {
        try
        {
            HelmChartArchive.Open("input.tgz", input);
        }
        catch (ProblemException)
        {
            // No archive, or a hostile one.
        }
    }

    private static void ReadIndex(byte[] input)
    {
        try
        {
            ChartIndex.Read(new StringReader(Encoding.UTF8.GetString(input)), "a", CancellationToken.None);
        }
        catch (ChartRepositoryException)
        {
            // No index.
        }
    }

    private static HelmRequest Request(ISourceTree tree) => new() { Tree = tree };

    // A chart's metadata stand before the input; an input may have its own.
    private static MemorySourceTree Tree(byte[] input, string first) =>
        TextTree.Read([.. "apiVersion: v2\nname: a\nversion: 0.1.0\n### "u8, .. Encoding.UTF8.GetBytes(first), (byte)'\n', .. input], "Chart.yaml");

    private static void Judge(HelmResult result)
    {
        if (!result.Succeeded && result.Problems.All(p => p.Message.Length == 0))
        {
            throw new InvalidOperationException("A failure says what is wrong.");
        }
    }
}

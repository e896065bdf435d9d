using System.CommandLine;

namespace Plumbline.Functions.Cli.Output;

/// <summary>How an answer is printed.</summary>
internal enum OutputFormat
{
    /// <summary>Columns for people.</summary>
    Table,

    /// <summary>Names only, one a line, for other commands.</summary>
    Name,

    /// <summary>One JSON value, versioned by its <c>v</c>.</summary>
    Json,

    /// <summary>The same as YAML.</summary>
    Yaml,

    /// <summary>A JSON value for each item, one a line.</summary>
    Jsonl,
}

/// <summary>The option <c>-o</c>.</summary>
internal static class OutputOption
{
    private static readonly string[] Words = ["table", "name", "json", "yaml", "jsonl"];

    /// <summary>The option with this default.</summary>
    public static Option<string> Create(OutputFormat otherwise)
    {
        var word = Words[(int)otherwise];
        var option = new Option<string>("--output", "-o")
        {
            Description = $"How the answer is printed. Default: {word}.",
            HelpName = string.Join('|', Words),
            DefaultValueFactory = _ => word,
        };
        option.AcceptOnlyFromAmong(Words);
        return option;
    }

    /// <summary>The format that was chosen.</summary>
    public static OutputFormat Of(ParseResult parsed, Option<string> option) => (OutputFormat)Array.IndexOf(Words, parsed.GetRequiredValue(option));
}

using System.Text;
using Plumbline.Functions.Cli.Files;

namespace Plumbline.Functions.Cli;

/// <summary>What a command meets: streams, variables, folder, clock. The answer goes to <see cref="Answer"/>, everything else to <see cref="Notes"/>.</summary>
internal sealed record Terminal
{
    private static readonly UTF8Encoding Utf8 = new(encoderShouldEmitUTF8Identifier: false);

    /// <summary>Standard output.</summary>
    public required Stream Answer { get; init; }

    /// <summary>Standard error, as text.</summary>
    public required TextWriter Notes { get; init; }

    /// <summary>Standard input.</summary>
    public required Stream Input { get; init; }

    /// <summary>The environment.</summary>
    public required IReadOnlyDictionary<string, string> Variables { get; init; }

    /// <summary>The working folder, links resolved.</summary>
    public required WorkingFolder Folder { get; init; }

    /// <summary>Time.</summary>
    public TimeProvider Clock { get; init; } = TimeProvider.System;

    /// <summary>The process's own. Text is UTF-8 whatever the locale says, so that output is the same bytes everywhere.</summary>
    public static Terminal OfProcess()
    {
        var variables = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (System.Collections.DictionaryEntry variable in Environment.GetEnvironmentVariables())
        {
            variables[(string)variable.Key] = (string?)variable.Value ?? "";
        }

        return new Terminal
        {
            Answer = Console.OpenStandardOutput(),
            Notes = new StreamWriter(Console.OpenStandardError(), Utf8) { AutoFlush = true },
            Input = Console.OpenStandardInput(),
            Variables = variables,
            Folder = WorkingFolder.At(Directory.GetCurrentDirectory()),
        };
    }

    /// <summary>Prints the answer, or a part of it.</summary>
    public void Print(string text) => Print(Utf8.GetBytes(text));

    /// <summary>Prints bytes as they are.</summary>
    public void Print(ReadOnlySpan<byte> bytes)
    {
        Answer.Write(bytes);
        Answer.Flush();
    }
}

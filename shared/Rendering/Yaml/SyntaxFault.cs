using Plumbline.Core.Problems;

namespace Plumbline.Rendering.Yaml;

/// <summary>A place in a text, counted from 0.</summary>
internal readonly record struct Mark(int Index, int Line, int Column);

/// <summary>Where a text stops being YAML for Go's reader.</summary>
/// <param name="message">Its words.</param>
/// <param name="context">Where what it was reading began.</param>
/// <param name="problem">Where it stopped.</param>
/// <param name="isOfScanner">Whether the characters do not fit, or the order of what they say.</param>
internal sealed class SyntaxFault(string message, Mark context, Mark problem, bool isOfScanner) : Exception(message)
{
    /// <summary>The message with its line, as version 3 of the reader gives it, which reads manifests.</summary>
    public string OfManifest => Placed(context.Line != 0 ? Counted(context) : problem.Line != 0 ? Counted(problem) : 0);

    /// <summary>The message with its line, as version 2 of the reader gives it, which reads what configures a build.</summary>
    public string OfConfiguration => Placed(problem.Line != 0 ? Counted(problem) : context.Line);

    /// <summary>Where the text stopped making sense, for the problem that a user reads.</summary>
    public SourcePosition Place { get; private init; } = new(problem.Line + 1, 1);

    /// <summary>The same fault at a place that is known better.</summary>
    public SyntaxFault At(SourcePosition place) => new(Message, context, problem, isOfScanner) { Place = place };

    private int Counted(in Mark mark) => mark.Line + (isOfScanner ? 1 : 0);

    private string Placed(int line) => line == 0 ? Message : $"line {line}: {Message}";
}

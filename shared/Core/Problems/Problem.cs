namespace Plumbline.Core.Problems;

/// <summary>How much a <see cref="Problem"/> stands in the way.</summary>
public enum ProblemSeverity
{
    /// <summary>The input cannot be used.</summary>
    Error,

    /// <summary>The input is used, but part of it has no effect or is likely a mistake.</summary>
    Warning,
}

/// <summary>One thing wrong with what a user wrote. All problems of an input are collected, never only the first.</summary>
/// <param name="Code">Constant code, shared by status, log, metric, commit status and documentation (see <see cref="ProblemCode"/>).</param>
/// <param name="Message">One sentence: what is wrong and, where it is known, what to do. Never holds a secret value.</param>
public sealed record Problem(string Code, string Message)
{
    /// <summary>Default: <see cref="ProblemSeverity.Error"/>.</summary>
    public ProblemSeverity Severity { get; init; }

    /// <summary>Path of the file inside its source, with forward slashes; null when the problem has no file.</summary>
    public string? File { get; init; }

    /// <summary>Where in the file; <see cref="SourcePosition.None"/> when unknown.</summary>
    public SourcePosition Position { get; init; }

    /// <summary>Path of the field, such as <c>spec.source.path</c> or <c>patches[2].target</c>; null when it concerns the whole file.</summary>
    public string? Field { get; init; }

    /// <summary>What the user can do, as a sentence; null when the message says it all.</summary>
    public string? Hint { get; init; }

    /// <summary>The same problem, placed in <paramref name="file"/> where it names no file yet.</summary>
    public Problem InFile(string file) => File is null ? this with { File = file } : this;

    /// <summary><c>file:line:column  field: message (CODE)</c>, without the parts that are unknown.</summary>
    public override string ToString()
    {
        var place = File is null ? "" : Position.IsKnown ? $"{File}:{Position.Line}:{Position.Column}  " : $"{File}  ";
        var field = Field is null ? "" : $"{Field}: ";
        var hint = Hint is null ? "" : $" {Hint}";
        return $"{place}{field}{Message}{hint} ({Code})";
    }
}

namespace Plumbline.Functions.Cli;

/// <summary>What the program's exit tells scripts: "the answer is no" and "it broke" are different codes (docs/cli.md).</summary>
internal static class ExitCode
{
    /// <summary>Done, or yes.</summary>
    public const int Done = 0;

    /// <summary>The answer is no: differences, findings, not healthy. Also what <c>build</c>, <c>template</c>, <c>values</c> and <c>gotemplate</c> exit with when they fail, as the tools they stand for.</summary>
    public const int No = 1;

    /// <summary>Wrong usage or configuration.</summary>
    public const int Usage = 2;

    /// <summary>It ran and failed.</summary>
    public const int Failed = 3;

    /// <summary>Not signed in, or not allowed.</summary>
    public const int Denied = 4;

    /// <summary>There is no such thing.</summary>
    public const int NotFound = 5;

    /// <summary>Refused: an approval is missing, or a rule does not allow it.</summary>
    public const int Refused = 6;

    /// <summary>Out of time; the state is printed.</summary>
    public const int TimedOut = 7;

    /// <summary>The server cannot be reached; trying again is safe.</summary>
    public const int Unreachable = 8;

    /// <summary>Interrupted by the user; what runs on the server goes on.</summary>
    public const int Interrupted = 130;
}

namespace Plumbline.Functions.Cli;

/// <summary>Codes of problems of the command line itself; documented in <c>docs/cli.md</c>.</summary>
internal static class CliProblem
{
    /// <summary>An argument or setting is missing or malformed.</summary>
    public const string Usage = "CliUsage";

    /// <summary>A template, or its data, is wrong.</summary>
    public const string Template = "CliTemplate";

    /// <summary>A file cannot be read or written.</summary>
    public const string File = "CliFile";

    /// <summary>The server cannot be reached or answers with an error of its own.</summary>
    public const string Unreachable = "CliServerUnreachable";

    /// <summary>The server does not know the token, or does not allow this.</summary>
    public const string Denied = "CliDenied";

    /// <summary>There is no such thing, or the token may not see it.</summary>
    public const string NotFound = "CliNotFound";

    /// <summary>The operation did not end in time.</summary>
    public const string TimedOut = "CliTimedOut";

    /// <summary>The operation failed.</summary>
    public const string OperationFailed = "CliOperationFailed";

    /// <summary>The sync waits for somebody's approval.</summary>
    public const string ApprovalMissing = "CliApprovalMissing";

    /// <summary>The sync is done and the application is not healthy.</summary>
    public const string NotHealthy = "CliNotHealthy";

    /// <summary>The chain of a ledger does not hold.</summary>
    public const string LedgerBroken = "CliLedgerBroken";
}

using System.Text.RegularExpressions;

namespace Plumbline.Architecture;

public sealed partial class SourceTests
{
    private const int Longest = 400;

    private static readonly Dictionary<string, string> TooLong = new(StringComparer.Ordinal);

    private static readonly Dictionary<string, string> CatchesAll = new(StringComparer.Ordinal)
    {
        ["functions/Hosting/Local/Queues/MessageRun.cs"] = "the local host's middleware of queues: any failure means that the message comes back",
        ["functions/Hosting/Local/Timers/TimerLoop.cs"] = "the local host's middleware of timers: the schedule goes on",
        ["functions/Hosting/Local/TriggerService.cs"] = "a trigger that broke ends the host, with the reason in its log",
    };

    [Fact]
    public void A_file_can_be_read_in_one_go() =>
        Exceptions.Match(Checkout.Code().Where(f => f.Lines.Count > Longest).Select(f => f.Path), TooLong);

    [Fact]
    public void Only_the_edge_catches_everything()
    {
        var catching =
            from file in Checkout.Code("shared", "functions")
            from found in CatchAll().Matches(string.Join('\n', file.Lines))
            where !Block(string.Join('\n', file.Lines), found.Index + found.Length - 1).Contains("throw;", StringComparison.Ordinal)
            select file.Path;

        Exceptions.Match(catching, CatchesAll);
    }

    [Fact]
    public void Nothing_is_left_for_later()
    {
        // Put together here, so that this file keeps its own rule.
        string[] marks = ["TO" + "DO", "FIX" + "ME", "HACK" + ":", "XXX" + ":", "NotImplemented" + "Exception"];

        var open =
            from file in Checkout.Files([".cs", ".sh", ".csproj", ".props", ".bicep", ".yaml", ".md"])
            from line in file.Lines
            where marks.Any(m => Regex.IsMatch(line, $@"\b{Regex.Escape(m)}", RegexOptions.NonBacktracking))
            select $"{file.Path}: {line.Trim()}";

        Assert.Empty(open);
    }

    [Fact]
    public void No_warning_is_switched_off_in_a_file()
    {
        var off =
            from file in Checkout.Code("shared", "functions")
            from line in file.Lines
            where line.TrimStart().StartsWith("#pragma warning", StringComparison.Ordinal) || line.Contains("SuppressMessage", StringComparison.Ordinal)
            select file.Path;

        Assert.Empty(off);
    }

    [Fact]
    public void A_log_call_is_a_generated_method()
    {
        var adHoc =
            from file in Checkout.Code("shared", "functions")
            from line in file.Lines
            where AdHocLog().IsMatch(line)
            select $"{file.Path}: {line.Trim()}";

        Assert.Empty(adHoc);
    }

    /// <summary>What stands between a brace and its partner; strings with lone braces are not expected in handlers of exceptions.</summary>
    private static string Block(string text, int open)
    {
        var depth = 0;
        for (var at = open; at < text.Length; at++)
        {
            depth += text[at] switch { '{' => 1, '}' => -1, _ => 0 };
            if (depth == 0)
            {
                return text[open..at];
            }
        }

        return text[open..];
    }

    [GeneratedRegex(@"\bcatch\s*(?:\(\s*(?:System\.)?Exception(?:\s+\w+)?\s*\)\s*)?\{")]
    private static partial Regex CatchAll();

    [GeneratedRegex(@"\b\w*[lL]ogger\.Log(?:Trace|Debug|Information|Warning|Error|Critical)?\(")]
    private static partial Regex AdHocLog();
}

using System.Diagnostics;
using System.Globalization;
using System.Text;
using System.Text.Json;
using Plumbline.Core.Git;

namespace Plumbline.Git.Fetch;

/// <summary>
/// Runs each fetch in a child process of our own program, with limits on time and memory. Whatever becomes of the child becomes a
/// <see cref="GitException"/> here. The credential goes through a pipe, not through arguments or the environment.
/// </summary>
internal sealed class FetchParent(FetchLimits limits, TimeProvider clock) : IFetcher
{
    private static readonly TimeSpan Watch = TimeSpan.FromMilliseconds(100);

    // The runtime needs to find itself, its temporary folder and the machine's certificates; nothing else of our environment is the child's business.
    private static readonly string[] Inherited =
        ["PATH", "DOTNET_ROOT", "DOTNET_ROOT_X64", "DOTNET_ROOT_ARM64", "DOTNET_BUNDLE_EXTRACT_BASE_DIR", "LD_LIBRARY_PATH", "TMPDIR", "TEMP", "TMP", "SystemRoot", "SSL_CERT_FILE", "SSL_CERT_DIR"];

    /// <inheritdoc/>
    public async Task<IReadOnlyList<string>> Fetch(FetchRequest request, CancellationToken token)
    {
        using var deadline = new CancellationTokenSource(limits.Timeout, clock);
        using var ending = CancellationTokenSource.CreateLinkedTokenSource(token, deadline.Token);
        using var process = Process.Start(Describe()) ?? throw new GitException(GitFailure.Unavailable, "The fetching process does not start.");
        try
        {
            var output = ReadCapped(process.StandardOutput, ending.Token);
            var errors = ReadCapped(process.StandardError, ending.Token);
            await Hand(request, process.StandardInput, ending.Token);
            var overMemory = await WatchMemory(process, ending.Token);
            return overMemory
                ? throw new GitException(GitFailure.TooLarge, $"Fetching the repository takes more than {limits.MostMemory >> 20} MiB of memory.")
                : Judge(process.ExitCode, await output, await errors);
        }
        catch (OperationCanceledException) when (deadline.IsCancellationRequested && !token.IsCancellationRequested)
        {
            throw new GitException(GitFailure.Unavailable, $"The repository's host took longer than {limits.Timeout.TotalSeconds:0} seconds.");
        }
        finally
        {
            await End(process);
        }
    }

    private static IReadOnlyList<string> Judge(int exitCode, string output, string errors)
    {
        var result = Parse(output);
        if (exitCode == 0 && result is not null)
        {
            return result.Failure is { } failure ? throw new GitException(failure, result.Message ?? "The fetch failed.") : result.Missing;
        }

        // 128 + signal: what the host sent brought libgit2 down. The child's own words may quote the host or the request, so only their kind is told.
        throw exitCode is > 128 and < 160
            ? new GitException(GitFailure.Corrupt, $"What the host sent ended the fetching process (signal {exitCode - 128}).")
            : new GitException(GitFailure.Unavailable, $"The fetching process ended with {exitCode} ({KindOf(errors)}).");
    }

    private static string KindOf(string errors)
    {
        const string Unhandled = "Unhandled exception. ";
        var start = errors.IndexOf(Unhandled, StringComparison.Ordinal);
        var name = start < 0 ? "" : string.Concat(errors.Skip(start + Unhandled.Length).TakeWhile(c => char.IsAsciiLetterOrDigit(c) || c == '.').Take(100));
        return name.Length == 0 ? "no reason given" : name;
    }

    private static FetchResult? Parse(string output)
    {
        try
        {
            return JsonSerializer.Deserialize(output, FetchJson.Default.FetchResult);
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static async Task Hand(FetchRequest request, StreamWriter input, CancellationToken token)
    {
        try
        {
            await input.WriteLineAsync(JsonSerializer.Serialize(request, FetchJson.Default.FetchRequest).AsMemory(), token);
            await input.FlushAsync(token);
        }
        catch (IOException)
        {
            // The child ended before it read this; how it ended says what to tell.
        }
    }

    private static async Task<string> ReadCapped(StreamReader reader, CancellationToken token)
    {
        const int Most = 1 << 20;
        var text = new StringBuilder();
        var buffer = new char[4096];
        while (await reader.ReadAsync(buffer, token) is > 0 and var read)
        {
            if (text.Length < Most)
            {
                text.Append(buffer, 0, read);
            }
        }

        return text.ToString();
    }

    private static async Task End(Process process)
    {
        if (process.HasExited)
        {
            return;
        }

        process.Kill(entireProcessTree: true);

        // Not cancellable: a killed process ends at once, and its locks must be free before the next fetch begins.
        await process.WaitForExitAsync(CancellationToken.None);
    }

    private ProcessStartInfo Describe()
    {
        var start = new ProcessStartInfo(limits.ChildCommand[0], [.. limits.ChildCommand.Skip(1), FetchChild.Command])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            StandardInputEncoding = new UTF8Encoding(false),
            UseShellExecute = false,
        };
        foreach (var name in start.Environment.Keys.Except(Inherited, StringComparer.OrdinalIgnoreCase).ToList())
        {
            start.Environment.Remove(name);
        }

        start.Environment["DOTNET_EnableDiagnostics"] = "0";
        start.Environment["DOTNET_gcServer"] = "0";
        start.Environment["DOTNET_TieredPGO"] = "0";
        start.Environment["DOTNET_GCHeapHardLimit"] = limits.MostMemory.ToString("X", CultureInfo.InvariantCulture);
        return start;
    }

    // In bytes. The process may end between any two looks at it; then it holds nothing any more.
    private static long Resident(Process process)
    {
        try
        {
            process.Refresh();
            return process.WorkingSet64;
        }
        catch (InvalidOperationException)
        {
            return 0;
        }
    }

    private async Task<bool> WatchMemory(Process process, CancellationToken token)
    {
        var exit = process.WaitForExitAsync(token);
        while (await Task.WhenAny(exit, Task.Delay(Watch, clock, token)) != exit)
        {
            token.ThrowIfCancellationRequested();
            if (Resident(process) > limits.MostMemory)
            {
                return true;
            }
        }

        await exit;
        return false;
    }
}

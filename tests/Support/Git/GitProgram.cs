using System.Diagnostics;
using System.Text;

namespace Plumbline.Support.Git;

/// <summary>Starts the installed <c>git</c> with nothing of the user's own: no home, no configuration, no prompts.</summary>
internal static class GitProgram
{
    public static ProcessStartInfo Start(string folder, IEnumerable<string> arguments)
    {
        var start = new ProcessStartInfo("git", arguments)
        {
            WorkingDirectory = folder,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            UseShellExecute = false,
        };
        foreach (var name in start.Environment.Keys.Where(IsForeign).ToList())
        {
            start.Environment.Remove(name);
        }

        start.Environment["HOME"] = folder;
        start.Environment["GIT_CONFIG_NOSYSTEM"] = "1";
        start.Environment["GIT_CONFIG_GLOBAL"] = "/dev/null";
        start.Environment["GIT_TERMINAL_PROMPT"] = "0";
        start.Environment["LC_ALL"] = "C";
        return start;
    }

    /// <summary>What git wrote to its standard output.</summary>
    /// <exception cref="InvalidOperationException">git ended with another code than 0.</exception>
    public static async Task<byte[]> Run(ProcessStartInfo start, ReadOnlyMemory<byte> input, CancellationToken token)
    {
        using var process = Process.Start(start) ?? throw new InvalidOperationException("git did not start");
        try
        {
            using var output = new MemoryStream();
            var copy = process.StandardOutput.BaseStream.CopyToAsync(output, token);
            var errors = process.StandardError.ReadToEndAsync(token);
            await process.StandardInput.BaseStream.WriteAsync(input, token);
            process.StandardInput.Close();
            await copy;
            await process.WaitForExitAsync(token);
            return process.ExitCode == 0
                ? output.ToArray()
                : throw new InvalidOperationException($"git {string.Join(' ', start.ArgumentList)} ended with {process.ExitCode}: {await errors}{Encoding.UTF8.GetString(output.ToArray())}");
        }
        finally
        {
            if (!process.HasExited)
            {
                process.Kill(entireProcessTree: true);
            }
        }
    }

    private static bool IsForeign(string name) =>
        name.StartsWith("GIT_", StringComparison.Ordinal) || name.EndsWith("_proxy", StringComparison.OrdinalIgnoreCase) || name.StartsWith("XDG_", StringComparison.Ordinal);
}

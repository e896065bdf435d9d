using System.Diagnostics;
using System.Text;

namespace Plumbline.Functions.Tests.Cli;

/// <summary>The built program as users start it: its own process, its exit code, both of its streams.</summary>
internal static class Plumb
{
    private static string Program => Path.Combine(AppContext.BaseDirectory, OperatingSystem.IsWindows() ? "plumb.exe" : "plumb");

    public static Task<PlumbRun> Run(string folder, params string[] arguments) => Run(folder, new Dictionary<string, string>(), "", arguments);

    public static async Task<PlumbRun> Run(string folder, IReadOnlyDictionary<string, string> variables, string input, params string[] arguments)
    {
        using var process = Start(folder, variables, arguments);
        var answer = process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        var notes = process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        await process.StandardInput.WriteAsync(input);
        process.StandardInput.Close();
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        return new PlumbRun(process.ExitCode, await answer, await notes);
    }

    /// <summary>Starts it and presses Ctrl+C once it has said something.</summary>
    /// <remarks>A shell's background job is started deaf to Ctrl+C, and so would be what it starts: <c>env</c> makes the program listen again.</remarks>
    public static async Task<PlumbRun> Interrupt(string folder, IReadOnlyDictionary<string, string> variables, params string[] arguments)
    {
        using var process = OperatingSystem.IsLinux() ? Start("env", folder, variables, ["--default-signal=INT", Program, .. arguments]) : Start(folder, variables, arguments);
        var answer = process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        var first = await process.StandardError.ReadLineAsync(TestContext.Current.CancellationToken);
        using (var kill = Process.Start("kill", ["-INT", $"{process.Id}"]))
        {
            await kill.WaitForExitAsync(TestContext.Current.CancellationToken);
        }

        var notes = await process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        return new PlumbRun(process.ExitCode, await answer, $"{first}\n{notes}");
    }

    private static Process Start(string folder, IReadOnlyDictionary<string, string> variables, string[] arguments) => Start(Program, folder, variables, arguments);

    private static Process Start(string file, string folder, IReadOnlyDictionary<string, string> variables, string[] arguments)
    {
        var start = new ProcessStartInfo(file, arguments)
        {
            WorkingDirectory = folder,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            StandardOutputEncoding = Encoding.UTF8,
            StandardErrorEncoding = Encoding.UTF8,
        };
        foreach (var (name, value) in variables)
        {
            start.Environment[name] = value;
        }

        return Process.Start(start) ?? throw new InvalidOperationException("the program does not start");
    }
}

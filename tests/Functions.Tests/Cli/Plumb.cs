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
        var start = new ProcessStartInfo(Program, arguments)
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

        using var process = Process.Start(start) ?? throw new InvalidOperationException("the program does not start");
        var answer = process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        var notes = process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        await process.StandardInput.WriteAsync(input);
        process.StandardInput.Close();
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        return new PlumbRun(process.ExitCode, await answer, await notes);
    }
}

using System.Diagnostics;
using System.Text.RegularExpressions;

namespace Plumbline.Rendering.Tests.Kustomize.Differential;

/// <summary>A real <c>kustomize</c> on the path, run as a process over a folder on disk.</summary>
internal sealed partial class RealKustomize(string program)
{
    /// <summary>Null where none is on the path.</summary>
    public static RealKustomize? OnPath() => (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator)
        .Select(folder => Path.Combine(folder, OperatingSystem.IsWindows() ? "kustomize.exe" : "kustomize"))
        .FirstOrDefault(File.Exists) is { } found ? new RealKustomize(found) : null;

    public string Program => program;

    /// <summary>What it prints, or its error with the absolute folder taken out.</summary>
    public (string? Yaml, string Error) Build(string folder, string root, IEnumerable<string> flags)
    {
        var start = new ProcessStartInfo(program) { RedirectStandardOutput = true, RedirectStandardError = true };
        foreach (var argument in (string[])["build", .. flags, Path.Combine(folder, root)])
        {
            start.ArgumentList.Add(argument);
        }

        using var process = Process.Start(start)!;
        var error = process.StandardError.ReadToEndAsync();
        var output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();

        // Which version a distribution's build takes itself for is not of interest.
        return (process.ExitCode == 0 ? DevelopmentVersion().Replace(output, "kustomize-v5.8.1") : null, error.GetAwaiter().GetResult().Replace(folder, "", StringComparison.Ordinal));
    }

    [GeneratedRegex(@"kustomize-\(devel\)")]
    private static partial Regex DevelopmentVersion();
}

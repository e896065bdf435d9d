using System.Diagnostics;
using System.Globalization;
using System.Text.RegularExpressions;
using Plumbline.Support.Processes;
using Plumbline.Support.RealParts;

namespace Plumbline.Support.ControlPlane;

/// <summary>The programs a control plane is made of.</summary>
/// <param name="Folder">Where they lie.</param>
/// <param name="Minor">The API server's minor version, 20 for 1.20.</param>
/// <param name="HasControllers">Whether kube-controller-manager is among them; the usual envtest bundle lacks it.</param>
/// <param name="EtcdSkipsFsync">Whether this etcd can be told not to wait for the disk (3.5 and later).</param>
public sealed partial record ControlPlaneBinaries(string Folder, int Minor, bool HasControllers, bool EtcdSkipsFsync)
{
    internal const string Part = "a Kubernetes control plane";
    private const string AssetsVariable = "KUBEBUILDER_ASSETS";

    /// <summary>The path of <c>kubectl</c>, or null when the folder has none.</summary>
    public string? Kubectl => ExecutableFinder.IsExecutable(Program("kubectl")) ? Program("kubectl") : null;

    internal string Program(string name) => Path.Combine(Folder, name);

    /// <summary>
    /// Finds the binaries: the folder <c>KUBEBUILDER_ASSETS</c> names, else the user's cache, else a build into that cache.
    /// </summary>
    /// <param name="mayBuild">Whether to build what is missing.</param>
    /// <param name="progress">Called with a line per phase of a build.</param>
    /// <param name="cancellation">Stops the search, and a build with it.</param>
    /// <exception cref="RealPartUnavailableException">There are none, and none may or can be built.</exception>
    public static async Task<ControlPlaneBinaries> FindAsync(bool mayBuild, Action<string>? progress, CancellationToken cancellation)
    {
        if (Environment.GetEnvironmentVariable(AssetsVariable) is { Length: > 0 } assets)
        {
            return IsComplete(assets)
                ? await InspectAsync(assets, cancellation)
                : throw new RealPartUnavailableException(Part, $"{AssetsVariable} names {assets}, which lacks etcd or kube-apiserver");
        }

        var script = CacheFolder.Recipe("control-plane.sh");
        var shell = ExecutableFinder.Find("bash")
            ?? throw new RealPartUnavailableException(Part, $"set {AssetsVariable} to a folder with etcd and kube-apiserver; without bash none can be built");
        var folder = await ReadAsync(shell, [script, "--where"], cancellation);
        if (!IsComplete(folder))
        {
            if (!mayBuild)
            {
                throw new RealPartUnavailableException(
                    Part, $"run tests/Support/scripts/control-plane.sh once (a few minutes), or set {AssetsVariable} to a folder with etcd and kube-apiserver");
            }

            await BuildAsync(shell, script, progress, cancellation);
        }

        return await InspectAsync(folder, cancellation);
    }

    private static bool IsComplete(string folder) =>
        ExecutableFinder.IsExecutable(Path.Combine(folder, "etcd")) && ExecutableFinder.IsExecutable(Path.Combine(folder, "kube-apiserver"));

    private static async Task<ControlPlaneBinaries> InspectAsync(string folder, CancellationToken cancellation)
    {
        var server = VersionPattern().Match(await ReadAsync(Path.Combine(folder, "kube-apiserver"), ["--version"], cancellation));
        var etcd = VersionPattern().Match(await ReadAsync(Path.Combine(folder, "etcd"), ["--version"], cancellation));
        if (!server.Success || !etcd.Success)
        {
            throw new RealPartUnavailableException(Part, $"the programs in {folder} do not tell their versions");
        }

        var skipsFsync = (Number(etcd, 1), Number(etcd, 2)).CompareTo((3, 5)) >= 0;
        var hasControllers = ExecutableFinder.IsExecutable(Path.Combine(folder, "kube-controller-manager"));
        return new ControlPlaneBinaries(folder, Number(server, 2), hasControllers, skipsFsync);
    }

    private static int Number(Match match, int group) => int.Parse(match.Groups[group].ValueSpan, CultureInfo.InvariantCulture);

    private static async Task BuildAsync(string shell, string script, Action<string>? progress, CancellationToken cancellation)
    {
        await using var build = await ChildProcess.StartAsync(
            new ChildProcessOptions
            {
                Name = "the control plane's build",
                File = shell,
                Arguments = [script],
                Stop = StopSignal.Terminate,
                OnLine = progress,
            },
            cancellation);
        var status = await build.WaitAsync(cancellation);
        if (status != 0)
        {
            throw new RealPartUnavailableException(Part, $"its build ended with {status}:\n{build.LastLines}");
        }
    }

    private static async Task<string> ReadAsync(string file, string[] arguments, CancellationToken cancellation)
    {
        var start = new ProcessStartInfo(file, arguments) { RedirectStandardOutput = true };
        using var process = Process.Start(start) ?? throw new RealPartUnavailableException(Part, $"{file} does not start");
        var answer = await process.StandardOutput.ReadToEndAsync(cancellation);
        await process.WaitForExitAsync(cancellation);
        return answer.Trim();
    }

    [GeneratedRegex(@"(\d+)\.(\d+)\.\d+", RegexOptions.NonBacktracking)]
    private static partial Regex VersionPattern();
}

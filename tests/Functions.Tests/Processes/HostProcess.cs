using System.Diagnostics;
using Plumbline.Support.Processes;

namespace Plumbline.Functions.Tests.Processes;

/// <summary>One process of the product's host.</summary>
internal sealed class HostProcess : IAsyncDisposable
{
    /// <summary>What a shell answers for a process that SIGKILL ended.</summary>
    public const int Killed = 137;

    private readonly ChildProcess _process;

    private HostProcess(ChildProcess process)
    {
        _process = process;
        Ended = process.WaitAsync(CancellationToken.None);
    }

    /// <summary>Its exit code, once it has ended.</summary>
    public Task<int> Ended { get; }

    /// <summary>The program that tests start.</summary>
    public static string Program { get; } = Path.Combine(
        Root, "tests", "ProcessHost", Path.GetRelativePath(Path.Combine(Root, "tests", "Functions.Tests"), AppContext.BaseDirectory), "Plumbline.ProcessHost");

    /// <summary>Its process id.</summary>
    public int Id => _process.Id;

    private static string Root => typeof(HostProcess).Assembly.GetCustomAttributes(typeof(System.Reflection.AssemblyMetadataAttribute), false)
        .Cast<System.Reflection.AssemblyMetadataAttribute>().First(a => a.Key == "PlumblineRoot").Value!;

    /// <summary>Its last lines.</summary>
    public string LastLines => _process.LastLines;

    /// <summary>Starts one and waits until it listens.</summary>
    public static async Task<HostProcess> Start(string program, IReadOnlyDictionary<string, string> settings, Action<string> onLine, CancellationToken token)
    {
        var listens = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var process = new HostProcess(await ChildProcess.StartAsync(
            new ChildProcessOptions
            {
                Name = "host",
                File = program,
                Environment = settings,
                OnLine = line =>
                {
                    onLine(line);
                    if (line.StartsWith("plumb: listening on ", StringComparison.Ordinal))
                    {
                        listens.TrySetResult();
                    }
                },
            },
            token));

        // One that dies before it listens is one that died: whoever watches it starts the next.
        await Task.WhenAny(listens.Task, process.Ended).WaitAsync(TimeSpan.FromSeconds(60), token);
        Assert.True(!process.Ended.IsCompleted || process.Ended.Result == Killed, $"the host does not start:\n{process.LastLines}");
        return process;
    }

    /// <summary>Sends a signal by its name, such as TERM.</summary>
    public async Task Signal(string name, CancellationToken token)
    {
        using var kill = Process.Start("/bin/sh", ["-c", $"kill -{name} {_process.Id}"]);
        await kill.WaitForExitAsync(token);
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => _process.DisposeAsync();
}

using System.Collections.Concurrent;
using System.Globalization;
using System.Security.Cryptography;
using System.Text.RegularExpressions;
using Plumbline.Support.Processes;
using Plumbline.Support.RealParts;

namespace Plumbline.Support.Azurite;

/// <summary>
/// A real Azurite (the emulator of Azure Storage) of this process alone, on 127.0.0.1, with an account key of its own. It ends
/// with this handle or with this process, however that ends.
/// </summary>
public sealed partial class AzuriteServer : IAsyncDisposable
{
    private static readonly TimeSpan StartLimit = TimeSpan.FromSeconds(90);
    private readonly ChildProcess _process;

    private AzuriteServer(ChildProcess process, AzuriteEndpoints endpoints)
    {
        _process = process;
        Endpoints = endpoints;
    }

    /// <summary>Its ports and account, with which another server can take its place.</summary>
    public AzuriteEndpoints Endpoints { get; }

    /// <summary>What Azure's storage clients take.</summary>
    public string ConnectionString => Endpoints.ConnectionString;

    /// <summary>The process id of the server.</summary>
    public int ProcessId => _process.Id;

    /// <summary>Starts a server, after installing it where needed, and waits until all three services listen.</summary>
    /// <exception cref="RealPartUnavailableException">It cannot be had or does not come up on this machine.</exception>
    public static async Task<AzuriteServer> StartAsync(AzuriteOptions options, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(options);
        var node = ExecutableFinder.Find("node")
            ?? throw new RealPartUnavailableException(AzuriteInstallation.Part, "node is not on the PATH; install Node.js 20 or later");
        var program = await AzuriteInstallation.FindAsync(options, cancellation);

        options.Progress?.Invoke("azurite: starting");
        var wanted = options.Endpoints ?? new AzuriteEndpoints(Convert.ToBase64String(RandomNumberGenerator.GetBytes(64)), 0, 0, 0);
        var ports = new ConcurrentDictionary<string, int>();
        var allListen = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var process = await ChildProcess.StartAsync(
            new ChildProcessOptions
            {
                Name = "azurite",
                File = node,
                Arguments = Arguments(program, wanted, options.Folder),
                Environment = new Dictionary<string, string> { ["AZURITE_ACCOUNTS"] = $"{AzuriteEndpoints.Account}:{wanted.AccountKey}" },
                // What is kept in a folder has to be written before the end.
                Stop = options.Folder is null ? StopSignal.Kill : StopSignal.Terminate,
                OnLine = line => Hear(line, ports, allListen),
            },
            cancellation);
        try
        {
            await WaitUntilListeningAsync(process, allListen.Task, cancellation);
        }
        catch
        {
            await process.DisposeAsync();
            throw;
        }

        return new AzuriteServer(process, new AzuriteEndpoints(wanted.AccountKey, ports["Blob"], ports["Queue"], ports["Table"]));
    }

    /// <summary>Ends the server. Safe to call twice.</summary>
    public ValueTask DisposeAsync() => _process.DisposeAsync();

    private static List<string> Arguments(string program, AzuriteEndpoints wanted, string? folder)
    {
        // Port 0 lets each service pick a free port, which it prints; so nobody can take it in between.
        List<string> arguments =
        [
            program, "--silent", "--skipApiVersionCheck", "--disableTelemetry",
            "--blobHost", "127.0.0.1", "--blobPort", Text(wanted.BlobPort),
            "--queueHost", "127.0.0.1", "--queuePort", Text(wanted.QueuePort),
            "--tableHost", "127.0.0.1", "--tablePort", Text(wanted.TablePort),
        ];
        arguments.AddRange(folder is null ? ["--inMemoryPersistence"] : ["--location", folder]);
        return arguments;

        static string Text(int port) => port.ToString(CultureInfo.InvariantCulture);
    }

    private static void Hear(string line, ConcurrentDictionary<string, int> ports, TaskCompletionSource allListen)
    {
        var match = ListeningPattern().Match(line);
        if (match.Success)
        {
            ports[match.Groups[1].Value] = int.Parse(match.Groups[2].ValueSpan, CultureInfo.InvariantCulture);
            if (ports.Count == 3)
            {
                allListen.TrySetResult();
            }
        }
    }

    private static async Task WaitUntilListeningAsync(ChildProcess process, Task allListen, CancellationToken cancellation)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        var end = process.WaitAsync(stop.Token);
        var first = await Task.WhenAny(allListen, end, Task.Delay(StartLimit, stop.Token));
        await stop.CancelAsync();
        cancellation.ThrowIfCancellationRequested();
        if (first != allListen)
        {
            var what = first == end ? "it ended" : $"it did not listen after {StartLimit.TotalSeconds} s";
            throw new RealPartUnavailableException(AzuriteInstallation.Part, $"{what}:\n{process.LastLines}");
        }
    }

    [GeneratedRegex(@"(Blob|Queue|Table) service is successfully listening at http://127\.0\.0\.1:(\d+)", RegexOptions.NonBacktracking)]
    private static partial Regex ListeningPattern();
}

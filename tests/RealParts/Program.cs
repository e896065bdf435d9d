using System.Runtime.InteropServices;
using Plumbline.Support.Azurite;
using Plumbline.Support.ControlPlane;
using Plumbline.Support.RealParts;

// Holds the parts named as arguments (default: both), one line NAME=VALUE per fact on stdout, until SIGINT, SIGTERM or the end of stdin.
using var stop = new CancellationTokenSource();
using var interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, Stop);
using var terminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, Stop);
string[] wanted = args.Length == 0 ? ["azurite", "control-plane"] : args;
try
{
    await using var azurite = wanted.Contains("azurite")
        ? await AzuriteServer.StartAsync(new AzuriteOptions { Progress = Console.Error.WriteLine }, stop.Token)
        : null;
    await using var cluster = wanted.Contains("control-plane")
        ? await ControlPlaneWithKubelet.StartAsync(
            new ControlPlaneOptions { MayBuild = true, Progress = Console.Error.WriteLine }, new KubeletOptions(), stop.Token)
        : null;
    if (azurite is not null)
    {
        Console.WriteLine($"CONNECTION_STRING={azurite.ConnectionString}");
    }

    if (cluster is not null)
    {
        Console.WriteLine($"KUBECONFIG={cluster.Plane.KubeconfigFile}");
        Console.WriteLine($"KUBECTL={cluster.Plane.Binaries.Kubectl}");
    }

    Console.WriteLine($"PROCESSES={string.Join(',', [.. cluster?.Plane.ProcessIds ?? [], .. azurite is null ? Array.Empty<int>() : [azurite.ProcessId]])}");
    Console.WriteLine("READY=1");
    await UntilToldAsync(stop.Token);
    return 0;
}
catch (OperationCanceledException)
{
    return 0;
}
catch (RealPartUnavailableException e)
{
    await Console.Error.WriteLineAsync(e.Message);
    return 1;
}

void Stop(PosixSignalContext signal)
{
    signal.Cancel = true;
    stop.Cancel();
}

static async Task UntilToldAsync(CancellationToken cancellation)
{
    // Reading stdin cannot be cancelled, so it gets a thread of its own. What is typed is of no interest; the end of it is.
    var end = Task.Factory.StartNew(
        () =>
        {
            while (Console.In.ReadLine() is not null)
            {
            }
        },
        CancellationToken.None,
        TaskCreationOptions.LongRunning,
        TaskScheduler.Default);
    await end.WaitAsync(cancellation);
}

using System.Reflection;
using System.Runtime.InteropServices;
using Plumbline.Demo;
using Plumbline.Support.RealParts;

var bench = args is ["bench", ..] ? BenchOptions.Parse(args[1..]) : null;
var options = DemoOptions.Parse(args);
if (bench is null && options is null)
{
    await Console.Error.WriteLineAsync(args is ["bench", ..] ? BenchOptions.Usage : DemoOptions.Usage);
    return 2;
}

using var stop = new CancellationTokenSource();
using var interrupted = PosixSignalRegistration.Create(PosixSignal.SIGINT, Stop);
using var terminated = PosixSignalRegistration.Create(PosixSignal.SIGTERM, Stop);
var root = Assembly.GetExecutingAssembly().GetCustomAttributes<AssemblyMetadataAttribute>().First(a => a.Key == "PlumblineRoot").Value!;
var narrator = new Narrator(Console.Out, TimeProvider.System);
try
{
    return bench is null
        ? await Performance.Run(root, options!, narrator, stop.Token)
        : await Performance.Bench(root, bench, narrator, stop.Token);
}
catch (OperationCanceledException) when (stop.IsCancellationRequested)
{
    return 130;
}
catch (RealPartUnavailableException e)
{
    await Console.Error.WriteLineAsync($"demo: {e.Message}");
    return 3;
}

void Stop(PosixSignalContext signal)
{
    signal.Cancel = true;
    stop.Cancel();
}

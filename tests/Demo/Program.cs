using System.Reflection;
using Plumbline.Demo;
using Plumbline.Support.RealParts;

if (DemoOptions.Parse(args) is not { } options)
{
    await Console.Error.WriteLineAsync(DemoOptions.Usage);
    return 2;
}

using var stop = new CancellationTokenSource();
Console.CancelKeyPress += (_, pressed) =>
{
    pressed.Cancel = true;
    stop.Cancel();
};
var root = Assembly.GetExecutingAssembly().GetCustomAttributes<AssemblyMetadataAttribute>().First(a => a.Key == "PlumblineRoot").Value!;
var narrator = new Narrator(Console.Out, TimeProvider.System);
try
{
    return await Performance.Run(root, options, narrator, stop.Token);
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

using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Plumbline.Core.Faults;
using Plumbline.Functions.Hosting.Local;
using Plumbline.Git.Fetch;
using Plumbline.ProcessHost;

// The product's host, put together as `plumb serve` does, with one difference: it can be told where to die.
if (args is [FetchChild.Command])
{
    return FetchChild.Run(Console.In, Console.Out);
}

var order = Environment.GetEnvironmentVariable(FatalCrashPoints.OrderVariable) ?? throw new InvalidOperationException($"{FatalCrashPoints.OrderVariable} is not set");
return await ServeCommand.Serve(
    () => new ConfigurationBuilder().AddEnvironmentVariables().Build(),
    services => services.AddSingleton<ICrashPoints>(new FatalCrashPoints(order)),
    CancellationToken.None);

using Microsoft.Azure.Functions.Worker.Builder;
using Microsoft.Extensions.Hosting;
using Plumbline.Functions.Composition;
using Plumbline.Functions.Hosting.Azure;
using Plumbline.Git.Fetch;

if (args is [FetchChild.Command])
{
    return FetchChild.Run(Console.In, Console.Out);
}

var builder = FunctionsApplication.CreateBuilder(args);
builder.ConfigureFunctionsWebApplication();
builder.UseMiddleware<TriggerGuard>();
builder.Services.AddTelemetry(builder.Configuration);
Composer.Compose(builder.Services, builder.Configuration, await HostSettings.Load(builder.Configuration, CancellationToken.None));
await builder.Build().RunAsync();
return 0;

using System.Reflection;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Console;
using Plumbline.Core.Chance;
using Plumbline.Core.Faults;
using Plumbline.Core.Messages;
using Plumbline.Core.State;
using Plumbline.Functions.Composition;
using Plumbline.Functions.Composition.Logs;
using Plumbline.Functions.Hosting.Local.Catalog;
using Plumbline.Functions.Hosting.Local.Http;
using Plumbline.Functions.Hosting.Local.Invocation;
using Plumbline.Functions.Hosting.Local.Queues;
using Plumbline.Functions.Hosting.Local.Timers;

namespace Plumbline.Functions.Hosting.Local;

/// <summary>The host for every place but Azure Functions: the same classes, found by the same attributes, on Kestrel, a queue pump and timers.</summary>
internal static class LocalHost
{
    /// <summary>Builds a host; <paramref name="compose"/> registers ports and handlers.</summary>
    /// <param name="types">Classes that may hold functions; null for those of this program.</param>
    /// <exception cref="FunctionRefusedException">Functions that Azure would refuse.</exception>
    /// <exception cref="InvalidDataException">Settings or host.json are wrong.</exception>
    public static WebApplication Build(IConfiguration settings, Action<IServiceCollection> compose, IReadOnlyList<Type>? types = null)
    {
        var configuration = new ConfigurationBuilder().AddInMemoryCollection(ScheduleDefaults.All).AddConfiguration(settings).Build();
        var functions = SwitchedOff.Without(FunctionCatalog.Find(types ?? Assembly.GetExecutingAssembly().GetTypes()), configuration);
        var options = configuration.GetSection(LocalHostOptions.Section).Get<LocalHostOptions>() ?? new LocalHostOptions();
        if (options.Validate() is { Count: > 0 } faults)
        {
            throw new InvalidDataException(string.Join('\n', faults));
        }

        var hostJson = HostJson.Read(new ConfigurationBuilder().AddJsonFile(Path.Combine(AppContext.BaseDirectory, "host.json"), optional: true).Build(), configuration);
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.Configuration.AddConfiguration(configuration);
        builder.WebHost.UseKestrelCore().UseSockets(KestrelLimits.Apply).ConfigureKestrel(KestrelLimits.Apply).UseUrls(options.Url);

        // A line for every request would drown what happened; settings may ask for it.
        builder.Logging.AddFilter("Microsoft.AspNetCore", LogLevel.Warning);

        // What strangers can cause at will, such as a body that never comes, is no error of ours; failures of functions are told by their guard.
        builder.Logging.AddFilter("Microsoft.AspNetCore.Server.Kestrel", LogLevel.Critical);
        builder.Logging.AddConfiguration(configuration.GetSection("Logging"))
            .AddConsole(console => console.FormatterName = LineFormatter.FormatterName).AddConsoleFormatter<LineFormatter, ConsoleFormatterOptions>();
        builder.Services.AddRoutingCore();
        builder.Services.Configure<HostOptions>(host => host.ShutdownTimeout = options.StopLimit + HostLifetime.Grace + TimeSpan.FromSeconds(3));
        AddHost(builder.Services, options, hostJson, functions);
        builder.Services.AddTelemetry(configuration);
        compose(builder.Services);
        Signalled(builder.Services);

        var app = builder.Build();
        app.AnswerUnserved();
        Map(app, functions, hostJson, options);
        return app;
    }

    private static void AddHost(IServiceCollection services, LocalHostOptions options, HostJson hostJson, IReadOnlyList<FunctionDescriptor> functions)
    {
        services.TryAddSingleton(TimeProvider.System);
        services.TryAddSingleton<IIdSource, RandomIdSource>();
        services.TryAddSingleton<ICrashPoints, NoCrashPoints>();
        BoundedLoggerFactory.AddTo(services);
        services.AddSingleton(options).AddSingleton<HostLifetime>().AddSingleton<QueueSignals>().AddSingleton<IHostLifetime, ConsoleSignals>();
        services.AddSingleton<IHostedService>(s => new TriggerService(
            Loops(s, functions, hostJson, options), s.GetRequiredService<HostLifetime>(), options.StopLimit, s.GetRequiredService<ILogger<TriggerService>>()));
    }

    /// <summary>Puts the signals around whatever queue was registered last.</summary>
    private static void Signalled(IServiceCollection services)
    {
        var inner = services.Last(s => s.ServiceType == typeof(IMessageQueue));
        services.Remove(inner);
        services.AddSingleton<IMessageQueue>(s => new SignallingMessageQueue(
            (IMessageQueue)(inner.ImplementationInstance ?? inner.ImplementationFactory?.Invoke(s) ?? ActivatorUtilities.CreateInstance(s, inner.ImplementationType!)),
            s.GetRequiredService<QueueSignals>()));
    }

    private static List<Func<CancellationToken, CancellationToken, Task>> Loops(
        IServiceProvider services, IReadOnlyList<FunctionDescriptor> functions, HostJson hostJson, LocalHostOptions options)
    {
        var host = services.GetRequiredService<IIdSource>().NewId();
        var loops = new List<Func<CancellationToken, CancellationToken, Task>>();
        foreach (var function in functions)
        {
            var invoker = Invoker(function, services, hostJson);
            switch (function.Trigger)
            {
                case QueueCall call:
                    loops.Add(Pump(call.Queue, invoker, services, QueueLimits.Of(call.Queue, hostJson, options)).Run);
                    break;
                case TimerCall call:
                    loops.Add(Timer(call, invoker, services, host, options.TimerLease).Run);
                    break;
            }
        }

        return loops;
    }

    private static QueuePump Pump(string queue, FunctionInvoker invoker, IServiceProvider services, QueueLimits limits)
    {
        var receiver = services.GetRequiredService<IQueueReceiver>();
        var clock = services.GetRequiredService<TimeProvider>();
        var run = new MessageRun(
            invoker, receiver, services.GetRequiredService<IMessageQueue>(), services.GetRequiredService<ICrashPoints>(),
            services.GetRequiredService<TriggerTelemetry>(), clock, services.GetRequiredService<ILogger<MessageRun>>());

        // Jitter against hosts in step with each other; no secret hangs on it.
        var chance = new Random();
        return new QueuePump(queue, limits, receiver, run, services.GetRequiredService<QueueSignals>().Of(queue), chance.NextDouble, clock, services.GetRequiredService<ILogger<QueuePump>>());
    }

    private static TimerLoop Timer(TimerCall call, FunctionInvoker invoker, IServiceProvider services, string host, TimeSpan lease)
    {
        var text = call.Schedule.StartsWith('%') ? services.GetRequiredService<IConfiguration>()[call.Schedule.Trim('%')] : call.Schedule;
        return TimerSchedule.TryParse(text ?? "", out var schedule)
            ? new TimerLoop(
                invoker, schedule, call.UseMonitor, host, lease, services.GetRequiredService<IDocumentStore>(), services.GetRequiredService<TriggerTelemetry>(),
                services.GetRequiredService<TimeProvider>(), services.GetRequiredService<ILogger<TimerLoop>>())
            : throw new InvalidDataException($"{call.Schedule.Trim('%')} must have six fields, seconds first.");
    }

    private static FunctionInvoker Invoker(FunctionDescriptor function, IServiceProvider services, HostJson hostJson)
    {
        var invoker = new FunctionInvoker(function, services, hostJson.FunctionTimeout);
        invoker.Check();
        return invoker;
    }

    private static void Map(WebApplication app, IReadOnlyList<FunctionDescriptor> functions, HostJson hostJson, LocalHostOptions options)
    {
        var services = app.Services;
        var prefix = hostJson.RoutePrefix.Length == 0 ? "/" : $"/{hostJson.RoutePrefix}/";
        foreach (var function in functions.Where(f => f.Trigger is HttpCall))
        {
            var call = (HttpCall)function.Trigger;
            var endpoint = new FunctionEndpoint(
                Invoker(function, services, hostJson), options.RequestsAtOnce, services.GetRequiredService<ICrashPoints>(), services.GetRequiredService<TriggerTelemetry>(),
                services.GetRequiredService<TimeProvider>(), services.GetRequiredService<HostLifetime>(), services.GetRequiredService<ILogger<FunctionEndpoint>>());
            app.MapMethods(prefix + call.Route, call.Methods, endpoint.Handle).WithDisplayName(function.Name);
        }
    }
}

using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging;

namespace Plumbline.Functions.Composition.Logs;

/// <summary>Makes loggers that are bounded, whatever the providers behind them.</summary>
internal sealed class BoundedLoggerFactory(LoggerFactory inner, TimeProvider clock) : ILoggerFactory
{
    private readonly LogPace _pace = new(clock);

    /// <summary>Puts the bounds around all loggers of a host.</summary>
    public static IServiceCollection AddTo(IServiceCollection services)
    {
        services.TryAddSingleton<LoggerFactory>();
        return services.Replace(ServiceDescriptor.Singleton<ILoggerFactory>(s => new BoundedLoggerFactory(s.GetRequiredService<LoggerFactory>(), s.GetRequiredService<TimeProvider>())));
    }

    /// <inheritdoc/>
    public ILogger CreateLogger(string categoryName) => new BoundedLogger(inner.CreateLogger(categoryName), categoryName, _pace);

    /// <inheritdoc/>
    public void AddProvider(ILoggerProvider provider) => inner.AddProvider(provider);

    /// <summary>The factory inside is the container's to end.</summary>
    public void Dispose()
    {
    }
}

using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Plumbline.Core.Chance;
using Plumbline.Core.Faults;

namespace Plumbline.Functions.Composition;

/// <summary>Puts the product together, the same for both hosts.</summary>
internal static class Composer
{
    /// <summary>Registers ports and handlers.</summary>
    public static void Compose(IServiceCollection services, IConfiguration configuration, HostSettings host)
    {
        services.TryAddSingleton(TimeProvider.System);
        services.TryAddSingleton<IIdSource, RandomIdSource>();
        services.TryAddSingleton<ICrashPoints, NoCrashPoints>();
        Logs.BoundedLoggerFactory.AddTo(services);
        host.AddTo(services);
    }
}

using Microsoft.Extensions.DependencyInjection;
using Plumbline.Core.Charts;
using Plumbline.Core.Control;
using Plumbline.Core.Secrets;
using Plumbline.Core.State;
using Plumbline.Helm.Credentials;
using Plumbline.Helm.Provenance;
using Plumbline.Helm.Transport;

namespace Plumbline.Helm;

/// <summary>Registers this library.</summary>
public static class HelmRegistration
{
    /// <summary>
    /// Adds <see cref="IChartRepositories"/>, <see cref="IChartCredentials"/> and <see cref="IRemoteFiles"/>. Needs <see cref="IBlobStore"/>,
    /// <see cref="IRepositoryRegistrations"/>, <see cref="ISecretReferences"/> and <see cref="TimeProvider"/>.
    /// </summary>
    public static IServiceCollection AddCharts(this IServiceCollection services, ChartOptions options) => services
        .AddSingleton<IChartRepositories>(s => new ChartRepositories(options, s.GetRequiredService<IBlobStore>(), s.GetRequiredService<TimeProvider>()))
        .AddSingleton<IChartSignatures, OpenPgpSignatures>()
        .AddSingleton<IChartCredentials>(s => new RegisteredChartCredentials(s.GetRequiredService<IRepositoryRegistrations>(), s.GetRequiredService<ISecretReferences>()))
        .AddSingleton<IRemoteFiles>(s => new RemoteFiles(options, s.GetRequiredService<TimeProvider>()));
}

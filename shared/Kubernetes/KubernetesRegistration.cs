using Azure.Core;
using Azure.Identity;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Plumbline.Core.Control;
using Plumbline.Core.Kubernetes;
using Plumbline.Core.Secrets;
using Plumbline.Kubernetes.Connections;
using Plumbline.Kubernetes.Diff;

namespace Plumbline.Kubernetes;

/// <summary>Registers this library.</summary>
public static class KubernetesRegistration
{
    /// <summary>Name of the source of traces.</summary>
    public const string ActivitySourceName = "Plumbline.Kubernetes";

    /// <summary>
    /// Adds <see cref="IClusters"/> and <see cref="IObjectComparison"/>. The caller adds <see cref="IClusterRegistrations"/>, <see cref="ISecretReferences"/>,
    /// a <see cref="TimeProvider"/> and logging.
    /// </summary>
    public static IServiceCollection AddKubernetes(this IServiceCollection services, KubernetesSettings settings) => services
        .AddSingleton(settings)
        .AddSingleton<IObjectComparison, ObjectComparison>()
        .AddSingleton(s => new ConnectionFactory(
            s.GetRequiredService<ISecretReferences>(), AzureCredential, settings, s.GetRequiredService<TimeProvider>(), s.GetRequiredService<ILoggerFactory>()))
        .AddSingleton<IClusters, Clusters>();

    // Only identities given to the host: none that opens a browser or runs a tool.
    private static TokenCredential AzureCredential(ClusterIdentity.Azure identity) => new DefaultAzureCredential(new DefaultAzureCredentialOptions
    {
        ManagedIdentityClientId = identity.ClientId,
        WorkloadIdentityClientId = identity.ClientId,
        TenantId = identity.TenantId,
        ExcludeInteractiveBrowserCredential = true,
        ExcludeAzureCliCredential = true,
        ExcludeAzureDeveloperCliCredential = true,
        ExcludeAzurePowerShellCredential = true,
        ExcludeVisualStudioCredential = true,
        ExcludeVisualStudioCodeCredential = true,
        ExcludeBrokerCredential = true,
    });
}

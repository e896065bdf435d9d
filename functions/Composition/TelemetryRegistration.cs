using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using OpenTelemetry;
using OpenTelemetry.Logs;
using OpenTelemetry.Metrics;
using OpenTelemetry.Resources;
using OpenTelemetry.Trace;

namespace Plumbline.Functions.Composition;

/// <summary>Sends traces, metrics and logs where the operator says, by OpenTelemetry's own settings.</summary>
internal static class TelemetryRegistration
{
    /// <summary>OpenTelemetry's setting that names the collector; without it nothing is sent.</summary>
    public const string Endpoint = "OTEL_EXPORTER_OTLP_ENDPOINT";

    /// <summary>Adds the instruments, and the exporter where <see cref="Endpoint"/> is set.</summary>
    public static IServiceCollection AddTelemetry(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddMetrics().AddSingleton<TriggerTelemetry>();
        if (string.IsNullOrEmpty(configuration[Endpoint]))
        {
            return services;
        }

        services.AddLogging(logging => logging.AddOpenTelemetry(options => options.IncludeScopes = true));
        services.AddOpenTelemetry()
            .ConfigureResource(resource => resource.AddService(configuration["OTEL_SERVICE_NAME"] ?? "plumbline"))
            .WithTracing(tracing => tracing.AddSource("Plumbline.*"))
            .WithMetrics(metrics => metrics.AddMeter("Plumbline.*"))
            .UseOtlpExporter();
        return services;
    }
}

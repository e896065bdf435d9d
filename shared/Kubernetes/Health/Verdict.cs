using Plumbline.Core.Kubernetes;

namespace Plumbline.Kubernetes.Health;

/// <summary>Short forms for the rules.</summary>
internal static class Verdict
{
    public static HealthStatus Healthy(string message = "") => new(HealthCode.Healthy, message);

    public static HealthStatus Progressing(string message = "") => new(HealthCode.Progressing, message);

    public static HealthStatus Degraded(string message = "") => new(HealthCode.Degraded, message);

    public static HealthStatus Suspended(string message = "") => new(HealthCode.Suspended, message);

    public static HealthStatus Unknown(string message = "") => new(HealthCode.Unknown, message);
}

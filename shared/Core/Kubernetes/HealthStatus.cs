namespace Plumbline.Core.Kubernetes;

/// <summary>Health of an object, best first (HLTH-1).</summary>
public enum HealthCode
{
    /// <summary>Works.</summary>
    Healthy,

    /// <summary>Paused on purpose.</summary>
    Suspended,

    /// <summary>On its way.</summary>
    Progressing,

    /// <summary>Not in the cluster.</summary>
    Missing,

    /// <summary>Failed, or not getting there.</summary>
    Degraded,

    /// <summary>Could not be judged.</summary>
    Unknown,
}

/// <summary>Health with its reason.</summary>
/// <param name="Code">The verdict.</param>
/// <param name="Message">Why, for people; empty when there is nothing to say.</param>
public sealed record HealthStatus(HealthCode Code, string Message);

namespace Plumbline.Kubernetes;

/// <summary>How clusters are called.</summary>
public sealed record KubernetesSettings
{
    /// <summary>Longest time of one request, its answer included. Default 30 s.</summary>
    public TimeSpan RequestTimeout { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>Most requests a second to one cluster, on average. Default 50.</summary>
    public double RequestsPerSecond { get; init; } = 50;

    /// <summary>Most requests at once to one cluster after a rest. Default 100.</summary>
    public int Burst { get; init; } = 100;

    /// <summary>How long the kinds of a cluster are believed. Default 5 min.</summary>
    public TimeSpan CatalogLifetime { get; init; } = TimeSpan.FromMinutes(5);

    /// <summary>Objects of one page of a list. Default 500.</summary>
    public int PageSize { get; init; } = 500;

    /// <summary>Where Kubernetes puts the service account of a pod.</summary>
    public string ServiceAccountFolder { get; init; } = "/var/run/secrets/kubernetes.io/serviceaccount";
}

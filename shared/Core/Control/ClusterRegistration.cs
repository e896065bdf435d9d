using Plumbline.Core.Kubernetes;

namespace Plumbline.Core.Control;

/// <summary>A cluster, registered in the shape of Argo CD's labelled Secret (SEC-8, docs/spec/cluster.md). Secret values are references.</summary>
public sealed record ClusterRegistration
{
    private static readonly IReadOnlyList<string> Everywhere = [""];
    private static readonly IReadOnlyList<string> Nowhere = [];

    /// <summary><c>metadata.name</c> of the Secret.</summary>
    public required string SecretName { get; init; }

    /// <summary><c>name</c>; unique, the server's URL where none is written.</summary>
    public required string Name { get; init; }

    /// <summary><c>server</c>: URL of the API server.</summary>
    public required string Server { get; init; }

    /// <summary><c>namespaces</c>: the only namespaces that are touched; empty means all.</summary>
    public IReadOnlyList<string> Namespaces { get; init; } = [];

    /// <summary><c>clusterResources</c>: whether cluster-scoped objects are touched although <see cref="Namespaces"/> are given. Default false.</summary>
    public bool ClusterResources { get; init; }

    /// <summary><c>project</c>: the one project that may use it besides those that name it; empty for none.</summary>
    public string Project { get; init; } = "";

    /// <summary>Whether annotation <c>argocd.argoproj.io/skip-reconcile: "true"</c> pauses everything on it.</summary>
    public bool IsPaused { get; init; }

    /// <summary>How we prove who we are.</summary>
    public required ClusterIdentity Identity { get; init; }

    /// <summary><c>config.tlsClientConfig.caData</c>: certificates of the authority, PEM or base64 of it, or a reference to it; null for the system's own.</summary>
    public string? CertificateAuthority { get; init; }

    /// <summary><c>config.tlsClientConfig.serverName</c>: name in the server's certificate; null for the URL's host.</summary>
    public string? TlsServerName { get; init; }

    /// <summary><c>config.proxyUrl</c>; null for none.</summary>
    public string? ProxyUrl { get; init; }

    /// <summary>Labels of the Secret.</summary>
    public IReadOnlyDictionary<string, string> Labels { get; init; } = new Dictionary<string, string>();

    /// <summary>Annotations of the Secret.</summary>
    public IReadOnlyDictionary<string, string> Annotations { get; init; } = new Dictionary<string, string>();

    /// <summary>Where it was read.</summary>
    public required ObjectOrigin Origin { get; init; }

    /// <summary>
    /// Where objects of a kind are listed: in each namespace that is touched, where these are given; <c>""</c> alone stands for everywhere. Empty for a kind of which nothing is touched.
    /// </summary>
    public static IReadOnlyList<string> ListedIn(ClusterRegistration? registration, ApiResource resource) =>
        registration is not { Namespaces.Count: > 0 } ? Everywhere : resource.IsNamespaced ? registration.Namespaces : registration.ClusterResources ? Everywhere : Nowhere;

    /// <summary>Whether an object is touched, in a <paramref name="namespace"/> or, where that is empty, without one (SEC-8).</summary>
    public bool Touches(string @namespace) => Namespaces.Count == 0 || (@namespace.Length > 0 ? Namespaces.Contains(@namespace) : ClusterResources);

    /// <summary>Whether an Application's destination means this cluster.</summary>
    public bool IsMeantBy(ClusterReference reference) =>
        reference.Name is { } name ? name == Name : reference.Server is { } server && server.TrimEnd('/') == Server.TrimEnd('/');
}

/// <summary>How we prove to a cluster who we are. Secret parts are references for <see cref="Secrets.ISecretReferences"/>.</summary>
public abstract record ClusterIdentity
{
    private ClusterIdentity()
    {
    }

    /// <summary>The service account of the pod we run in.</summary>
    public sealed record InCluster : ClusterIdentity;

    /// <summary><c>config.bearerToken</c>.</summary>
    /// <param name="Token">Reference to the token.</param>
    public sealed record BearerToken(string Token) : ClusterIdentity;

    /// <summary><c>config.tlsClientConfig.certData</c> and <c>keyData</c>.</summary>
    /// <param name="Certificate">Certificate, PEM or base64 of it, or a reference to it.</param>
    /// <param name="Key">Reference to the key.</param>
    public sealed record ClientCertificate(string Certificate, string Key) : ClusterIdentity;

    /// <summary><c>config.username</c> and <c>password</c>.</summary>
    /// <param name="Username">Name.</param>
    /// <param name="Password">Reference to the password.</param>
    public sealed record Basic(string Username, string Password) : ClusterIdentity;

    /// <summary>An Azure identity, written as Argo CD's <c>execProviderConfig</c> with <c>argocd-k8s-auth azure</c>; the command is not run.</summary>
    /// <param name="ServerApplication">The AKS server's application id that the token is for; null for AKS' own.</param>
    /// <param name="ClientId">Client id of a user-assigned or workload identity; null for the default one.</param>
    /// <param name="TenantId">Tenant; null for the default one.</param>
    public sealed record Azure(string? ServerApplication, string? ClientId, string? TenantId) : ClusterIdentity;
}

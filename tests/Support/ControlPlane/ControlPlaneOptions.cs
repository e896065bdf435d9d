namespace Plumbline.Support.ControlPlane;

/// <summary>How a <see cref="LocalControlPlane"/> is started.</summary>
public sealed record ControlPlaneOptions
{
    /// <summary>
    /// Whether missing binaries may be built first, which takes some minutes, once per user. Default: no.
    /// </summary>
    public bool MayBuild { get; init; }

    /// <summary>The API server's port on 127.0.0.1; 0 (default): a free one.</summary>
    public int Port { get; init; }

    /// <summary>
    /// Whose certificates, keys and admin token to use; null (default): new ones. With the identity and port of another plane
    /// that was stopped, an empty cluster takes that one's place and clients notice nothing but its emptiness.
    /// </summary>
    public PlaneIdentity? Identity { get; init; }

    /// <summary>Whether the controllers run where the binaries include them. Default: yes.</summary>
    public bool Controllers { get; init; } = true;

    /// <summary>Called with a line for each thing that takes time; null: silence.</summary>
    public Action<string>? Progress { get; init; }
}

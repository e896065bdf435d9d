namespace Plumbline.Support.Azurite;

/// <summary>How an <see cref="AzuriteServer"/> is started.</summary>
public sealed record AzuriteOptions
{
    /// <summary>
    /// Whether npm may install it first, which takes about half a minute, once per user. Default: yes.
    /// </summary>
    public bool MayInstall { get; init; } = true;

    /// <summary>Where it keeps what is stored; null (default): in memory, gone when it stops.</summary>
    public string? Folder { get; init; }

    /// <summary>
    /// The account and ports of an earlier server that was stopped, so that clients find this one in its place; null (default):
    /// a new account on free ports.
    /// </summary>
    public AzuriteEndpoints? Endpoints { get; init; }

    /// <summary>Called with a line for each thing that takes time; null: silence.</summary>
    public Action<string>? Progress { get; init; }
}

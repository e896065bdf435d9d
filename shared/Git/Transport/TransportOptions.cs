namespace Plumbline.Git.Transport;

/// <summary>Rules of the network, the same in the host and in its child process.</summary>
/// <param name="PrivateOrigins">Origins (<c>scheme://host:port</c>) that may have private addresses.</param>
/// <param name="Proxy">HTTP proxy; null for none. Never taken from the environment.</param>
/// <param name="ConnectTimeout">For each connection.</param>
internal sealed record TransportOptions(IReadOnlyList<string> PrivateOrigins, string? Proxy, TimeSpan ConnectTimeout);

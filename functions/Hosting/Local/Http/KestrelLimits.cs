using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.AspNetCore.Server.Kestrel.Transport.Sockets;

namespace Plumbline.Functions.Hosting.Local.Http;

/// <summary>What the edge bears from strangers (T-WH-5, T-WH-6, T-DOS). Functions read bodies under tighter limits of their own.</summary>
internal static class KestrelLimits
{
    private const int MaxBody = 26 * 1024 * 1024;
    private const int MaxHeaders = 32 * 1024;
    private const int MaxLine = 8 * 1024;
    private const int MaxBuffered = 64 * 1024;

    /// <summary>What is read ahead of a function, for each connection: twice that is kept while nobody reads.</summary>
    public static void Apply(SocketTransportOptions options) => options.MaxReadBufferSize = MaxBuffered;

    /// <summary>Requests and connections.</summary>
    public static void Apply(KestrelServerOptions options)
    {
        options.AddServerHeader = false;
        var limits = options.Limits;
        limits.MaxRequestBodySize = MaxBody;
        limits.MaxRequestBufferSize = MaxBuffered;
        limits.MaxRequestHeadersTotalSize = MaxHeaders;
        limits.MaxRequestHeaderCount = 100;
        limits.MaxRequestLineSize = MaxLine;
        limits.RequestHeadersTimeout = TimeSpan.FromSeconds(5);
        limits.KeepAliveTimeout = TimeSpan.FromSeconds(90);
        limits.MinRequestBodyDataRate = new MinDataRate(1024, TimeSpan.FromSeconds(5));
        limits.MinResponseDataRate = new MinDataRate(240, TimeSpan.FromSeconds(5));
        limits.MaxConcurrentConnections = 1024;
        limits.MaxConcurrentUpgradedConnections = 0;
    }
}

using System.Net;

namespace Plumbline.Http;

/// <summary>
/// The one way to hosts that somebody else chose: git hosts, chart repositories, registries, files at URLs (threats T-SSRF-1 to T-SSRF-5). Addresses are
/// checked, redirects are left to the caller, and nothing of the environment is read: no proxy, no cookies, no credentials.
/// </summary>
public static class GuardedHttp
{
    /// <summary>A client. The caller sets every limit of time but the one for connecting.</summary>
    /// <param name="mayBePrivate">Whether the operator allows private addresses for the origin of a URL.</param>
    /// <param name="proxy">The operator's proxy, which then looks up the addresses; null for none.</param>
    /// <param name="connectTimeout">How long connecting may take; null for as long as the request.</param>
    public static HttpClient Client(Func<Uri, bool> mayBePrivate, Uri? proxy = null, TimeSpan? connectTimeout = null)
    {
        var handler = new SocketsHttpHandler
        {
            AllowAutoRedirect = false,
            UseCookies = false,
            UseProxy = proxy is not null,
            Proxy = proxy is null ? null : new WebProxy(proxy),
            Credentials = null,
            PreAuthenticate = false,
            AutomaticDecompression = DecompressionMethods.None,
            PooledConnectionLifetime = TimeSpan.FromMinutes(2),
            ConnectTimeout = connectTimeout ?? Timeout.InfiniteTimeSpan,
            ConnectCallback = async (context, token) => await GuardedDialer.ByOperatingSystem.Connect(
                context.DnsEndPoint.Host, context.DnsEndPoint.Port, proxy is not null || mayBePrivate(context.InitialRequestMessage.RequestUri!), token),
        };
        return new HttpClient(handler) { Timeout = Timeout.InfiniteTimeSpan };
    }

    /// <summary>What lies behind a failed request: the first cause of a kind; null where there is none.</summary>
    public static T? CauseOf<T>(Exception? failure)
        where T : Exception
    {
        for (; failure is not null; failure = failure.InnerException)
        {
            if (failure is T found)
            {
                return found;
            }
        }

        return null;
    }
}

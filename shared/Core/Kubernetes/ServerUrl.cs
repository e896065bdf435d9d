namespace Plumbline.Core.Kubernetes;

/// <summary>URLs of API servers.</summary>
internal static class ServerUrl
{
    /// <summary>Absolute, https (http for a server on this machine only), no user information, query or fragment.</summary>
    public static bool IsValid(string text) =>
        text.Length <= 2048 && !text.Any(c => c is <= ' ' or > '~' or '\\') && Uri.TryCreate(text, UriKind.Absolute, out var url) &&
        (url.Scheme == Uri.UriSchemeHttps || (url.Scheme == Uri.UriSchemeHttp && url.IsLoopback)) &&
        url.UserInfo.Length == 0 && url.Query.Length == 0 && url.Fragment.Length == 0 && url.Host.Length > 0;
}

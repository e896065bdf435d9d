using System.Net.Http.Headers;
using System.Security.Authentication;
using System.Text;
using Plumbline.Core.Charts;
using Plumbline.Core.Streams;
using Plumbline.Http;

namespace Plumbline.Helm.Transport;

/// <summary>
/// GET over HTTPS for chart repositories: bounded, with checked addresses, at most three redirects of our own following, and credentials that stay
/// with their origin (threats T-SSRF-1 to T-SSRF-5). Nothing of the environment is read.
/// </summary>
internal sealed class ChartHttp : IDisposable
{
    private const int MostRedirects = 3;

    private static readonly ProductInfoHeaderValue Agent = new("plumbline", "1.0");

    private readonly ChartOptions _options;
    private readonly HttpClient _client;
    private readonly Func<Uri, bool>? _isAllowed;

    /// <param name="options">Limits and trusted origins.</param>
    /// <param name="isAllowed">Which addresses may be asked beside that; null for all. Redirects are asked about as well.</param>
    public ChartHttp(ChartOptions options, Func<Uri, bool>? isAllowed = null)
    {
        _options = options;
        _isAllowed = isAllowed;
        _client = GuardedHttp.Client(url => options.TrustedOrigins.Contains(Origin(url)));
    }

    /// <summary>Scheme, host and port.</summary>
    public static string Origin(Uri url) => url.IsDefaultPort ? $"{url.Scheme}://{url.Host}" : $"{url.Scheme}://{url.Host}:{url.Port}";

    /// <summary>Reads a URL that strangers wrote; https only, http where the operator trusts the origin.</summary>
    /// <exception cref="ChartRepositoryException">It is malformed or of another scheme.</exception>
    public Uri Checked(string text, Uri? basis = null)
    {
        if (text.Length > 2048 || text.Any(char.IsControl) ||
            !(basis is null ? Uri.TryCreate(text, UriKind.Absolute, out var url) : Uri.TryCreate(basis, text, out url)) ||
            url.UserInfo.Length > 0 || url.Host.Length == 0)
        {
            throw new ChartRepositoryException(ChartFailure.Invalid, "A URL of the chart repository is malformed.");
        }

        if (_isAllowed?.Invoke(url) == false)
        {
            throw new ChartRepositoryException(ChartFailure.Invalid, $"The operator does not allow files from {url.Host}.");
        }

        return url.Scheme == "https" || (url.Scheme == "http" && _options.TrustedOrigins.Contains(Origin(url)))
            ? url
            : throw new ChartRepositoryException(ChartFailure.Invalid, $"Charts and files are fetched over https only, not from {Origin(url)}.");
    }

    /// <summary>Sends a GET and follows redirects. The caller disposes the answer, which may have any status.</summary>
    /// <param name="url">Checked.</param>
    /// <param name="authorization">Header for the origin of <paramref name="url"/>; null for none.</param>
    /// <param name="keepAuthorization">Whether it also goes to the origins redirects lead to.</param>
    /// <param name="accept">Media types; empty for any.</param>
    /// <param name="token">Ends the request.</param>
    /// <exception cref="ChartRepositoryException">The host cannot be reached, or a redirect leads astray.</exception>
    public async Task<HttpResponseMessage> Get(
        Uri url, AuthenticationHeaderValue? authorization, bool keepAuthorization, IReadOnlyList<string> accept, CancellationToken token)
    {
        for (var hop = 0; ; hop++)
        {
            var response = await Send(url, authorization, accept, token);
            if ((int)response.StatusCode is not (301 or 302 or 303 or 307 or 308) || response.Headers.Location is not { } location)
            {
                return response;
            }

            response.Dispose();
            if (hop == MostRedirects)
            {
                throw new ChartRepositoryException(ChartFailure.Invalid, $"{url.Host} redirects more than {MostRedirects} times.");
            }

            var next = Checked(location.OriginalString, url);
            authorization = keepAuthorization || Origin(next) == Origin(url) ? authorization : null;
            url = next;
        }
    }

    /// <summary>The body of a success, read to its end within a limit.</summary>
    /// <exception cref="ChartRepositoryException">No success, or too large.</exception>
    public static async Task<byte[]> Bytes(HttpResponseMessage response, long most, string what, CancellationToken token)
    {
        await using var stream = await Body(response, most, what, token);
        using var bytes = new MemoryStream((int)Math.Min(response.Content.Headers.ContentLength ?? 0, most));
        try
        {
            await stream.CopyToAsync(bytes, token);
        }
        catch (Exception e) when (e is IOException or HttpRequestException)
        {
            throw new ChartRepositoryException(ChartFailure.Unavailable, $"The download of {what} broke off.", e);
        }

        return bytes.ToArray();
    }

    /// <summary>The body of a success as a stream that refuses to give more than a limit.</summary>
    /// <exception cref="ChartRepositoryException">No success, or announced as too large.</exception>
    public static async Task<Stream> Body(HttpResponseMessage response, long most, string what, CancellationToken token)
    {
        Check(response, what);
        return response.Content.Headers.ContentLength > most
            ? throw TooLarge(what, most)
            : new LimitedStream(await response.Content.ReadAsStreamAsync(token), most, () => TooLarge(what, most));
    }

    /// <summary>Turns a status that is no success into our own exception.</summary>
    public static void Check(HttpResponseMessage response, string what)
    {
        var code = (int)response.StatusCode;
        if (response.IsSuccessStatusCode)
        {
            return;
        }

        throw code switch
        {
            401 or 403 or 404 or 410 => new ChartRepositoryException(
                ChartFailure.NotFoundOrDenied, $"{what} is not there, or the credential does not open it (HTTP {code})."),
            429 or >= 500 => new ChartRepositoryException(ChartFailure.Unavailable, $"{what} cannot be had right now (HTTP {code}).")
            {
                RetryAfter = response.Headers.RetryAfter?.Delta,
            },
            _ => new ChartRepositoryException(ChartFailure.Invalid, $"The answer for {what} is unexpected (HTTP {code})."),
        };
    }

    /// <summary>The header for a user name and password; null without a credential.</summary>
    public static AuthenticationHeaderValue? Basic(ChartCredential? credential) => credential is null ? null
        : new("Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes($"{credential.UserName}:{credential.Password}")));

    public void Dispose() => _client.Dispose();

    private static ChartRepositoryException TooLarge(string what, long most) =>
        new(ChartFailure.Invalid, $"{what} is larger than {most} bytes.");

    private async Task<HttpResponseMessage> Send(
        Uri url, AuthenticationHeaderValue? authorization, IReadOnlyList<string> accept, CancellationToken token)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, url);
        request.Headers.UserAgent.Add(Agent);
        request.Headers.Authorization = authorization;
        foreach (var type in accept)
        {
            request.Headers.Accept.ParseAdd(type);
        }

        try
        {
            return await _client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, token);
        }
        catch (Exception e) when (e is HttpRequestException or IOException)
        {
            throw new ChartRepositoryException(ChartFailure.Unavailable, Reason(e, url.Host), e);
        }
    }

    private static string Reason(Exception e, string host) =>
        GuardedHttp.CauseOf<AddressRefusedException>(e) is not null ? $"{host} has a private, local or reserved address; the operator can trust its origin."
        : GuardedHttp.CauseOf<AuthenticationException>(e) is not null ? $"The TLS certificate of {host} is not valid."
        : $"{host} cannot be reached.";
}

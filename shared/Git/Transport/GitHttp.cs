using System.Net.Http.Headers;
using System.Net.Sockets;
using System.Security.Authentication;
using System.Text;
using Plumbline.Core.Git;
using Plumbline.Core.Streams;
using Plumbline.Http;

namespace Plumbline.Git.Transport;

/// <summary>
/// HTTP as git hosts are spoken to: no redirects, no cookies, no proxy but the configured one, checked addresses, and the credential goes to the URL it
/// was found for and nowhere else (threats T-SSRF-1 to T-SSRF-5). Nothing of the user's environment or git configuration is read.
/// </summary>
internal sealed class GitHttp : IDisposable
{
    private static readonly ProductInfoHeaderValue Agent = new("git", "2.0-plumbline");

    private readonly HttpClient _client;

    public GitHttp(TransportOptions options)
    {
        var proxy = options.Proxy is { } address ? new Uri(address) : null;
        _client = GuardedHttp.Client(url => options.PrivateOrigins.Contains($"{url.Scheme}://{url.Host}:{url.Port}"), proxy, options.ConnectTimeout);
    }

    /// <summary>The request for the refs of a repository.</summary>
    public static HttpRequestMessage RefsRequest(GitRemote remote) => Request(remote, HttpMethod.Get, "/info/refs?service=git-upload-pack");

    /// <summary>The request for a pack.</summary>
    public static HttpRequestMessage PackRequest(GitRemote remote, byte[] body)
    {
        var request = Request(remote, HttpMethod.Post, "/git-upload-pack");
        request.Content = new ByteArrayContent(body);
        request.Content.Headers.ContentType = new MediaTypeHeaderValue("application/x-git-upload-pack-request");
        request.Headers.Accept.ParseAdd("application/x-git-upload-pack-result");
        return request;
    }

    /// <summary>Sends; the answer is a success of the expected type.</summary>
    /// <param name="request">Disposed by the caller.</param>
    /// <exception cref="GitException">Anything else.</exception>
    public async Task<HttpResponseMessage> Send(HttpRequestMessage request, CancellationToken token)
    {
        try
        {
            return Checked(await _client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, token));
        }
        catch (Exception e) when (Translate(e) is { } failure)
        {
            throw failure;
        }
    }

    /// <summary>Sends and waits in place, for the callbacks of libgit2, which cannot wait otherwise.</summary>
    /// <exception cref="GitException">The answer is not what was asked for.</exception>
    public HttpResponseMessage SendInPlace(HttpRequestMessage request)
    {
        try
        {
            return Checked(_client.Send(request, HttpCompletionOption.ResponseHeadersRead, CancellationToken.None));
        }
        catch (Exception e) when (Translate(e) is { } failure)
        {
            throw failure;
        }
    }

    /// <summary>Turns what the network throws into our own exception; null for what is not of the network.</summary>
    public static GitException? Translate(Exception e) => e switch
    {
        _ when GuardedHttp.CauseOf<AddressRefusedException>(e) is not null =>
            new GitException(GitFailure.NotFoundOrDenied, "The repository's host resolves to a private, local or reserved address; the operator can allow its origin."),
        _ when GuardedHttp.CauseOf<AuthenticationException>(e) is not null =>
            new GitException(GitFailure.Unavailable, "The repository host's TLS certificate is not valid.", e),
        _ when GuardedHttp.CauseOf<SocketException>(e) is { } socket =>
            new GitException(GitFailure.Unavailable, $"The repository's host cannot be reached ({socket.SocketErrorCode}).", e),
        HttpRequestException or IOException => new GitException(GitFailure.Unavailable, "The connection to the repository's host broke off.", e),
        _ => null,
    };

    /// <summary>What a host sends, up to a limit of bytes; broken connections become our own exception.</summary>
    public static LimitedStream Limited(Stream body, long most, string what) =>
        new(body, most, () => new GitException(GitFailure.TooLarge, $"{what} is larger than {most} bytes."), Translate);

    public void Dispose() => _client.Dispose();

    private static HttpRequestMessage Request(GitRemote remote, HttpMethod method, string path)
    {
        var request = new HttpRequestMessage(method, new Uri(remote.Url + path));
        request.Headers.UserAgent.Add(Agent);
        if (remote.Password is { } password)
        {
            request.Headers.Authorization = new AuthenticationHeaderValue(
                "Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes($"{remote.UserName ?? GitCredential.TokenUser}:{password}")));
        }

        return request;
    }

    private static HttpResponseMessage Checked(HttpResponseMessage response)
    {
        var type = response.Content.Headers.ContentType?.MediaType ?? "";
        var code = (int)response.StatusCode;
        if (code == 200 && type.StartsWith("application/x-git-upload-pack-", StringComparison.Ordinal))
        {
            return response;
        }

        response.Dispose();
        throw code switch
        {
            200 => new GitException(GitFailure.Corrupt, "What the host answers is not a git repository (the dumb HTTP protocol is not spoken)."),
            >= 300 and < 400 => new GitException(GitFailure.NotFoundOrDenied, $"The host redirects to another address ({code}), which is not followed; write the address the repository has now."),
            401 or 403 or 404 or 410 => new GitException(GitFailure.NotFoundOrDenied, $"The repository does not exist, or may not be read with the configured credential ({code})."),
            408 or 429 or >= 500 => new GitException(GitFailure.Unavailable, $"The repository's host answers {code}."),
            _ => new GitException(GitFailure.Corrupt, $"The repository's host answers {code}."),
        };
    }
}

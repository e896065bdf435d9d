using System.Diagnostics;
using System.Net;
using System.Net.Http.Headers;
using System.Security.Authentication;
using Microsoft.Extensions.Logging;
using Plumbline.Core.Json;
using Plumbline.Core.Kubernetes;
using Plumbline.Core.Objects;
using Plumbline.Core.Problems;
using Plumbline.Kubernetes.Masking;
using Polly;
using Polly.Retry;

namespace Plumbline.Kubernetes.Connections;

/// <summary>
/// One API server over HTTP: paced, with a deadline for each request, tried again only where that is harmless. Every failure on the way
/// is a <see cref="ClusterException"/>; a refusal is an <see cref="ApiAnswer"/>.
/// </summary>
internal sealed partial class ApiConnection(
    string name, HttpClient http, IRequestSigner signer, KubernetesSettings settings, TimeProvider clock, ILogger<ApiConnection> logger) : IDisposable
{
    /// <summary>Where traces of calls come from.</summary>
    public static readonly ActivitySource Activities = new("Plumbline.Kubernetes");

    // Longer waits are told to the caller, who can do something else meanwhile.
    private static readonly TimeSpan LongestWait = TimeSpan.FromSeconds(3);

    /// <summary>One pace for all identities of a cluster: it is the same server that is spared.</summary>
    private RequestPace Pace { get; init; } = new(settings.RequestsPerSecond, settings.Burst, clock);

    /// <summary>The user that is impersonated; null for ourselves.</summary>
    private string? User { get; init; }

    private readonly ResiliencePipeline<ApiAnswer> _retries = new ResiliencePipelineBuilder<ApiAnswer> { TimeProvider = clock }
        .AddRetry(new RetryStrategyOptions<ApiAnswer>
        {
            MaxRetryAttempts = 3,
            BackoffType = DelayBackoffType.Exponential,
            UseJitter = true,
            Delay = TimeSpan.FromMilliseconds(100),
            MaxDelay = LongestWait,
            ShouldHandle = arguments => ValueTask.FromResult(
                arguments.Outcome.Exception is ClusterException { Failure: ClusterFailure.Unavailable } ||
                (arguments.Outcome.Result is { } answer && IsPassing(answer.Status) && !(answer.RetryAfter > LongestWait))),
            DelayGenerator = arguments => ValueTask.FromResult(arguments.Outcome.Result?.RetryAfter),
            OnRetry = arguments =>
            {
                Log.Retrying(logger, name, arguments.AttemptNumber + 1, arguments.Outcome.Result?.Status.ToString() ?? "no answer");
                return ValueTask.CompletedTask;
            },
        })
        .Build();

    /// <summary>Name of the cluster, for messages.</summary>
    public string Name { get; } = name;

    /// <summary>The same connection, impersonating a user.</summary>
    public ApiConnection As(string user) => new(Name, http, signer, settings, clock, logger) { Pace = Pace, User = user };

    /// <summary>Sends a call.</summary>
    /// <exception cref="ClusterException">The server could not be reached, or did not answer in time.</exception>
    public async Task<ApiAnswer> Send(ApiCall call, CancellationToken token)
    {
        using var activity = Activities.StartActivity($"kubernetes {call.Method.Method}", ActivityKind.Client);
        activity?.SetTag("plumbline.cluster", Name);
        activity?.SetTag("plumbline.kind", call.Resource?.Kind);
        var answer = call.IsIdempotent
            ? await _retries.ExecuteAsync(async t => await Once(call, t), token)
            : await Once(call, token);
        activity?.SetTag("http.response.status_code", (int)answer.Status);
        return answer;
    }

    /// <summary>The text without credentials of this connection.</summary>
    public string Scrub(string text) => SecretScrubber.ForValues(signer.Secrets).Scrub(text);

    /// <inheritdoc/>
    public void Dispose() => http.Dispose();

    private static bool IsPassing(HttpStatusCode status) => (int)status is 429 or 502 or 503 or 504;

    private async Task<ApiAnswer> Once(ApiCall call, CancellationToken token)
    {
        await Pace.Wait(token);
        using var deadline = new CancellationTokenSource(settings.RequestTimeout, clock);
        using var both = CancellationTokenSource.CreateLinkedTokenSource(token, deadline.Token);
        try
        {
            using var request = await Request(call, both.Token);
            using var response = await http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, both.Token);
            var bytes = await response.Content.ReadAsByteArrayAsync(both.Token);
            return new ApiAnswer(response.StatusCode, Parse(bytes, response), RetryAfter(response));
        }
        catch (OperationCanceledException e) when (!token.IsCancellationRequested)
        {
            throw Unavailable(call, $"did not answer within {settings.RequestTimeout.TotalSeconds:0} s", e);
        }
        catch (HttpRequestException e) when (e.InnerException is AuthenticationException)
        {
            // Waiting does not mend a certificate.
            throw new ClusterException(
                ClusterFailure.Unauthorized, $"The certificate of the cluster '{Name}' is not one for its address from the registered authority, or has expired.", call.Resource, null, e);
        }
        catch (Exception e) when (e is HttpRequestException or IOException)
        {
            throw Unavailable(call, $"cannot be reached ({(e as HttpRequestException)?.HttpRequestError.ToString() ?? "connection lost"})", e);
        }
        catch (Exception e) when (e is Azure.Identity.AuthenticationFailedException or UnauthorizedAccessException or FormatException)
        {
            throw new ClusterException(ClusterFailure.Unauthorized, $"The credentials for the cluster '{Name}' cannot be had.", call.Resource, null, e);
        }
    }

    private async Task<HttpRequestMessage> Request(ApiCall call, CancellationToken token)
    {
        // Relative, because some servers live below a path of their host.
        var request = new HttpRequestMessage(call.Method, call.Path.TrimStart('/'));
        request.Headers.Authorization = await signer.Header(token);
        request.Headers.TryAddWithoutValidation("Accept", call.Accept);
        if (User is not null)
        {
            request.Headers.TryAddWithoutValidation("Impersonate-User", User);
        }

        request.Headers.UserAgent.Add(new ProductInfoHeaderValue("plumbline", null));
        if (call.Body is { } body)
        {
            request.Content = new ByteArrayContent(body);
            request.Content.Headers.ContentType = new MediaTypeHeaderValue(call.ContentType);
        }

        return request;
    }

    private MapNode? Parse(byte[] bytes, HttpResponseMessage response)
    {
        try
        {
            return bytes.Length == 0 ? null : JsonTree.Read(bytes) as MapNode;
        }
        catch (ProblemException e) when (response.IsSuccessStatusCode)
        {
            throw new ClusterException(ClusterFailure.Unavailable, $"The cluster '{Name}' answered with something that is not JSON; a proxy may stand in between.", null, null, e);
        }
        catch (ProblemException)
        {
            // Errors of proxies are HTML; their status says enough.
            return null;
        }
    }

    private TimeSpan? RetryAfter(HttpResponseMessage response) => response.Headers.RetryAfter switch
    {
        { Delta: { } delta } => delta,
        { Date: { } date } when date > clock.GetUtcNow() => date - clock.GetUtcNow(),
        _ => null,
    };

    private ClusterException Unavailable(ApiCall call, string what, Exception inner) =>
        new(ClusterFailure.Unavailable, $"The cluster '{Name}' {what}.", call.Resource, null, inner);

    private static partial class Log
    {
        [LoggerMessage(3001, LogLevel.Information, "Trying the cluster {Cluster} again (attempt {Attempt}, last: {Outcome})", EventName = "ClusterCallRetried")]
        public static partial void Retrying(ILogger logger, string cluster, int attempt, string outcome);
    }
}

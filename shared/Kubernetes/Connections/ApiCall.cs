using System.Net;
using Plumbline.Core.Kubernetes;
using Plumbline.Core.Objects;
using Plumbline.Kubernetes.Masking;

namespace Plumbline.Kubernetes.Connections;

/// <summary>One request to an API server.</summary>
/// <param name="Method">HTTP method.</param>
/// <param name="Path">Path and query, escaped, from the root: <c>/api/v1/…</c>.</param>
internal sealed record ApiCall(HttpMethod Method, string Path)
{
    /// <summary>JSON to send; null for none.</summary>
    public byte[]? Body { get; init; }

    /// <summary>Type of <see cref="Body"/>. Default JSON.</summary>
    public string ContentType { get; init; } = "application/json";

    /// <summary>What is accepted. Default JSON.</summary>
    public string Accept { get; init; } = "application/json";

    /// <summary>Whether sending it twice does no more than sending it once: then trouble on the way is tried again.</summary>
    public bool IsIdempotent { get; init; }

    /// <summary>The object it is about, for messages; null when about none.</summary>
    public ResourceKey? Resource { get; init; }

    /// <summary>Takes the object's secret values out of messages.</summary>
    public SecretScrubber Scrubber { get; init; } = SecretScrubber.For(null);
}

/// <summary>An answer, whatever it says.</summary>
/// <param name="Status">HTTP status.</param>
/// <param name="Body">The JSON; null when there was none, or something else.</param>
/// <param name="RetryAfter">How long the server asks to be left alone.</param>
internal sealed record ApiAnswer(HttpStatusCode Status, MapNode? Body, TimeSpan? RetryAfter)
{
    /// <summary>Whether it is what was asked for.</summary>
    public bool IsSuccess => (int)Status is >= 200 and < 300;
}

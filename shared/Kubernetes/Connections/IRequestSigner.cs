using System.Net.Http.Headers;

namespace Plumbline.Kubernetes.Connections;

/// <summary>Says who we are on each request.</summary>
internal interface IRequestSigner
{
    /// <summary>The header; null where the connection itself says it.</summary>
    ValueTask<AuthenticationHeaderValue?> Header(CancellationToken token);

    /// <summary>Values that must not be seen in any text.</summary>
    IEnumerable<string> Secrets { get; }
}

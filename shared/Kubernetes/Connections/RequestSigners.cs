using System.Net.Http.Headers;
using Azure.Core;

namespace Plumbline.Kubernetes.Connections;

/// <summary>A header that stays the same; null for client certificates.</summary>
internal sealed class FixedSigner(AuthenticationHeaderValue? header) : IRequestSigner
{
    /// <inheritdoc/>
    public IEnumerable<string> Secrets => header?.Parameter is { } value ? [value] : [];

    /// <inheritdoc/>
    public ValueTask<AuthenticationHeaderValue?> Header(CancellationToken token) => new(header);
}

/// <summary>The token of the pod's service account, which the kubelet renews in its file.</summary>
internal sealed class ServiceAccountSigner(string file, TimeProvider clock) : IRequestSigner
{
    // The kubelet renews long before the end; client-go reads as often.
    private static readonly TimeSpan Kept = TimeSpan.FromMinutes(1);

    private (AuthenticationHeaderValue Header, DateTimeOffset Until)? _read;

    /// <inheritdoc/>
    public IEnumerable<string> Secrets => _read is { Header.Parameter: { } value } ? [value] : [];

    /// <inheritdoc/>
    public async ValueTask<AuthenticationHeaderValue?> Header(CancellationToken token)
    {
        if (_read is { } known && known.Until > clock.GetUtcNow())
        {
            return known.Header;
        }

        var text = (await File.ReadAllTextAsync(file, token)).Trim();
        var header = new AuthenticationHeaderValue("Bearer", text);
        _read = (header, clock.GetUtcNow() + Kept);
        return header;
    }
}

/// <summary>A token for AKS from an Azure identity; the credential keeps and renews it.</summary>
internal sealed class AzureSigner(TokenCredential credential, string? serverApplication) : IRequestSigner
{
    /// <summary>Application id of the AKS server, the same in every tenant.</summary>
    public const string AksServer = "6dae42f8-4368-4678-94ff-3960e28e3630";

    private readonly TokenRequestContext _request = new([$"{serverApplication ?? AksServer}/.default"]);
    private string? _last;

    /// <inheritdoc/>
    public IEnumerable<string> Secrets => _last is null ? [] : [_last];

    /// <inheritdoc/>
    public async ValueTask<AuthenticationHeaderValue?> Header(CancellationToken token)
    {
        var answer = await credential.GetTokenAsync(_request, token);
        _last = answer.Token;
        return new AuthenticationHeaderValue("Bearer", answer.Token);
    }
}

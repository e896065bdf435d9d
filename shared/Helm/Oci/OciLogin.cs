using System.Net.Http.Headers;
using System.Text.Json;
using Plumbline.Core.Charts;
using Plumbline.Helm.Transport;

namespace Plumbline.Helm.Oci;

/// <summary>Answers a registry's challenge. The token service must be at the registry's own site or configured (threat T-SSRF-4).</summary>
internal sealed class OciLogin(ChartHttp http, ChartOptions options)
{
    private const long MostToken = 256 * 1024;

    /// <summary>The header to repeat the request with.</summary>
    /// <exception cref="ChartRepositoryException">The registry cannot be logged in to.</exception>
    public async Task<AuthenticationHeaderValue> Authorize(
        OciSession session, HttpHeaderValueCollection<AuthenticationHeaderValue> challenges, CancellationToken token)
    {
        foreach (var challenge in challenges)
        {
            if (challenge.Scheme.Equals("Bearer", StringComparison.OrdinalIgnoreCase))
            {
                return await Bearer(session, Parameters(challenge.Parameter ?? ""), token);
            }

            if (challenge.Scheme.Equals("Basic", StringComparison.OrdinalIgnoreCase) && ChartHttp.Basic(session.Credential) is { } basic)
            {
                return basic;
            }
        }

        throw Denied(session);
    }

    private async Task<AuthenticationHeaderValue> Bearer(OciSession session, Dictionary<string, string> challenge, CancellationToken token)
    {
        var realm = http.Checked(challenge.GetValueOrDefault("realm", ""));
        var registry = new Uri(session.Target.Origin);
        if (!MayAnswerFor(realm, registry))
        {
            throw new ChartRepositoryException(
                ChartFailure.Invalid, $"{registry.Host} names a token service at another site ({realm.Host}); the operator can allow it.");
        }

        var query = $"service={Uri.EscapeDataString(challenge.GetValueOrDefault("service", ""))}"
            + $"&scope={Uri.EscapeDataString($"repository:{session.Target.Repository}:pull")}";
        var url = new UriBuilder(realm) { Query = query }.Uri;
        using var response = await http.Get(url, ChartHttp.Basic(session.Credential), false, ["application/json"], token);
        var body = await ChartHttp.Bytes(response, MostToken, $"The token of {registry.Host}", token);
        return TokenIn(body) is { } bearer ? new AuthenticationHeaderValue("Bearer", bearer) : throw Denied(session);
    }

    private bool MayAnswerFor(Uri realm, Uri registry) =>
        realm.Authority == registry.Authority ||
        options.TokenHosts.GetValueOrDefault(registry.Host) == realm.Host ||
        (realm.Scheme == "https" && Site(realm.Host) is { } site && site == Site(registry.Host));

    // The registrable part of a name, without a list of public suffixes: two labels, three below short second levels such as co.uk. Addresses have none.
    private static string? Site(string host)
    {
        if (Uri.CheckHostName(host) != UriHostNameType.Dns)
        {
            return null;
        }

        var labels = host.TrimEnd('.').Split('.');
        var count = labels.Length > 2 && labels[^1].Length == 2 && labels[^2].Length <= 3 ? 3 : 2;
        return labels.Length < count ? null : string.Join('.', labels[^count..]).ToLowerInvariant();
    }

    private static string? TokenIn(byte[] body)
    {
        try
        {
            using var document = JsonDocument.Parse(body);
            foreach (var name in (string[])["token", "access_token"])
            {
                if (document.RootElement.ValueKind == JsonValueKind.Object && document.RootElement.TryGetProperty(name, out var value) &&
                    value.GetString() is { Length: > 0 } found && found.All(c => c is > ' ' and <= '~'))
                {
                    return found;
                }
            }
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            return null;
        }

        return null;
    }

    // key="value",key="value"
    private static Dictionary<string, string> Parameters(string text)
    {
        var parameters = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        for (var i = 0; i < text.Length;)
        {
            var equals = text.IndexOf('=', i);
            if (equals < 0)
            {
                break;
            }

            var name = text[i..equals].Trim(' ', ',');
            var quoted = equals + 1 < text.Length && text[equals + 1] == '"';
            var start = equals + (quoted ? 2 : 1);
            var end = text.IndexOf(quoted ? '"' : ',', start);
            end = end < 0 ? text.Length : end;
            parameters[name] = text[start..end];
            i = end + 1;
        }

        return parameters;
    }

    private static ChartRepositoryException Denied(OciSession session) =>
        new(ChartFailure.NotFoundOrDenied, $"'{session.Target.Repository}' is not there, or the credential does not open it.");
}

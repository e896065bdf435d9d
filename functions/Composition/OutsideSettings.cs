using System.Text;
using Microsoft.Extensions.Configuration;
using Plumbline.Core.Problems;
using Plumbline.Core.Secrets;
using Plumbline.Flows.Slack;
using Plumbline.GitHub;
using Plumbline.Slack;
using Plumbline.Sync;

namespace Plumbline.Functions.Composition;

/// <summary>Reads how GitHub and Slack are reached. Each is off unless its section is there; secrets are references.</summary>
internal sealed class OutsideSettings(IConfiguration configuration, ISecretReferences secrets, ICollection<Problem> problems)
{
    private const string GitHubSection = "Plumbline:GitHub";
    private const string SlackSection = "Plumbline:Slack";
    private const int ShortestSigningSecret = 16;

    /// <summary>Section <c>Plumbline:GitHub</c>: <c>Token</c>, or <c>AppId</c>, <c>InstallationId</c> and <c>PrivateKey</c>; <c>ApiBase</c>, <c>Origin</c>.</summary>
    public async Task<GitHubOptions?> GitHub(CancellationToken token)
    {
        var section = configuration.GetSection(GitHubSection);
        if (!section.Exists())
        {
            return null;
        }

        var defaults = new GitHubOptions();
        var options = defaults with
        {
            ApiBase = Address(section, "ApiBase", defaults.ApiBase),
            Origin = section["Origin"] ?? defaults.Origin,
            Token = await Secret(section, "Token", token),
        };
        if (section["AppId"] is not null)
        {
            var key = await Required(section, "PrivateKey", token);
            options = options with { App = new GitHubApp(Number(section, "AppId"), Number(section, "InstallationId"), key) };
        }
        else if (options.Token is null)
        {
            Fault(section, "Token", "GitHub needs a reference to a token, or AppId, InstallationId and a reference to PrivateKey.");
        }

        return options;
    }

    /// <summary>Section <c>Plumbline:Slack</c>: <c>Token</c>, <c>SigningSecret</c>, <c>PreviousSigningSecret</c>, <c>TeamId</c>, <c>ApiBase</c>.</summary>
    public async Task<(SlackOptions? Slack, SlackGateOptions Gates)> Slack(CancellationToken token)
    {
        var section = configuration.GetSection(SlackSection);
        if (!section.Exists())
        {
            // Without a secret no press is believed.
            return (null, new SlackGateOptions([], null));
        }

        var bot = await Required(section, "Token", token);
        var current = Signs(section, "SigningSecret", await Required(section, "SigningSecret", token));
        var previous = await Secret(section, "PreviousSigningSecret", token) is { } before ? Signs(section, "PreviousSigningSecret", before) : null;
        var options = new SlackOptions { Token = bot };
        return (options with { ApiBase = Address(section, "ApiBase", options.ApiBase) },
            new SlackGateOptions(previous is null ? [current] : [current, previous], section["TeamId"]));
    }

    /// <summary>Setting <c>Plumbline:Sync:RenderKey</c>: what charts draw follows from it. Null where it is not set.</summary>
    public async Task<RenderKey?> RenderKey(CancellationToken token)
    {
        var section = configuration.GetSection(ProductSettings.SyncSection);
        if (await Secret(section, "RenderKey", token) is not { } text)
        {
            return null;
        }

        if (Encoding.UTF8.GetByteCount(text) < Sync.RenderKey.LeastBytes)
        {
            Fault(section, "RenderKey", $"The key must have {Sync.RenderKey.LeastBytes} bytes or more.");
            return null;
        }

        return new RenderKey(text);
    }

    // Whoever can guess the secret can press the buttons (T-WH-3).
    private string Signs(IConfigurationSection section, string name, string secret)
    {
        if (secret.Length > 0 && (string.IsNullOrWhiteSpace(secret) || Encoding.UTF8.GetByteCount(secret) < ShortestSigningSecret))
        {
            Fault(section, name, $"The secret must have {ShortestSigningSecret} bytes or more.");
        }

        return secret;
    }

    private async Task<string> Required(IConfigurationSection section, string name, CancellationToken token)
    {
        if (string.IsNullOrWhiteSpace(section[name]))
        {
            Fault(section, name, "A reference to a secret is required, such as env:NAME, file:PATH or keyvault:NAME.");
            return "";
        }

        return await Secret(section, name, token) ?? "";
    }

    /// <summary>The secret that a setting refers to; null when there is no such setting. One that cannot be had is a problem.</summary>
    private async Task<string?> Secret(IConfigurationSection section, string name, CancellationToken token)
    {
        if (string.IsNullOrWhiteSpace(section[name]))
        {
            return null;
        }

        try
        {
            if (await secrets.Find(section[name]!, token) is { Length: > 0 } found)
            {
                return found;
            }

            Fault(section, name, "The secret does not exist.");
        }
        catch (ProblemException e)
        {
            Fault(section, name, e.Problems[0].Message);
        }

        return null;
    }

    private Uri Address(IConfigurationSection section, string name, Uri otherwise)
    {
        if (section[name] is not { Length: > 0 } text)
        {
            return otherwise;
        }

        if (Uri.TryCreate(text.EndsWith('/') ? text : text + "/", UriKind.Absolute, out var address) &&
            (address.Scheme == Uri.UriSchemeHttps || (address.Scheme == Uri.UriSchemeHttp && address.IsLoopback)))
        {
            return address;
        }

        Fault(section, name, "The address starts with https://; http:// only for this machine.");
        return otherwise;
    }

    private long Number(IConfigurationSection section, string name)
    {
        if (long.TryParse(section[name], out var number) && number > 0)
        {
            return number;
        }

        Fault(section, name, "A positive number is required.");
        return 0;
    }

    private void Fault(IConfigurationSection section, string name, string message) =>
        problems.Add(new Problem(ProblemCode.FieldInvalid, message) { Field = $"{section.Path}:{name}" });
}

using Plumbline.Core.Fields;
using Plumbline.Core.Objects;
using Plumbline.Core.Problems;
using Plumbline.Core.Yaml;
using static Plumbline.Core.Fields.FieldRule;

namespace Plumbline.Core.Control;

/// <summary>
/// Reads the JSON in a cluster's <c>config</c> (SEC-9). Nothing in it runs a command, reads a file or turns TLS checks off (threat T-PRJ-10).
/// </summary>
internal sealed record ClusterConfigReader(ClusterIdentity? Identity, string? CertificateAuthority, string? TlsServerName, string? ProxyUrl)
{
    private const string InClusterServer = "https://kubernetes.default.svc";
    private const string Key = "config";

    private static readonly FieldRule Config = Map(
        ("username", Text), ("password", Text), ("bearerToken", Text),
        ("tlsClientConfig", Map(("insecure", Flag), ("serverName", Text), ("caData", Text), ("certData", Text), ("keyData", Text))),
        ("awsAuthConfig", Map(("clusterName", Text), ("roleARN", Text), ("profile", Text))),
        ("execProviderConfig", Map(
            ("command", Text), ("args", Texts), ("env", TextMap), ("apiVersion", Text), ("installHint", Text), ("provideClusterInfo", Any), ("config", Any))),
        ("disableCompression", Flag.Idle), ("proxyUrl", Text));

    private static readonly HashSet<string> AuthCommands = new(StringComparer.Ordinal) { "argocd-k8s-auth", "kubelogin" };

    public static ClusterConfigReader Read(SecretFields fields, string server, SpecProblems problems)
    {
        if (fields.Plain(Key) is not { } text)
        {
            return new ClusterConfigReader(WithoutCredential(fields, server, problems), null, null, null);
        }

        if (Parse(text, fields, problems) is not { } config)
        {
            return new ClusterConfigReader(null, null, null, null);
        }

        var field = fields.FieldOf(Key);
        var inner = new SpecProblems(problems.Origin);
        new FieldCheck(inner).Run(config, Config);
        foreach (var problem in inner.All)
        {
            // The JSON is a text inside the file; its lines are not the file's.
            var path = $"{field}.{problem.Field}";
            if (problem.Severity == ProblemSeverity.Error)
            {
                problems.Error(problem.Code, problem.Message, fields.PositionOf(Key), path, problem.Hint);
            }
            else
            {
                problems.Warn(problem.Code, problem.Message, fields.PositionOf(Key), path, problem.Hint);
            }
        }

        var tls = config.Map("tlsClientConfig");
        if (tls.Flag("insecure") == true)
        {
            problems.Error(
                ProblemCode.FieldInvalid, "TLS checks cannot be turned off.", fields.PositionOf(Key), $"{field}.tlsClientConfig.insecure", "Write the authority's certificate into caData, and the certificate's name into serverName if it is not the URL's host.");
        }

        var proxy = config.Text("proxyUrl") is { Length: > 0 } p ? p : null;
        if (proxy is not null && (!Uri.TryCreate(proxy, UriKind.Absolute, out var url) || url.Scheme is not ("http" or "https" or "socks5") || url.UserInfo.Length > 0))
        {
            problems.Error(ProblemCode.FieldInvalid, "The proxy is a URL with http, https or socks5, without user name.", fields.PositionOf(Key), $"{field}.proxyUrl");
        }

        return new ClusterConfigReader(
            ReadIdentity(config, fields, server, problems), NotEmpty(tls.Text("caData")), NotEmpty(tls.Text("serverName")), proxy);
    }

    private static ClusterIdentity? ReadIdentity(MapNode config, SecretFields fields, string server, SpecProblems problems)
    {
        var tls = config.Map("tlsClientConfig");
        var token = Reference(config, "bearerToken", "bearerToken", fields);
        var password = Reference(config, "password", "password", fields);
        var key = Reference(tls, "keyData", "tlsClientConfig.keyData", fields);
        if (config.Map("execProviderConfig") is { } exec)
        {
            return ReadExec(exec, fields, problems);
        }

        if (config.Has("awsAuthConfig"))
        {
            problems.Error(
                ProblemCode.FieldInvalid, "AWS identities are not supported.", fields.PositionOf(Key), $"{fields.FieldOf(Key)}.awsAuthConfig", "Use the token of a service account.");
            return null;
        }

        if (NotEmpty(config.Text("bearerToken")) is not null)
        {
            return token is null ? null : new ClusterIdentity.BearerToken(token);
        }

        if (NotEmpty(tls.Text("certData")) is { } certificate || NotEmpty(tls.Text("keyData")) is not null)
        {
            if (NotEmpty(tls.Text("certData")) is null || NotEmpty(tls.Text("keyData")) is null)
            {
                problems.Error(ProblemCode.FieldRequired, "A client certificate needs certData and keyData.", fields.PositionOf(Key), $"{fields.FieldOf(Key)}.tlsClientConfig");
                return null;
            }

            return key is null ? null : new ClusterIdentity.ClientCertificate(tls.Text("certData")!, key);
        }

        if (NotEmpty(config.Text("username")) is { } username && NotEmpty(config.Text("password")) is not null)
        {
            return password is null ? null : new ClusterIdentity.Basic(username, password);
        }

        return WithoutCredential(fields, server, problems);
    }

    private static ClusterIdentity.Azure? ReadExec(MapNode exec, SecretFields fields, SpecProblems problems)
    {
        var args = exec.Texts("args");
        var env = exec.TextMap("env");
        if (AuthCommands.Contains(exec.TextOrEmpty("command").Split('/')[^1]) && (args.Contains("azure") || args.Contains("get-token")))
        {
            var serverId = Option(args, "--server-id") ?? env.GetValueOrDefault("AAD_SERVER_APPLICATION_ID");
            var clientId = Option(args, "--client-id") ?? env.GetValueOrDefault("AZURE_CLIENT_ID") ?? env.GetValueOrDefault("AAD_SERVICE_PRINCIPAL_CLIENT_ID");
            var tenantId = Option(args, "--tenant-id") ?? env.GetValueOrDefault("AZURE_TENANT_ID");
            if (env.Keys.FirstOrDefault(k => k.Contains("SECRET", StringComparison.OrdinalIgnoreCase) || k.Contains("PASSWORD", StringComparison.OrdinalIgnoreCase)) is { } secret)
            {
                problems.Error(
                    ProblemCode.SecretLiteral, "Secrets of Azure identities are not taken from here.", fields.PositionOf(Key), $"{fields.FieldOf(Key)}.execProviderConfig.env.{secret}",
                    "Use a managed or workload identity.");
                return null;
            }

            return new ClusterIdentity.Azure(NotEmpty(serverId), NotEmpty(clientId), NotEmpty(tenantId));
        }

        problems.Error(
            ProblemCode.FieldInvalid, "Commands are never run to get credentials.", fields.PositionOf(Key), $"{fields.FieldOf(Key)}.execProviderConfig",
            "Use bearerToken with a reference; for AKS write command: argocd-k8s-auth with args: [azure], which is understood without running it.");
        return null;
    }

    private static MapNode? Parse(string text, SecretFields fields, SpecProblems problems)
    {
        try
        {
            if (YamlReader.ReadOne(text, null, YamlReadOptions.Default) is MapNode map)
            {
                return map;
            }

            problems.Error(ProblemCode.FieldInvalid, "The config is not a JSON object.", fields.PositionOf(Key), fields.FieldOf(Key));
        }
        catch (ProblemException)
        {
            // The reader's sentence may quote the text, which may hold a secret.
            problems.Error(ProblemCode.FieldInvalid, "The config is not JSON.", fields.PositionOf(Key), fields.FieldOf(Key));
        }

        return null;
    }

    private static ClusterIdentity.InCluster? WithoutCredential(SecretFields fields, string server, SpecProblems problems)
    {
        if (server.TrimEnd('/') == InClusterServer)
        {
            return new ClusterIdentity.InCluster();
        }

        if (server.Length > 0)
        {
            problems.Error(ProblemCode.FieldRequired, "The config has no credential.", fields.PositionOf(Key), fields.FieldOf(Key), "Write {\"bearerToken\": \"env:NAME\", \"tlsClientConfig\": {\"caData\": \"...\"}}.");
        }

        return null;
    }

    private static string? Reference(MapNode? map, string key, string path, SecretFields fields)
    {
        if (NotEmpty(map.Text(key)) is not { } value)
        {
            return null;
        }

        if (SecretReference.IsReference(value))
        {
            return value;
        }

        fields.Literal(Key, $"{fields.FieldOf(Key)}.{path}");
        return null;
    }

    private static string? Option(IReadOnlyList<string> args, string name)
    {
        for (var i = 0; i < args.Count; i++)
        {
            if (args[i] == name && i + 1 < args.Count)
            {
                return args[i + 1];
            }

            if (args[i].StartsWith(name + "=", StringComparison.Ordinal))
            {
                return args[i][(name.Length + 1)..];
            }
        }

        return null;
    }

    private static string? NotEmpty(string? text) => string.IsNullOrWhiteSpace(text) ? null : text;
}

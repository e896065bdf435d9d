using Plumbline.Core.Fields;
using Plumbline.Core.Kubernetes;
using Plumbline.Core.Objects;
using Plumbline.Core.Problems;

namespace Plumbline.Core.Control;

/// <summary>Reads repositories and credential templates (SEC-2, SEC-3).</summary>
internal static class RepositoryReader
{
    private static readonly HashSet<string> ActedOn = new(StringComparer.Ordinal)
    {
        "url", "type", "name", "project", "username", "password", "bearerToken", "sshPrivateKey", "enableOCI", "depth",
        "githubAppID", "githubAppInstallationID", "githubAppPrivateKey", "githubAppEnterpriseBaseUrl",
    };

    private static readonly HashSet<string> Secrets = new(StringComparer.Ordinal)
    {
        "tlsClientCertKey", "gcpServiceAccountKey", "azureServicePrincipalClientSecret",
    };

    private static readonly HashSet<string> Idle = new(Secrets, StringComparer.Ordinal)
    {
        "tlsClientCertData", "insecure", "insecureIgnoreHostKey", "enableLfs", "insecureOCIForceHttp", "proxy", "noProxy", "forceHttpBasicAuth",
        "useAzureWorkloadIdentity", "azureServicePrincipalClientId", "azureServicePrincipalTenantId", "azureActiveDirectoryEndpoint",
        "webhookManifestCacheWarmDisabled",
    };

    public static Reading<RepositoryRegistration> Read(MapNode root, ObjectOrigin origin, bool isTemplate)
    {
        var problems = new SpecProblems(origin);
        new FieldCheck(problems).Run(root, RegistrationSecret.Secret);
        ObjectNames.CheckHead(root, problems);
        var fields = new SecretFields(root, problems);
        RegistrationSecret.CheckKeys(fields, ActedOn, Idle, problems);
        foreach (var key in Secrets)
        {
            _ = fields.Secret(key);
        }

        var type = fields.Plain("type") ?? "git";
        if (type is not ("git" or "helm" or "oci"))
        {
            problems.Error(ProblemCode.FieldInvalid, "The type is git, helm or oci.", fields.PositionOf("type"), fields.FieldOf("type"));
        }

        var url = CheckUrl(fields, problems);
        var app = ReadApp(fields, problems);
        var registration = new RepositoryRegistration
        {
            SecretName = root.Map("metadata").TextOrEmpty("name"),
            IsTemplate = isTemplate,
            Url = url,
            Type = type,
            Name = fields.Plain("name") ?? "",
            Project = fields.Plain("project") ?? "",
            Username = fields.Plain("username"),
            Password = fields.Secret("password"),
            BearerToken = fields.Secret("bearerToken"),
            SshPrivateKey = fields.Secret("sshPrivateKey"),
            GitHubApp = app,
            EnableOci = fields.Flag("enableOCI"),
            Depth = (int)(fields.Number("depth", int.MaxValue) ?? 0),
            Origin = origin,
        };
        if (registration.Password is not null && registration.BearerToken is not null)
        {
            problems.Error(ProblemCode.FieldInvalid, "There is a password and a bearer token.", fields.PositionOf("bearerToken"), fields.FieldOf("bearerToken"), "Keep one of the two.");
        }

        return problems.Finish(() => registration);
    }

    private static string CheckUrl(SecretFields fields, SpecProblems problems)
    {
        if (fields.Plain("url") is not { } url)
        {
            problems.Error(ProblemCode.FieldRequired, "The URL is missing.", fields.PositionOf("url"), fields.FieldOf("url"));
            return "";
        }

        var authority = url.IndexOf("://", StringComparison.Ordinal) is var at and > 0 ? url[(at + 3)..].Split('/')[0] : "";
        if (authority.Contains('@') && !(url.StartsWith("ssh://", StringComparison.Ordinal) && authority.StartsWith("git@", StringComparison.Ordinal)))
        {
            problems.Error(
                ProblemCode.SecretLiteral, "The URL holds a user name or password.", fields.PositionOf("url"), fields.FieldOf("url"),
                "Write username, and password as a reference, beside it; replace the password if there was one.");
        }

        return url;
    }

    private static GitHubAppCredential? ReadApp(SecretFields fields, SpecProblems problems)
    {
        var id = fields.Number("githubAppID", long.MaxValue);
        var key = fields.Secret("githubAppPrivateKey");
        if (id is not null && key is not null)
        {
            return new GitHubAppCredential(id.Value, fields.Number("githubAppInstallationID", long.MaxValue), key, fields.Plain("githubAppEnterpriseBaseUrl"));
        }

        if ((id is null) != (fields.Plain("githubAppPrivateKey") is null))
        {
            problems.Error(
                ProblemCode.FieldRequired, "A GitHub App needs githubAppID and githubAppPrivateKey.", fields.PositionOf(id is null ? "githubAppPrivateKey" : "githubAppID"),
                fields.FieldOf(id is null ? "githubAppID" : "githubAppPrivateKey"));
        }

        return null;
    }
}

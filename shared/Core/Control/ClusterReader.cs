using Plumbline.Core.Fields;
using Plumbline.Core.Kubernetes;
using Plumbline.Core.Objects;
using Plumbline.Core.Problems;

namespace Plumbline.Core.Control;

/// <summary>Reads clusters (SEC-8, SEC-9).</summary>
internal static class ClusterReader
{
    private static readonly HashSet<string> ActedOn = new(StringComparer.Ordinal) { "name", "server", "namespaces", "clusterResources", "project", "config" };
    private static readonly HashSet<string> Idle = new(StringComparer.Ordinal) { "shard" };

    public static Reading<ClusterRegistration> Read(MapNode root, ObjectOrigin origin)
    {
        var problems = new SpecProblems(origin);
        new FieldCheck(problems).Run(root, RegistrationSecret.Secret);
        ObjectNames.CheckHead(root, problems);
        var fields = new SecretFields(root, problems);
        RegistrationSecret.CheckKeys(fields, ActedOn, Idle, problems);
        var server = fields.Plain("server") ?? "";
        if (server.Length == 0)
        {
            problems.Error(ProblemCode.FieldRequired, "The server is missing.", fields.PositionOf("server"), fields.FieldOf("server"));
        }
        else if (!ServerUrl.IsValid(server))
        {
            problems.Error(ProblemCode.FieldInvalid, "The server is not a URL of an API server.", fields.PositionOf("server"), fields.FieldOf("server"), "It starts with https:// and holds no user name.");
        }

        var namespaces = (fields.Plain("namespaces") ?? "").Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
        if (Array.Find(namespaces, n => !ObjectNames.IsLabel(n)) is not null)
        {
            problems.Error(ProblemCode.FieldInvalid, "One of the namespaces is no name of a namespace.", fields.PositionOf("namespaces"), fields.FieldOf("namespaces"), "Separate them with commas.");
        }

        var config = ClusterConfigReader.Read(fields, server, problems);
        var metadata = root.Map("metadata");
        var clusterResources = fields.Flag("clusterResources");
        return problems.Finish(() => new ClusterRegistration
        {
            SecretName = metadata.TextOrEmpty("name"),
            Name = fields.Plain("name") ?? server,
            Server = server,
            Namespaces = namespaces,
            ClusterResources = clusterResources,
            Project = fields.Plain("project") ?? "",
            IsPaused = metadata.Map("annotations").Text("argocd.argoproj.io/skip-reconcile") == "true",
            Identity = config.Identity!,
            CertificateAuthority = config.CertificateAuthority,
            TlsServerName = config.TlsServerName,
            ProxyUrl = config.ProxyUrl,
            Labels = metadata.TextMap("labels"),
            Annotations = metadata.TextMap("annotations"),
            Origin = origin,
        });
    }
}

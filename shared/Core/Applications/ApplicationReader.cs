using System.Security.Cryptography;
using Plumbline.Core.Fields;
using Plumbline.Core.Json;
using Plumbline.Core.Kubernetes;
using Plumbline.Core.Objects;
using Plumbline.Core.Problems;

namespace Plumbline.Core.Applications;

/// <summary>Reads Applications, from files of a control repository or from what another Application renders (APP-18).</summary>
public static class ApplicationReader
{
    private const string SkipReconcile = "argocd.argoproj.io/skip-reconcile";
    private const int LongestHistory = 1000;

    private static readonly string[] IdleAnnotations =
    [
        "argocd.argoproj.io/compare-options", "argocd.argoproj.io/hydrate", "argocd.argoproj.io/refresh",
    ];

    private static readonly string[] RequestAnnotations =
    [
        "argocd.argoproj.io/refresh", "argocd.argoproj.io/refresh-timestamp", "argocd.argoproj.io/hydrate", "argocd.argoproj.io/hydrate-timestamp",
    ];

    /// <summary>Reads one Application with all its problems.</summary>
    /// <param name="root">An object of kind <c>Application</c>, group <c>argoproj.io</c>.</param>
    /// <param name="origin">Where it stands, for problems.</param>
    public static Reading<Application> Read(MapNode root, ObjectOrigin origin)
    {
        var problems = new SpecProblems(origin);
        new FieldCheck(problems).Run(root, ApplicationFields.Application);
        ObjectNames.CheckHead(root, problems);
        var spec = root.Map("spec");
        if (spec is null)
        {
            problems.Missing(root, "spec", "An Application has a spec.");
        }

        var metadata = root.Map("metadata");
        var annotations = metadata.Map("annotations");
        WarnOfIdleAnnotations(annotations, problems);
        var sources = SourceReader.ReadAll(spec, problems);
        var destination = ReadDestination(spec, problems);
        var policy = SyncPolicyReader.Read(spec.Map("syncPolicy"), problems);
        var approval = ApprovalAnnotations.Read(annotations, [ApprovalAnnotations.Environment], problems);
        var finalizers = metadata.Texts("finalizers");
        var deletion = ReadFinalizers(metadata, finalizers, problems);
        var history = ReadHistoryLimit(spec, problems);
        return problems.Finish(() => new Application
        {
            Name = metadata.TextOrEmpty("name"),
            Namespace = metadata.TextOrEmpty("namespace"),
            Project = spec.Text("project") is { Length: > 0 } project ? project : "default",
            Sources = sources,
            HasMultipleSources = spec.List("sources") is { Count: > 0 },
            Destination = destination,
            SyncPolicy = policy,
            Finalizers = finalizers,
            DeletionPropagation = deletion,
            Annotations = metadata.TextMap("annotations"),
            Labels = metadata.TextMap("labels"),
            IgnoreDifferences = ReadIgnoreDifferences(spec),
            Info = [.. spec.Maps("info").Select(i => KeyValuePair.Create(i.TextOrEmpty("name"), i.TextOrEmpty("value")))],
            RevisionHistoryLimit = history,
            Operation = root.Map("operation"),
            Approval = approval,
            Environment = annotations.Text(ApprovalAnnotations.Environment) is { Length: > 0 } environment ? environment : metadata.TextOrEmpty("name"),
            IsPaused = annotations.Text(SkipReconcile) == "true",
            Origin = origin,
            Raw = root,
            SpecDigest = Digest(root),
        });
    }

    private static string Digest(MapNode root)
    {
        var metadata = root.Map("metadata");
        var counted = new MapNode();
        foreach (var key in (string[])["name", "namespace", "labels", "annotations", "finalizers"])
        {
            if (metadata?[key] is { IsNull: false } value)
            {
                counted.Set(key, value.Clone());
            }
        }

        foreach (var request in RequestAnnotations)
        {
            counted.Map("annotations")?.Remove(request);
        }

        counted.Set("spec", root["spec"] ?? ScalarNode.Null);
        return Convert.ToHexStringLower(SHA256.HashData(JsonTree.WriteCanonical(counted)));
    }

    private static Destination ReadDestination(MapNode? spec, SpecProblems problems)
    {
        const string Path = "spec.destination";
        var destination = spec.Map("destination");
        var server = destination.TextOrEmpty("server");
        var name = destination.TextOrEmpty("name");
        if (spec is not null && server.Length == 0 && name.Length == 0)
        {
            problems.Missing(destination ?? (Node)spec, Path, "The destination has neither a server nor a name.", "Write server: https://kubernetes.default.svc or the name of a registered cluster.");
        }
        else if (server.Length > 0 && name.Length > 0)
        {
            problems.Invalid(destination!, "name", Path, "The destination has both a server and a name.", "Keep one of the two.");
        }
        else if (server.Length > 0 && !ServerUrl.IsValid(server))
        {
            problems.Invalid(destination!, "server", Path, "The server is not a URL of an API server.", "It starts with https:// and holds no user name.");
        }

        var @namespace = destination.TextOrEmpty("namespace");
        if (@namespace.Length > 0 && !ObjectNames.IsLabel(@namespace))
        {
            problems.Invalid(destination!, "namespace", Path, "This is no name of a namespace.", ObjectNames.LabelRule);
        }

        return new Destination(new ClusterReference(server.Length > 0 ? server : null, name.Length > 0 ? name : null), @namespace);
    }

    private static int ReadHistoryLimit(MapNode? spec, SpecProblems problems)
    {
        if (spec.Whole("revisionHistoryLimit") is not { } limit)
        {
            return 10;
        }

        if (limit < 0 || limit > LongestHistory)
        {
            problems.Invalid(spec!, "revisionHistoryLimit", "spec", $"The history keeps 0 to {LongestHistory} syncs.");
        }

        return (int)Int128.Clamp(limit, 0, LongestHistory);
    }

    private static IReadOnlyList<IgnoredDifference> ReadIgnoreDifferences(MapNode? spec) =>
    [
        .. spec.Maps("ignoreDifferences").Select(i => new IgnoredDifference(
            i.TextOrEmpty("group"), i.TextOrEmpty("kind"), i.TextOrEmpty("name"), i.TextOrEmpty("namespace"),
            i.Texts("jsonPointers"), i.Texts("jqPathExpressions"), i.Texts("managedFieldsManagers"))),
    ];

    private static Propagation? ReadFinalizers(MapNode? metadata, IReadOnlyList<string> finalizers, SpecProblems problems)
    {
        Propagation? propagation = null;
        foreach (var finalizer in finalizers)
        {
            switch (finalizer)
            {
                case Application.ResourcesFinalizer or $"{Application.ResourcesFinalizer}/foreground":
                    propagation = Propagation.Foreground;
                    break;
                case $"{Application.ResourcesFinalizer}/background":
                    propagation = Propagation.Background;
                    break;
                default:
                    problems.Warn(
                        ProblemCode.FieldNotActedOn, "This finalizer is kept, but has no effect.", metadata!["finalizers"]!.Position, "metadata.finalizers",
                        $"{Application.ResourcesFinalizer} deletes an Application's objects with it.");
                    break;
            }
        }

        return propagation;
    }

    private static void WarnOfIdleAnnotations(MapNode? annotations, SpecProblems problems)
    {
        foreach (var entry in annotations ?? [])
        {
            if (IdleAnnotations.Contains(entry.Key) || entry.Key.StartsWith("notifications.argoproj.io/", StringComparison.Ordinal))
            {
                problems.Warn(
                    ProblemCode.FieldNotActedOn, "The annotation is understood and kept, but has no effect yet.", entry.KeyPosition,
                    FieldPath.Child("metadata.annotations", entry.Key));
            }
        }
    }
}

using System.Globalization;
using System.Text.RegularExpressions;
using Plumbline.Core.Applications;
using Plumbline.Core.Kubernetes;
using Plumbline.Core.Objects;
using Plumbline.Core.Projects;
using Plumbline.Support.Conformance;
using Plumbline.Sync.Planning;

namespace Plumbline.Sync.Tests.Conformance;

/// <summary>Questions about owners, options, pauses and names.</summary>
internal static partial class RuleAnswers
{
    public static IReadOnlyDictionary<string, Func<ArgoCall, ArgoAnswer?>> All { get; } = new Dictionary<string, Func<ArgoCall, ArgoAnswer?>>
    {
        ["controller.appStateManager.isSelfReferencedObj"] = Owner,
        ["argo.ResourceTracking.ParseAppInstanceValue"] = Parsed,
        ["controller.isObjRequiresDeletionConfirmation"] = Confirmed,
        ["v1alpha1.RetryStrategy.NextRetryAt"] = Retry,
        ["controller.validateSyncPermissions"] = Permitted,
        ["kube.IsValidResourceName"] = call => ArgoAnswer.Of(ObjectNames.IsSubdomain(call.Text("name"))),
    };

    // Objects are ours by the annotation only, so that is the only method to ask about.
    private static ArgoAnswer? Owner(ArgoCall call) =>
        call.Text("trackingMethod") != "annotation" || call.Input["live"] is not MapNode live ? null : ArgoAnswer.Of(Tracking.OwnerOf(new KubernetesObject(live)) == call.Text("appName"));

    // An id is read against the object that carries it, so one is made that it fits.
    private static ArgoAnswer Parsed(ArgoCall call)
    {
        var value = call.Text("value");
        var parts = Id().Match(value);
        var metadata = new MapNode();
        metadata.Set("name", ScalarNode.Of(parts.Groups["name"].Value));
        metadata.Set("namespace", ScalarNode.Of(parts.Groups["space"].Value));
        var root = new MapNode();
        root.Set("apiVersion", ScalarNode.Of($"{parts.Groups["group"].Value}/v1"));
        root.Set("kind", ScalarNode.Of(parts.Groups["kind"].Value));
        root.Set("metadata", metadata);
        var live = new KubernetesObject(root);
        live.Annotate(Tracking.Annotation, value);

        var owner = Tracking.OwnerOf(live);
        var result = new MapNode();
        result.Set("applicationName", ScalarNode.Of(owner ?? ""));
        return ArgoAnswer.Of(result) with { Fails = owner is null, Silent = ["result.group", "result.kind", "result.namespace", "result.name"] };
    }

    private static ArgoAnswer Confirmed(ArgoCall call) => ArgoAnswer.Of(RemovalRule.Of(
        SyncOptions.Parse(call.Texts("app", "spec", "syncPolicy", "syncOptions")), new KubernetesObject((MapNode)call.Input["obj"]!)) == RemovalOption.Confirm);

    private static ArgoAnswer Permitted(ArgoCall call)
    {
        var spec = call.Input.At("project", "spec")!;
        var project = new AppProject
        {
            Name = "p",
            SourceRepos = ["*"],
            Destinations = [.. (spec.At("destinations") as ListNode ?? []).Select(d => new ProjectDestination(d.TextAt("server"), d.TextAt("name"), d.TextAt("namespace")))],
            ClusterResourceBlacklist = [.. (spec.At("clusterResourceBlacklist") as ListNode ?? []).Select(k => new KindRule(k.TextAt("group"), k.TextAt("kind"), k.TextAt("name")))],
            Raw = new MapNode(),
        };
        var target = new KubernetesObject((MapNode)call.Input["un"]!);
        var cluster = new DestinationCluster(call.Text("destCluster", "server"), call.Text("destCluster", "name"));
        var isNamespaced = call.Flag("res", "namespaced");
        var allowed = ProjectRules.AllowsKind(project, target.Group, target.Kind, target.Name, isNamespaced)
            && (!isNamespaced || ProjectRules.AllowsDestination(project, cluster, target.Namespace, []));
        return ArgoAnswer.OfFailure(!allowed);
    }

    private static ArgoAnswer? Retry(ArgoCall call)
    {
        var policy = RetryPolicy.Never;
        if (call.Input.At("retryStrategy", "backoff") is MapNode backoff)
        {
            policy = policy with { Duration = Duration(backoff, "duration"), Factor = (long)((ScalarNode)backoff["factor"]!).IntegerValue, MaxDuration = Duration(backoff, "maxDuration") };
        }

        var last = DateTimeOffset.Parse(call.Text("lastAttempt"), CultureInfo.InvariantCulture);
        var at = last + policy.PauseAfter((int)((ScalarNode)call.Input["retryCounts"]!).IntegerValue + 1);
        var result = new MapNode();
        result.Set("format", ScalarNode.Of(at.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture)));
        return ArgoAnswer.Of(result);
    }

    private static TimeSpan Duration(MapNode map, string key) => map.TextAt(key) switch
    {
        ['1', 'm'] => TimeSpan.FromMinutes(1),
        [.. var seconds, 's'] => TimeSpan.FromSeconds(int.Parse(seconds, CultureInfo.InvariantCulture)),
        var other => throw new InvalidOperationException($"'{other}' is no duration of the cases."),
    };

    [GeneratedRegex("^[^:]*:(?<group>[^/]*)/(?<kind>[^:]*):(?<space>[^/]*)/(?<name>.*)$")]
    private static partial Regex Id();
}

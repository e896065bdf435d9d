using Plumbline.Core.Applications;
using Plumbline.Core.Kubernetes;
using Plumbline.Core.Objects;
using Plumbline.Core.Problems;

namespace Plumbline.Core.Rendering;

/// <summary>Makes the list of wanted objects out of what rendering gave (2.3). Pure; the given objects stay as they are.</summary>
public static class TargetNormalizer
{
    /// <summary>The annotation that says whose an object is (2.2).</summary>
    public const string TrackingId = "argocd.argoproj.io/tracking-id";

    private const string InstallationId = "argocd.argoproj.io/installation-id";

    // Only the server writes these; left in, they would make every apply fail or fight (threat T-PRJ-13).
    private static readonly string[] ServerFields =
    [
        "managedFields", "creationTimestamp", "deletionTimestamp", "deletionGracePeriodSeconds", "resourceVersion", "uid", "generation", "selfLink",
    ];

    /// <summary>
    /// Clears the namespace of cluster-scoped objects, sets the destination's on namespaced ones without, stamps the tracking id, keeps the last of
    /// several objects with one identity (with a warning), fills in the protocol of ports, sets hooks aside. Invalid objects are errors; the result is then not to be used.
    /// </summary>
    /// <param name="application">Whose objects they are.</param>
    /// <param name="objects">All objects, in the order of rendering.</param>
    /// <param name="scope">Scope of kinds in the destination cluster; kinds that the objects themselves define need not be known.</param>
    public static NormalizedTargets Normalize(Application application, IReadOnlyList<KubernetesObject> objects, KindScope scope)
    {
        var problems = new List<Problem>();
        var defined = DefinedScopes(objects);
        var targets = new Dictionary<ResourceKey, KubernetesObject>();
        var hooks = new List<HookObject>();
        foreach (var rendered in objects)
        {
            var target = rendered.Clone();
            if (!TargetValidity.Check(target, problems))
            {
                continue;
            }

            var phases = HookPhases.Of(target);
            Clean(target);
            SettleNamespace(target, application, scope(target.Group, target.Kind) ?? Defined(defined, target), problems);
            Stamp(target, application, problems);
            PortProtocols.Fill(target);
            if (phases is not null)
            {
                hooks.Add(new HookObject(target, phases));
                WarnOfHook(target, phases, problems);
                continue;
            }

            if (target.Name.Length == 0)
            {
                problems.Add(At(target, ProblemCode.ObjectInvalid, ProblemSeverity.Error, $"The {target.Kind} has no name.") with
                {
                    Field = "metadata.name",
                    Hint = "A generateName makes another object each time; write name.",
                });
                continue;
            }

            if (targets.TryGetValue(target.Key, out var earlier))
            {
                problems.Add(At(target, ProblemCode.ObjectRepeated, ProblemSeverity.Warning, $"{target.Key} is also in {Place(earlier)}; this one counts."));
            }

            targets[target.Key] = target;
        }

        return new NormalizedTargets([.. targets.OrderBy(t => t.Key).Select(t => t.Value)], [.. hooks.OrderBy(h => h.Object.Key)], problems);
    }

    /// <summary>The tracking id of an object (2.2); cluster-scoped objects carry the destination's namespace in it.</summary>
    public static string TrackingIdOf(Application application, KubernetesObject target) =>
        $"{application.Name}:{target.Group}/{target.Kind}:{(target.Namespace.Length > 0 ? target.Namespace : application.Destination.Namespace)}/{target.Name}";

    private static bool? Defined(Dictionary<(string, string), bool> defined, KubernetesObject target) =>
        defined.TryGetValue((target.Group, target.Kind), out var namespaced) ? namespaced : null;

    private static Dictionary<(string Group, string Kind), bool> DefinedScopes(IReadOnlyList<KubernetesObject> objects)
    {
        var scopes = new Dictionary<(string, string), bool>();
        foreach (var definition in objects)
        {
            if (definition is { Kind: "CustomResourceDefinition", Group: "apiextensions.k8s.io" } && definition.Root["spec"] is MapNode spec &&
                Text(spec["group"]) is { } group && Text((spec["names"] as MapNode)?["kind"]) is { } kind)
            {
                scopes[(group, kind)] = Text(spec["scope"]) != "Cluster";
            }
        }

        return scopes;
    }

    private static void Clean(KubernetesObject target)
    {
        var metadata = target.Metadata!;
        foreach (var field in ServerFields)
        {
            metadata.Remove(field);
        }

        foreach (var field in (string[])["annotations", "labels", "namespace", "finalizers", "ownerReferences"])
        {
            if (metadata[field] is { IsNull: true })
            {
                metadata.Remove(field);
            }
        }
    }

    private static void SettleNamespace(KubernetesObject target, Application application, bool? namespaced, List<Problem> problems)
    {
        var metadata = target.Metadata!;
        if (namespaced == false)
        {
            metadata.Remove("namespace");
        }
        else if (target.Namespace.Length == 0)
        {
            if (application.Destination.Namespace.Length > 0)
            {
                metadata.Set("namespace", ScalarNode.Of(application.Destination.Namespace));
            }
            else if (namespaced == true)
            {
                problems.Add(At(target, ProblemCode.NamespaceMissing, ProblemSeverity.Error, $"{target.Kind} '{target.Name}' has no namespace, nor has the Application's destination.") with
                {
                    Field = "metadata.namespace",
                    Hint = "Write spec.destination.namespace in the Application.",
                });
            }
        }
    }

    private static void Stamp(KubernetesObject target, Application application, List<Problem> problems)
    {
        var id = TrackingIdOf(application, target);
        if (target.Annotation(TrackingId) is { } written && written != id)
        {
            problems.Add(At(target, ProblemCode.FieldNotActedOn, ProblemSeverity.Warning, "The tracking id is not taken from manifests; it is replaced.") with
            {
                Field = $"metadata.annotations[{TrackingId}]",
                Hint = "Remove it.",
            });
        }

        (target.Metadata!["annotations"] as MapNode)?.Remove(InstallationId);
        target.Annotate(TrackingId, id);
        if (target.Metadata!.Has("ownerReferences"))
        {
            problems.Add(At(target, ProblemCode.FieldNotActedOn, ProblemSeverity.Warning, "Owners are set by controllers; this field is left out.") with { Field = "metadata.ownerReferences" });
            target.Metadata.Remove("ownerReferences");
        }
    }

    private static void WarnOfHook(KubernetesObject target, IReadOnlyList<string> phases, List<Problem> problems)
    {
        if (phases is not ["Skip"])
        {
            var name = target.Name.Length > 0 ? target.Key.ToString() : target.Kind;
            problems.Add(At(target, ProblemCode.HookNotActedOn, ProblemSeverity.Warning, $"{name} is a hook; hooks are not run yet, and it is not applied."));
        }
    }

    private static Problem At(KubernetesObject target, string code, ProblemSeverity severity, string message) =>
        new(code, message) { Severity = severity, File = target.Origin?.File, Position = target.Origin?.Position ?? default };

    private static string Place(KubernetesObject target) =>
        target.Origin is not { } origin ? "another source" : origin.Position.IsKnown ? $"{origin.File}:{origin.Position.Line}" : origin.File;

    private static string? Text(Node? node) => (node as ScalarNode)?.StringValue;
}

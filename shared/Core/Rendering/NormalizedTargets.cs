using Plumbline.Core.Kubernetes;
using Plumbline.Core.Problems;

namespace Plumbline.Core.Rendering;

/// <summary>The objects an Application wants in its cluster (2.3): namespaces settled, one of each identity, tracking id stamped, in total order by <see cref="ResourceKey"/>.</summary>
/// <param name="Objects">Plain objects, to be kept in the cluster.</param>
/// <param name="Hooks">Objects that run around a sync (1.4); none of <paramref name="Objects"/>.</param>
/// <param name="Problems">Errors and warnings.</param>
public sealed record NormalizedTargets(IReadOnlyList<KubernetesObject> Objects, IReadOnlyList<HookObject> Hooks, IReadOnlyList<Problem> Problems);

/// <summary>An object that runs around a sync.</summary>
/// <param name="Object">The object.</param>
/// <param name="Phases">Its hooks as Argo CD names them (<c>PreSync</c>, <c>PostSync</c> …), Helm's translated; empty where none is known (HOOK-1).</param>
public sealed record HookObject(KubernetesObject Object, IReadOnlyList<string> Phases);

/// <summary>
/// Whether a kind's objects live in namespaces: true, false, or null when the cluster does not serve the kind and none of the render's own
/// CustomResourceDefinitions defines it.
/// </summary>
/// <param name="group">API group; empty for core.</param>
/// <param name="kind">Kind.</param>
public delegate bool? KindScope(string group, string kind);

using Plumbline.Core.Objects;

namespace Plumbline.Core.Kubernetes;

/// <summary>One field that differs between what is and what will be.</summary>
/// <param name="Path">Path for people, with list items named by their merge key: <c>spec.template.spec.containers[cart].image</c>.</param>
/// <param name="Before">Value now; null when absent. Masked where secret.</param>
/// <param name="After">Value then; null when absent. Masked where secret.</param>
/// <param name="LastWriter">The manager that last wrote it and its time, for drift; null when unknown.</param>
public sealed record FieldChange(string Path, Node? Before, Node? After, string? LastWriter = null);

/// <summary>Pure decisions about objects that the synchronising layer needs from the Kubernetes layer. No I/O.</summary>
public interface IObjectComparison
{
    /// <summary>
    /// Whether the live object already has every field of <paramref name="desired"/> with its value, owned by <c>plumbline</c>, and <c>plumbline</c> owns
    /// no field beyond: then applying changes nothing and the server need not be asked (design §2.9).
    /// </summary>
    bool IsCertainlyUnchanged(KubernetesObject desired, KubernetesObject live);

    /// <summary>The fields that differ, in total order, Secrets masked by what the live or predicted object is, noise (managedFields, status, resourceVersion …) left out.</summary>
    /// <param name="live">As it is; null for an object to create.</param>
    /// <param name="predicted">As it will be (dry-run answer, or desired); null for an object to delete.</param>
    IReadOnlyList<FieldChange> Compare(KubernetesObject? live, KubernetesObject? predicted);

    /// <summary>Health of a live object; null where its kind has none (2.6).</summary>
    HealthStatus? Judge(KubernetesObject live);

    /// <summary>A copy in which every secret value is replaced by a fixed-width mask (T-SEC-1, T-SEC-2).</summary>
    KubernetesObject Mask(KubernetesObject value);

    /// <summary>Whether it knows any values (see <see cref="Knowing"/>).</summary>
    bool KnowsAny { get; }

    /// <summary>The text without the values it knows (see <see cref="Knowing"/>).</summary>
    string Hide(string text);

    /// <summary>
    /// The same, knowing in addition the values of all Secrets in <paramref name="trees"/>: they are masked wherever they stand in what it masks, compares and hides.
    /// For what templates read from a cluster, which may come to stand anywhere (T-SEC-5). Values of less than 8 characters are not looked for, and what a
    /// template made of a value (a digest, a piece, another case) is not known.
    /// </summary>
    IObjectComparison Knowing(IEnumerable<MapNode> trees);
}

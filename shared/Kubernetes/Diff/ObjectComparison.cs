using Plumbline.Core.Json;
using Plumbline.Core.Kubernetes;
using Plumbline.Core.Objects;
using Plumbline.Kubernetes.Health;
using Plumbline.Kubernetes.Masking;

namespace Plumbline.Kubernetes.Diff;

/// <summary>The pure decisions of this layer behind Core's port.</summary>
internal sealed class ObjectComparison : IObjectComparison
{
    private readonly IReadOnlyList<MapNode> _trees;

    // A chart may have looked up thousands of Secrets, of which nothing is shown where nothing changes.
    private readonly Lazy<SecretScrubber> _known;

    /// <summary>One that knows no values but those of the objects it is given.</summary>
    public ObjectComparison()
        : this([])
    {
    }

    private ObjectComparison(IReadOnlyList<MapNode> trees)
    {
        _trees = trees;
        _known = new Lazy<SecretScrubber>(() => SecretScrubber.ForAnywhere(trees));
        KnowsAny = trees.Any(SecretScrubber.HoldsValues);
    }

    /// <inheritdoc/>
    public bool IsCertainlyUnchanged(KubernetesObject desired, KubernetesObject live) => UnchangedProof.Holds(desired, live);

    /// <inheritdoc/>
    public IReadOnlyList<FieldChange> Compare(KubernetesObject? live, KubernetesObject? predicted)
    {
        var changes = FieldComparer.Compare(live, predicted, withStatus: false);
        if (changes.Count > 0 && (SecretMask.HoldsSecret(live?.Root) || SecretMask.HoldsSecret(predicted?.Root)))
        {
            changes = Masked(live, predicted);
        }

        if (changes.Count == 0 || !KnowsAny)
        {
            return changes;
        }

        var known = _known.Value;
        return [.. changes.Select(c => c with { Path = known.Scrub(c.Path), Before = c.Before is null ? null : known.Scrub(c.Before), After = c.After is null ? null : known.Scrub(c.After) })];
    }

    // Each secret value is first replaced by a name that is the same for the same value, so that what changed still shows; then by the mask.
    private static List<FieldChange> Masked(KubernetesObject? live, KubernetesObject? predicted)
    {
        var names = new Dictionary<string, ScalarNode>(StringComparer.Ordinal);
        var isSecret = SecretMask.IsSecret(live?.Root) || SecretMask.IsSecret(predicted?.Root);
        Node Name(Node value)
        {
            var text = JsonTree.ToText(value);
            return names.TryGetValue(text, out var name) ? name : names[text] = ScalarNode.Of($"\0{names.Count}");
        }

        var changes = FieldComparer.Compare(
            live is null ? null : SecretMask.Replace(live, isSecret, Name),
            predicted is null ? null : SecretMask.Replace(predicted, isSecret, Name),
            withStatus: false);
        return changes.Select(c => c with { Before = Unnamed(c.Before), After = Unnamed(c.After) }).ToList();
    }

    private static Node? Unnamed(Node? node)
    {
        switch (node)
        {
            case ScalarNode { StringValue: ['\0', ..] }:
                return SecretMask.Mask;
            case MapNode map:
                var copy = new MapNode();
                foreach (var entry in map)
                {
                    copy.Set(entry.Key, Unnamed(entry.Value)!);
                }

                return copy;
            case ListNode list:
                return new ListNode(list.AsEnumerable().Select(i => Unnamed(i)!));
            default:
                return node;
        }
    }

    /// <inheritdoc/>
    public HealthStatus? Judge(KubernetesObject live) => HealthRules.Judge(live);

    /// <inheritdoc/>
    public KubernetesObject Mask(KubernetesObject value)
    {
        var masked = SecretMask.Apply(value);
        return KnowsAny ? new KubernetesObject((MapNode)_known.Value.Scrub(masked.Root)) { Origin = masked.Origin } : masked;
    }

    /// <inheritdoc/>
    public bool KnowsAny { get; }

    /// <inheritdoc/>
    public string Hide(string text) => KnowsAny && text.Length > 0 ? _known.Value.Scrub(text) : text;

    /// <inheritdoc/>
    public IObjectComparison Knowing(IEnumerable<MapNode> trees) => trees.ToList() is { Count: > 0 } more ? new ObjectComparison([.. _trees, .. more]) : this;
}

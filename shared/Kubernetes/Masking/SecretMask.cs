using System.Text;
using Plumbline.Core.Json;
using Plumbline.Core.Kubernetes;
using Plumbline.Core.Objects;
using Plumbline.Core.Problems;
using Plumbline.Kubernetes.Trees;

namespace Plumbline.Kubernetes.Masking;

/// <summary>
/// Replaces secret values by a mask of fixed width, so that neither value nor length nor equality shows (T-SEC-1, T-SEC-2, T-SEC-9).
/// What counts is what the object is, wherever it stands: inside a List, a template or an annotation; a kind that only looks like
/// <c>Secret</c> is masked too.
/// </summary>
internal sealed class SecretMask
{
    /// <summary>What stands for a secret value.</summary>
    public static readonly ScalarNode Mask = ScalarNode.Of("********");

    private readonly Func<Node, Node> _replace;
    private readonly bool _keepOwners;

    private SecretMask(Func<Node, Node> replace, bool keepOwners) => (_replace, _keepOwners) = (replace, keepOwners);

    /// <summary>A copy without secret values, and without <c>managedFields</c> where it is a Secret.</summary>
    public static KubernetesObject Apply(KubernetesObject value)
    {
        var copy = value.Clone();
        new SecretMask(_ => Mask, keepOwners: false).Walk(copy.Root, insideSecret: false, isSecret: IsSecret(copy.Root));
        return copy;
    }

    /// <summary>A copy in which <paramref name="replace"/> gives what stands for each secret value; <paramref name="isSecret"/> says what the whole object is.</summary>
    public static KubernetesObject Replace(KubernetesObject value, bool isSecret, Func<Node, Node> replace)
    {
        var copy = value.Clone();
        new SecretMask(replace, keepOwners: true).Walk(copy.Root, insideSecret: false, isSecret);
        return copy;
    }

    /// <summary>Whether the tree is a Secret or holds one.</summary>
    public static bool HoldsSecret(Node? node) => node switch
    {
        MapNode map => IsSecret(map) || map.AsEnumerable().Any(e => HoldsSecret(e.Value)),
        ListNode list => list.AsEnumerable().Any(HoldsSecret),
        _ => false,
    };

    /// <summary>Whether this map is a Secret, or pretends to be one.</summary>
    public static bool IsSecret(MapNode? map) => map.Text("kind").Trim().Equals("Secret", StringComparison.OrdinalIgnoreCase);

    private void Walk(Node node, bool insideSecret) => Walk(node, insideSecret, IsSecret(node as MapNode));

    private void Walk(Node node, bool insideSecret, bool isSecret)
    {
        switch (node)
        {
            case MapNode map:
                if (isSecret)
                {
                    MaskBody(map);
                }

                foreach (var key in map.Select(e => e.Key).ToList())
                {
                    if (!isSecret || key is not ("data" or "stringData"))
                    {
                        Visit(map, key, insideSecret || isSecret);
                    }
                }

                break;
            case ListNode list:
                foreach (var item in list)
                {
                    Walk(item, insideSecret);
                }

                break;
            default:
                break;
        }
    }

    private void Visit(MapNode map, string key, bool insideSecret)
    {
        if (!key.EndsWith("last-applied-configuration", StringComparison.Ordinal))
        {
            Walk(map[key]!, insideSecret);
            return;
        }

        // Of a Secret nothing is kept; of anything else what can be read and masked. What cannot be read is masked whole.
        map.Set(key, insideSecret || Reprinted((map[key] as ScalarNode)?.StringValue) is not { } text ? _replace(map[key]!) : ScalarNode.Of(text));
    }

    private string? Reprinted(string? text)
    {
        try
        {
            var tree = JsonTree.Read(Encoding.UTF8.GetBytes(text ?? ""));
            Walk(tree, insideSecret: false);
            return JsonTree.ToText(tree);
        }
        catch (ProblemException)
        {
            return null;
        }
    }

    private void MaskBody(MapNode secret)
    {
        var scrubber = SecretScrubber.ForBody(secret);
        foreach (var field in (ReadOnlySpan<string>)["data", "stringData"])
        {
            if (secret[field] is MapNode values)
            {
                foreach (var key in values.Select(e => e.Key).ToList())
                {
                    values.Set(key, _replace(values[key]!));
                }
            }
            else if (secret[field] is { IsNull: false } other)
            {
                secret.Set(field, _replace(other));
            }
        }

        if (!_keepOwners)
        {
            secret.Map("metadata")?.Remove("managedFields");
        }

        foreach (var texts in (ReadOnlySpan<MapNode?>)[secret.Map("metadata").Map("annotations"), secret.Map("metadata").Map("labels")])
        {
            foreach (var entry in texts?.ToList() ?? [])
            {
                if (entry.Value is ScalarNode { StringValue: { } text } && scrubber.Finds(text))
                {
                    texts!.Set(entry.Key, _replace(entry.Value));
                }
            }
        }
    }
}

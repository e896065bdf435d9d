using System.Buffers;
using System.Runtime.CompilerServices;
using Plumbline.Core.Objects;
using Plumbline.Rendering.Kustomize.Files;
using Plumbline.Rendering.Kustomize.Names;
using Plumbline.Rendering.Kustomize.Objects;
using Plumbline.Rendering.Kustomize.Patches;

namespace Plumbline.Rendering.Kustomize.Transforms;

/// <summary>Changes images: in every list called <c>containers</c> or <c>initContainers</c>, then in the fields of the table.</summary>
internal sealed class ImageTransform(ImageEntry image, IReadOnlyList<FieldSpec> specs) : ITransformer
{
    private static readonly SearchValues<char> TagCharacters = SearchValues.Create("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_.{}-");
    private static readonly SearchValues<char> Special = SearchValues.Create(@"\+*?()|[]{}^$");

    // Tags are limited to these characters; braces come from tools that fill tags in later.
    private const string TagAndDigest = "(:[a-zA-Z0-9_.{}-]*)?(@sha256:[a-zA-Z0-9_.{}-]*)?";

    private Func<string, bool>? _fits;

    public void Apply(ObjectSet objects)
    {
        // In the original a name that is no pattern ends the process; here it is told.
        _fits ??= image.Name.AsSpan().IndexOfAny(Special) < 0 ? FitsName : Pattern.Of(image.Name, $@"\A{image.Name}{TagAndDigest}\z").Fits;
        foreach (var item in objects.Items)
        {
            if (item.IsEmpty || item.Kind == "CustomResourceDefinition")
            {
                continue;
            }

            Walk(item.Map);
            foreach (var spec in specs)
            {
                FieldVisitor.Visit(item, spec, FieldCreation.None, Change);
            }
        }
    }

    private void Walk(Node node)
    {
        RuntimeHelpers.EnsureSufficientExecutionStack();
        switch (node)
        {
            case MapNode map:
                foreach (var entry in map)
                {
                    Walk(entry.Value);
                    if (entry.Key is "containers" or "initContainers" && entry.Value is ListNode list)
                    {
                        Containers(list);
                    }
                }

                break;
            case ListNode list:
                foreach (var item in list)
                {
                    Walk(item);
                }

                break;
        }
    }

    private void Containers(ListNode list)
    {
        foreach (var item in list.OfType<MapNode>())
        {
            if (item["image"] is { IsNull: false } value)
            {
                item["image"] = Change(value);
            }
        }
    }

    /// <summary>Names without special characters but points, which stand for any character, need no pattern: they are nearly all.</summary>
    private bool FitsName(string value)
    {
        var name = image.Name;
        if (value.Length < name.Length)
        {
            return false;
        }

        for (var i = 0; i < name.Length; i++)
        {
            if (name[i] != value[i] && (name[i] != '.' || value[i] == '\n'))
            {
                return false;
            }
        }

        var rest = value.AsSpan(name.Length);
        rest = rest.StartsWith(":") ? Behind(rest[1..]) : rest;
        rest = rest.StartsWith("@sha256:") ? Behind(rest["@sha256:".Length..]) : rest;
        return rest.IsEmpty;
    }

    private static ReadOnlySpan<char> Behind(ReadOnlySpan<char> text) => text.IndexOfAnyExcept(TagCharacters) is var end and >= 0 ? text[end..] : default;

    private Node Change(Node node)
    {
        ScalarWriting.Demand(node);
        var value = KObject.TextOf(node);
        if (!_fits!(value))
        {
            return node;
        }

        var (name, tag, digest) = Split(value);
        name = image.NewName.Length > 0 ? image.NewName : name;
        (tag, digest) = (image.NewTag.Length > 0, image.Digest.Length > 0) switch
        {
            (true, true) => (image.NewTag, image.Digest),
            (true, false) => (image.NewTag, ""),
            (false, true) => ("", image.Digest),
            _ when image.TagSuffix.Length > 0 => (tag + image.TagSuffix, ""),
            _ => (tag, digest),
        };
        return ScalarWriting.Text(node, name + (tag.Length > 0 ? ":" + tag : "") + (digest.Length > 0 ? "@" + digest : ""));
    }

    /// <summary>Takes an image apart; a colon before the first slash belongs to the host.</summary>
    public static (string Name, string Tag, string Digest) Split(string image)
    {
        var slash = Math.Max(image.IndexOf('/', StringComparison.Ordinal), 0);
        var at = image.IndexOf('@', slash);
        var colon = image.IndexOf(':', slash);
        if (at < 0 && colon < 0)
        {
            return (image, "", "");
        }

        if (at >= 0 && (colon < 0 || at < colon))
        {
            return (image[..at], "", image[(at + 1)..]);
        }

        return at >= 0 ? (image[..colon], image[(colon + 1)..at], image[(at + 1)..]) : (image[..colon], image[(colon + 1)..], "");
    }
}

using Plumbline.Core.Objects;
using Plumbline.Core.Problems;
using Plumbline.Core.Yaml;
using Plumbline.Rendering.Kustomize.Files;
using Plumbline.Rendering.Kustomize.Objects;

namespace Plumbline.Rendering.Kustomize.Replacements;

/// <summary>Texts that are JSON or YAML themselves, into which a path may lead.</summary>
internal static class StructuredText
{
    private static readonly YamlReadOptions Options = new() { Dialect = YamlDialect.Kyaml, DuplicateKeys = DuplicateKeys.LastWins };

    public static Node? Parse(string text) => Read(text)?.Root;

    private static StyledYaml? Read(string text)
    {
        try
        {
            return StyledYaml.Read(text, Options);
        }
        catch (ProblemException)
        {
            return Plain(text) is { } root ? StyledYaml.Of(root) : null;
        }
    }

    // What cannot be kept as it was written, because of anchors, is still read.
    private static Node? Plain(string text)
    {
        try
        {
            return YamlReader.ReadAll(text, null, Options) is [var first, ..] ? first : null;
        }
        catch (ProblemException)
        {
            return null;
        }
    }

    /// <summary>Sets a value inside a text of <paramref name="root"/> that the path goes through; false where it goes through none.</summary>
    public static bool TrySet(Node root, IReadOnlyList<string> path, PathCreation create, Func<FieldSlot, BuildException?> set)
    {
        for (var i = 1; i < path.Count; i++)
        {
            if (Holder(root, path, i) is not ({ } holder, ScalarNode { IsNull: false } scalar) || Read(scalar.Text) is not { } inner)
            {
                continue;
            }

            try
            {
                var slot = new RootSlot(inner.Root);
                var found = FieldPath.Find(slot, [.. path.Skip(i)], create);
                if (found.Count == 0)
                {
                    return false;
                }

                // JSON cannot hold what does not fit its type; then all stays as it was.
                var fits = true;
                foreach (var place in found)
                {
                    fits &= set(place) is null;
                }

                if (!fits && IsJson(scalar.Text))
                {
                    return true;
                }

                inner.Root = slot.Value;
                holder.Value = ScalarNode.Of(Text(inner, scalar.Text)).InStyle(scalar.Style);
                return true;
            }
            catch (BuildException)
            {
                return false;
            }
        }

        return false;
    }

    private static (FieldSlot? Holder, Node? Value) Holder(Node root, IReadOnlyList<string> path, int length)
    {
        try
        {
            var parent = FieldPath.Lookup(root, path.Take(length - 1));
            var value = FieldPath.Lookup(root, path.Take(length));
            return (parent, value) switch
            {
                (MapNode map, not null) => (FieldSlot.Of(map, path[length - 1]), value),
                (ListNode list, not null) => (FieldSlot.Of(list, IndexOf(list, value)), value),
                _ => (null, null),
            };
        }
        catch (BuildException)
        {
            return (null, null);
        }
    }

    private static int IndexOf(ListNode list, Node value)
    {
        for (var i = 0; i < list.Count; i++)
        {
            if (ReferenceEquals(list[i], value))
            {
                return i;
            }
        }

        return 0;
    }

    private static bool IsJson(string text) => text.TrimStart() is ['{' or '[', ..];

    private static string Text(StyledYaml document, string original)
    {
        var node = document.Root;
        if (IsJson(original))
        {
            return original.Contains('\n') && original.Contains("  ", StringComparison.Ordinal) ? GoJson.Indented(node) : GoJson.Compact(node);
        }

        return document.ToText().Trim();
    }
}

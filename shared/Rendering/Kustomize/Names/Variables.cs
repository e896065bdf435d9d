using System.Globalization;
using System.Text;
using Plumbline.Core.Json;
using Plumbline.Core.Objects;
using Plumbline.Rendering.Kustomize.Files;
using Plumbline.Rendering.Kustomize.Objects;
using Plumbline.Rendering.Kustomize.Replacements;

namespace Plumbline.Rendering.Kustomize.Names;

/// <summary>Puts the values of <c>vars</c> in the place of <c>$(NAME)</c>.</summary>
internal static class Variables
{
    public static void Resolve(ObjectSet objects, IEnumerable<VarEntry> vars, IReadOnlyList<FieldSpec> specs)
    {
        var values = new Dictionary<string, ScalarNode?>(StringComparer.Ordinal);
        foreach (var entry in vars.OrderBy(v => v.Name, StringComparer.Ordinal))
        {
            values[entry.Name] = Value(objects, entry);
        }

        if (values.Count == 0)
        {
            return;
        }

        foreach (var item in objects.Items)
        {
            foreach (var spec in specs)
            {
                FieldVisitor.Visit(item, spec, FieldCreation.None, node => Set(node, values));
            }
        }

        objects.Changed();
    }

    private static ScalarNode? Value(ObjectSet objects, VarEntry entry)
    {
        foreach (var item in objects.Items)
        {
            if (!item.VarNames.Contains(entry.Name, StringComparer.Ordinal))
            {
                continue;
            }

            var node = Field(item, entry.FieldPath);
            return node is null or { IsNull: true }
                ? throw new BuildException($"field specified in var '{Shown(entry)}' not found in corresponding resource")
                : node as ScalarNode;
        }

        throw new BuildException($"var '{Shown(entry)}' cannot be mapped to a field in the set of known resources");
    }

    private static Node? Field(KObject item, string path)
    {
        try
        {
            return FieldPath.Lookup(item.Map, PathText.Split(path, '.').SelectMany(Steps));
        }
        catch (BuildException)
        {
            // What leads nowhere is not found, whatever the reason.
            return null;
        }
    }

    // Both a.b.0 and a.b[0] name an item.
    private static IEnumerable<string> Steps(string part)
    {
        var bracket = part.IndexOf('[', StringComparison.Ordinal);
        if (bracket < 0 || !part.EndsWith(']') || bracket + 2 == part.Length || part.AsSpan(bracket + 1, part.Length - bracket - 2).ContainsAnyExceptInRange('0', '9'))
        {
            return [part];
        }

        return bracket > 0 ? [part[..bracket], part[(bracket + 1)..^1]] : [part[1..^1]];
    }

    private static string Shown(VarEntry v) =>
        $"{{{v.Name} {v.Gvk} {{{v.FieldPath}}}}}";

    private static Node Set(Node node, Dictionary<string, ScalarNode?> values)
    {
        switch (node)
        {
            case ScalarNode { Kind: NodeKind.String } text:
                return Replace(text, values);
            case MapNode map:
                for (var i = 0; i < map.Count; i++)
                {
                    var entry = map.EntryAt(i);
                    if (entry.Value is ScalarNode { Kind: NodeKind.String } value)
                    {
                        map.Set(entry.Key, Replace(value, values));
                    }
                }

                return map;
            case ListNode list:
                for (var i = 0; i < list.Count; i++)
                {
                    list[i] = list[i] is ScalarNode { Kind: NodeKind.String } item
                        ? Replace(item, values)
                        : throw new BuildException("invalid value type expect a string");
                }

                return list;
            default:
                return node;
        }
    }

    private static ScalarNode Replace(ScalarNode node, Dictionary<string, ScalarNode?> values)
    {
        var input = node.StringValue!;
        if (!input.Contains('$'))
        {
            return node;
        }

        var result = new StringBuilder();
        for (var i = 0; i < input.Length; i++)
        {
            if (input[i] != '$' || i + 1 == input.Length)
            {
                result.Append(input[i]);
                continue;
            }

            var next = input[++i];
            var close = next == '(' ? input.IndexOf(')', i) : -1;
            if (close < 0)
            {
                // "$$" stands for one; whatever else follows stays as it is.
                result.Append(next == '$' ? "$" : $"${next}");
                continue;
            }

            var name = input[(i + 1)..close];
            var value = values.GetValueOrDefault(name);
            if (value is not null && i == 1 && close == input.Length - 1)
            {
                return Typed(value);
            }

            result.Append(value is null ? $"$({name})" : Inline(value));
            i = close;
        }

        return ScalarNode.Of(result.ToString());
    }

    private static ScalarNode Typed(ScalarNode value) => value.Kind == NodeKind.String ? ScalarNode.Of(value.StringValue!) : value;

    private static string Inline(ScalarNode value) => value.Kind == NodeKind.Float ? JsonNumber.Text(value.FloatValue) : value.ToString();
}

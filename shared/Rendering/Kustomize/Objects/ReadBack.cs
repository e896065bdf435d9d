using Plumbline.Core.Objects;
using Plumbline.Core.Yaml;

namespace Plumbline.Rendering.Kustomize.Objects;

/// <summary>
/// What an object says differently once it was written down and read again, as the original does on its way to JSON: before a JSON patch, and before it prints.
/// Values that are left out between braces or brackets, as in <c>{a: , b}</c>, are null as long as it merges, and an empty text then. Texts that were folded in the source are
/// folded again, and Go's YAML library does not always get back what it folded.
/// </summary>
internal static class ReadBack
{
    /// <summary>Makes the differences.</summary>
    /// <exception cref="BuildException">A key has no form in JSON.</exception>
    public static void Apply(MapNode map)
    {
        var odd = false;
        Apply(map, inFlow: false, ref odd);
        if (odd)
        {
            OddKeys.Refuse(map);
        }
    }

    private static void Apply(Node node, bool inFlow, ref bool odd)
    {
        switch (node)
        {
            case MapNode map:
                inFlow |= map.IsFlow;
                for (var i = 0; i < map.Count; i++)
                {
                    var entry = map.EntryAt(i);
                    odd |= OddKey.Is(entry.Key);
                    if (entry.Value is not ScalarNode scalar)
                    {
                        Apply(entry.Value, inFlow, ref odd);
                    }
                    else if (Changed(scalar, inFlow) is { } text)
                    {
                        map.Set(entry.Key, text);
                    }
                }

                break;
            case ListNode list:
                inFlow |= list.IsFlow;
                for (var i = 0; i < list.Count; i++)
                {
                    if (list[i] is not ScalarNode scalar)
                    {
                        Apply(list[i], inFlow, ref odd);
                    }
                    else if (Changed(scalar, inFlow) is { } text)
                    {
                        list[i] = text;
                    }
                }

                break;
        }
    }

    // Between brackets nothing is folded.
    private static ScalarNode? Changed(ScalarNode scalar, bool inFlow) =>
        inFlow ? scalar is { IsNull: true, Text.Length: 0 } ? ScalarNode.Of("") : null
        : scalar is { Style: ScalarStyle.Folded, StringValue: { } text } && FoldedText.ReadBack(text) is var read && !ReferenceEquals(read, text) ? ScalarNode.Of(read).InStyle(ScalarStyle.Folded)
        : null;
}

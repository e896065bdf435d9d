using Plumbline.Core.Objects;

namespace Plumbline.Rendering.Kustomize.Objects;

/// <summary>
/// Values that are left out between braces or brackets, as in <c>{a: , b}</c>. The original takes them for null as long as it merges, but prints them as <c>''</c>, where nothing
/// at all would not be YAML, and reads an empty text when it goes through JSON.
/// </summary>
internal static class FlowGaps
{
    public static void Fill(MapNode map) => Fill(map, inFlow: false);

    private static void Fill(Node node, bool inFlow)
    {
        switch (node)
        {
            case MapNode map:
                inFlow |= map.IsFlow;
                for (var i = 0; i < map.Count; i++)
                {
                    var entry = map.EntryAt(i);
                    if (entry.Value is not ScalarNode scalar)
                    {
                        Fill(entry.Value, inFlow);
                    }
                    else if (inFlow && IsGap(scalar))
                    {
                        map.Set(entry.Key, ScalarNode.Of(""));
                    }
                }

                break;
            case ListNode list:
                inFlow |= list.IsFlow;
                for (var i = 0; i < list.Count; i++)
                {
                    if (list[i] is not ScalarNode scalar)
                    {
                        Fill(list[i], inFlow);
                    }
                    else if (inFlow && IsGap(scalar))
                    {
                        list[i] = ScalarNode.Of("");
                    }
                }

                break;
        }
    }

    private static bool IsGap(ScalarNode scalar) => scalar is { IsNull: true, Text.Length: 0 };
}

using Plumbline.Core.Objects;
using Plumbline.Rendering.Kustomize.Objects;

namespace Plumbline.Rendering.Kustomize.Patches;

/// <summary>What <c>$patch</c> says about a map or list of a strategic merge patch.</summary>
internal enum PatchDirective
{
    Merge,
    Replace,
    Delete,
}

/// <summary>Reads <c>$patch</c> and takes it out of the patch.</summary>
internal static class PatchDirectives
{
    public const string Key = "$patch";

    public static PatchDirective Take(Node? patch)
    {
        switch (patch)
        {
            case MapNode map when map.TryGet(Key, out var value):
                map.Remove(Key);
                return Read(value);
            case ListNode list:
                for (var i = 0; i < list.Count; i++)
                {
                    if (list[i] is MapNode item && item.TryGet(Key, out var named))
                    {
                        // A directive for the list stands alone in its item; with more fields it is the item's own.
                        return item.Count > 1 ? PatchDirective.Merge : TakeItem(list, named);
                    }
                }

                return PatchDirective.Merge;
            default:
                return PatchDirective.Merge;
        }
    }

    private static PatchDirective TakeItem(ListNode list, Node value)
    {
        var directive = Read(value);
        KeyedListMerge.Remove(list, Key, KObject.TextOf(value));
        return directive;
    }

    private static PatchDirective Read(Node value) => KObject.TextOf(value) switch
    {
        "merge" => PatchDirective.Merge,
        "replace" => PatchDirective.Replace,
        "delete" => PatchDirective.Delete,
        var other => throw new BuildException($"unknown patch strategy '{other}'"),
    };
}

using Plumbline.Core.Objects;

namespace Plumbline.Sync.Outside;

/// <summary>How much what was looked up takes: objects may be large, and a render holds all of them at once (T-TPL-2).</summary>
internal static class LiveSize
{
    /// <summary>Most characters of one list: 16 Mi.</summary>
    public const long MostOfList = 16 * 1024 * 1024;

    /// <summary>Most characters of a whole render; with this many no more is looked up: 32 Mi.</summary>
    public const long MostOfRender = 2 * MostOfList;

    /// <summary>Characters of all texts in it, and something for each node.</summary>
    public static long Of(Node? node) => 16 + node switch
    {
        ScalarNode { StringValue: { } text } => text.Length,
        MapNode map => map.AsEnumerable().Sum(e => e.Key.Length + Of(e.Value)),
        ListNode list => list.AsEnumerable().Sum(Of),
        _ => 0,
    };
}

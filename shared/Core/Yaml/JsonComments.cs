using System.Text;
using Plumbline.Core.Objects;
using YamlDotNet.Core;
using YamlDotNet.Core.Tokens;

namespace Plumbline.Core.Yaml;

/// <summary>
/// Finds comments that hold a JSON object, such as <c>list: # {"x-kubernetes-patch-strategy": "merge"}</c>, and hangs them on the lists and maps
/// they stand beside: behind the key, behind the closing bracket, or alone on the line before. A comment behind the key hides one before it.
/// </summary>
public static class JsonComments
{
    /// <summary>Sets <see cref="ListNode.Comment"/> and <see cref="MapNode.Comment"/> in <paramref name="documents"/>, which were read from <paramref name="text"/>.</summary>
    public static void Attach(ReadOnlySpan<byte> text, IReadOnlyList<Node> documents)
    {
        if (!HasJson(text))
        {
            return;
        }

        var comments = Read(Encoding.UTF8.GetString(text));
        foreach (var document in documents)
        {
            Attach(document, comments, ofKey: false);
        }
    }

    /// <summary>Whether a brace follows a number sign anywhere; most texts have none and are not read again.</summary>
    private static bool HasJson(ReadOnlySpan<byte> text)
    {
        while (text.IndexOf((byte)'#') is var sign and >= 0)
        {
            text = text[sign..].TrimStart("# \t"u8);
            if (!text.IsEmpty && text[0] == '{')
            {
                return true;
            }
        }

        return false;
    }

    private static Comments Read(string text)
    {
        var (beside, before) = (new Dictionary<int, string>(), new Dictionary<int, string>());
        var (depth, opened, closed, alone) = (0, 0, 0, 0);
        var scanner = new Scanner(new StringReader(text), skipComments: false);
        try
        {
            while (scanner.MoveNext())
            {
                var line = (int)scanner.Current!.Start.Line;
                switch (scanner.Current)
                {
                    case FlowSequenceStart or FlowMappingStart:
                        opened = depth++ == 0 ? line : opened;
                        break;
                    case FlowSequenceEnd or FlowMappingEnd:
                        closed = --depth == 0 ? line : closed;
                        break;
                    case Comment comment when line == closed:
                        beside[opened] = comment.Value;
                        break;
                    case Comment { IsInline: true } comment:
                        beside[line] = comment.Value;
                        break;
                    case Comment comment:
                        // Of several lines none counts: together they are no JSON.
                        before[line + 1] = alone == line - 1 ? "" : comment.Value;
                        alone = line;
                        break;
                }
            }
        }
        catch (Exception e) when (e is YamlException or InvalidOperationException or ArgumentException)
        {
            // The text was read by a more forgiving way than the bare scanner; what was found up to here counts.
        }

        return new Comments(beside, before);
    }

    private static void Attach(Node node, Comments comments, bool ofKey)
    {
        switch (node)
        {
            case MapNode { IsFlow: false } map:
                var first = map.Position.Line;
                foreach (var entry in map)
                {
                    // What stands above the first key of a document or of an item belongs to that one.
                    var line = entry.KeyPosition.Line;
                    Set(entry.Value, comments.Of(line, above: ofKey || line != first));
                    Attach(entry.Value, comments, ofKey: true);
                }

                break;
            case ListNode { IsFlow: false } list:
                foreach (var item in list)
                {
                    var isFlow = item is MapNode { IsFlow: true } or ListNode { IsFlow: true };
                    Set(item, isFlow ? comments.Of(item.Position.Line, above: true) : comments.Above(item.Position.Line));
                    Attach(item, comments, ofKey: false);
                }

                break;
        }
    }

    private static void Set(Node node, string? comment)
    {
        switch (node)
        {
            case MapNode map:
                map.Comment = comment;
                break;
            case ListNode list:
                list.Comment = comment;
                break;
        }
    }

    /// <summary>Comments by line: of the key or the opening bracket they stand behind, of the key they stand above.</summary>
    private sealed record Comments(Dictionary<int, string> Beside, Dictionary<int, string> Before)
    {
        public string? Of(int line, bool above) => Beside.TryGetValue(line, out var comment) ? Json(comment) : above ? Above(line) : null;

        public string? Above(int line) => Before.TryGetValue(line, out var comment) ? Json(comment) : null;

        private static string? Json(string comment) => comment.AsSpan().TrimStart("# \t").Trim() is ['{', ..] json ? json.ToString() : null;
    }
}

using Plumbline.Rendering.Helm.Values;

namespace Plumbline.Rendering.Helm.Template.Parse;

/// <summary>One parsed template: its name, its nodes, and the file it came from. Immutable once parsed.</summary>
internal sealed class Tree(string name, string parseName, string text)
{
    /// <summary>The template's own name.</summary>
    public string Name { get; set; } = name;

    /// <summary>Name of the file, which positions refer to.</summary>
    public string ParseName { get; } = parseName;

    /// <summary>The nodes.</summary>
    public ListNode Root { get; set; } = new(null!, 0);

    /// <summary>Text of the whole file.</summary>
    public string Text { get; } = text;

    /// <summary>Line (from 1) and byte in the line (from 0) of a place in the file.</summary>
    public (int Line, int Column) Locate(int position)
    {
        var before = Text.AsSpan(0, Math.Min(position, Text.Length));
        var lineStart = before.LastIndexOf('\n') + 1;
        return (1 + before.Count('\n'), GoText.ByteLength(before[lineStart..].ToString()));
    }
}

using System.Text;
using Plumbline.Core.Objects;
using Plumbline.Core.Problems;

namespace Plumbline.Core.Yaml;

/// <summary>
/// YAML that keeps how it was written: quotes, brackets, number spellings and comments, as kustomize keeps them where a value inside a
/// text is replaced or a node is shown in a message. Blank lines and indentation are not kept; lists are not indented under their key.
/// </summary>
public sealed class StyledYaml
{
    private readonly Dictionary<(Node Holder, int Index), EntryStyle> _entries;
    private readonly string _foot;

    internal StyledYaml(Node root, Dictionary<(Node, int), EntryStyle> entries, string foot)
    {
        Root = root;
        _entries = entries;
        _foot = foot;
    }

    /// <summary>The document's value; changing it changes what is written.</summary>
    public Node Root { get; set; }

    /// <summary>Reads the first document of a text by the rules for manifests; null where it has none.</summary>
    /// <exception cref="ProblemException">The text is not YAML, over a budget, or uses anchors.</exception>
    public static StyledYaml? Read(string text, YamlReadOptions options) => StyledReader.Read(text, options);

    /// <summary>A document that was not read, or not with its comments.</summary>
    public static StyledYaml Of(Node root) => new(root, [], "");

    /// <summary>The text of one value, without comments.</summary>
    /// <exception cref="ProblemException">The value is nested more than <see cref="YamlWriter.MaxDepth"/> levels deep.</exception>
    public static string ToText(Node node) => Of(node).ToText();

    /// <summary>The style a text gets where it is written anew, by go-yaml's rules: quotes where it would otherwise be read as something else.</summary>
    public static ScalarStyle StyleOf(string text) => TextAnalysis.Of(text, tabsInBlocks: true).Style(text, simpleKey: false) switch
    {
        TextStyle.SingleQuoted => ScalarStyle.SingleQuoted,
        TextStyle.DoubleQuoted => ScalarStyle.DoubleQuoted,
        TextStyle.Literal => ScalarStyle.Literal,
        _ => ScalarStyle.Plain,
    };

    /// <summary>The document's text, ending in a line break.</summary>
    /// <exception cref="ProblemException">The document is nested more than <see cref="YamlWriter.MaxDepth"/> levels deep.</exception>
    public string ToText()
    {
        var text = new StringBuilder();
        new StyledEmitter(text, _entries).Document(Root);
        return text.Append(_foot).ToString();
    }
}

/// <summary>How one entry of a map or list was written.</summary>
/// <param name="Key">Style of the key.</param>
/// <param name="Head">Comment lines before it, each ending in a line break; an empty line behind them where there was one.</param>
/// <param name="Line">Comment behind it on its line, or behind its key.</param>
/// <param name="Foot">Comment lines after the last entry of a map or list, at its own indentation.</param>
/// <param name="Tag">The tag before a single value, such as <c>!!int</c>; with it the value's text stays in its <paramref name="Quotes"/>.</param>
/// <param name="Quotes">How a value with a tag was quoted.</param>
internal readonly record struct EntryStyle(ScalarStyle Key, string? Head, string? Line, string? Foot = null, string? Tag = null, ScalarStyle Quotes = ScalarStyle.Plain);

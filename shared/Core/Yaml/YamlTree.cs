using Plumbline.Core.Objects;
using Plumbline.Core.Problems;
using YamlDotNet.Core;
using YamlDotNet.Core.Events;
using YamlStyle = YamlDotNet.Core.ScalarStyle;

namespace Plumbline.Core.Yaml;

/// <summary>
/// Makes a tree of what another reader finds in the one document of a text, by the rules of <see cref="YamlReader"/>: anchors, merge keys, what plain scalars mean, budgets.
/// What is begun must be ended.
/// </summary>
/// <param name="file">Path for problems; null when the text has no file.</param>
/// <param name="options">Dialect and budgets.</param>
public sealed class YamlTree(string? file, YamlReadOptions options)
{
    private readonly Queue<ParsingEvent> _found = new();

    /// <summary>A reference to an anchor.</summary>
    public void Alias(string name, SourcePosition place) => _found.Enqueue(new AnchorAlias(name, At(place), At(place)));

    /// <summary>A scalar.</summary>
    public void Scalar(string text, Objects.ScalarStyle style, YamlDecoration decoration, SourcePosition place)
    {
        var written = style switch
        {
            Objects.ScalarStyle.SingleQuoted => YamlStyle.SingleQuoted,
            Objects.ScalarStyle.DoubleQuoted => YamlStyle.DoubleQuoted,
            Objects.ScalarStyle.Literal => YamlStyle.Literal,
            Objects.ScalarStyle.Folded => YamlStyle.Folded,
            _ => YamlStyle.Plain,
        };
        _found.Enqueue(new Scalar(
            decoration.AnchorName, decoration.TagName, text, written, isPlainImplicit: written == YamlStyle.Plain, isQuotedImplicit: written != YamlStyle.Plain, At(place), At(place)));
    }

    /// <summary>The beginning of a list.</summary>
    public void BeginList(bool isFlow, YamlDecoration decoration, SourcePosition place) => _found.Enqueue(new SequenceStart(
        decoration.AnchorName, decoration.TagName, decoration.TagName.IsEmpty, isFlow ? SequenceStyle.Flow : SequenceStyle.Block, At(place), At(place)));

    /// <summary>The end of a list.</summary>
    public void EndList() => _found.Enqueue(new SequenceEnd());

    /// <summary>The beginning of a map; keys and values follow in turn.</summary>
    public void BeginMap(bool isFlow, YamlDecoration decoration, SourcePosition place) => _found.Enqueue(new MappingStart(
        decoration.AnchorName, decoration.TagName, decoration.TagName.IsEmpty, isFlow ? MappingStyle.Flow : MappingStyle.Block, At(place), At(place)));

    /// <summary>The end of a map.</summary>
    public void EndMap() => _found.Enqueue(new MappingEnd());

    /// <summary>The tree; null-valued where nothing is found.</summary>
    /// <param name="findMore">Lets the other reader go on by a step; false at the end of the document.</param>
    /// <exception cref="ProblemException">It is over a budget, or has no meaning.</exception>
    public Node Build(Func<bool> findMore) =>
        new EventTreeBuilder(new Found(_found, findMore), file, options).Documents() is [var first, ..] ? first : ScalarNode.Null;

    private static Mark At(SourcePosition place) => new(0, Math.Max(place.Line, 1), Math.Max(place.Column, 1));

    // A stream of one document, or of none.
    private sealed class Found(Queue<ParsingEvent> found, Func<bool> findMore) : IParser
    {
        private bool _isOver;

        public ParsingEvent? Current { get; private set; }

        public bool MoveNext()
        {
            while (found.Count == 0 && !_isOver)
            {
                _isOver = !findMore();
            }

            Current = Current switch
            {
                null => new StreamStart(),
                StreamStart => found.Count > 0 ? new DocumentStart() : new StreamEnd(),
                StreamEnd => null,
                DocumentEnd => new StreamEnd(),
                _ => found.TryDequeue(out var next) ? next : new DocumentEnd(isImplicit: true),
            };
            return Current is not null;
        }
    }
}

/// <summary>What may stand before a value.</summary>
/// <param name="Anchor">Its name; empty for none.</param>
/// <param name="Tag">The whole tag; empty for none.</param>
public readonly record struct YamlDecoration(string Anchor, string Tag)
{
    /// <summary>Nothing.</summary>
    public static YamlDecoration None { get; } = new("", "");

    internal AnchorName AnchorName => Anchor.Length == 0 ? AnchorName.Empty : new AnchorName(Anchor);

    // The builder's parser takes URIs and local names; what is neither has no meaning anyway.
    internal TagName TagName => Tag.Length == 0 ? TagName.Empty
        : new TagName(Tag[0] == '!' || Uri.IsWellFormedUriString(Tag, UriKind.RelativeOrAbsolute) ? Tag : "!" + Tag);
}

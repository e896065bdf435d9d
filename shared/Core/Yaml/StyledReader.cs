using System.Text;
using Plumbline.Core.Objects;
using Plumbline.Core.Problems;
using YamlDotNet.Core;
using YamlDotNet.Core.Events;

namespace Plumbline.Core.Yaml;

/// <summary>Reads one document with its comments. Recursion is bounded by <see cref="YamlReadOptions.MaxDepth"/>.</summary>
internal sealed class StyledReader(IParser parser, YamlReadOptions options)
{
    private const string CoreTags = "tag:yaml.org,2002:";

    private readonly Dictionary<(Node, int), EntryStyle> _entries = [];
    private readonly List<(string Text, long Line, long Column, bool Apart)> _pending = [];
    private long _contentEnd;
    private string? _inline;

    // Of the value that was read last.
    private string? _tag;
    private Objects.ScalarStyle _quotes;

    public static StyledYaml? Read(string text, YamlReadOptions options)
    {
        // The reader proper checks characters, budgets and tags; what it accepts is then read again with its comments.
        if (YamlReader.ReadAll(text, null, options).Count == 0)
        {
            return null;
        }

        try
        {
            return new StyledReader(new Parser(new Scanner(new StringReader(text), skipComments: false)), options).Document();
        }
        catch (Exception e) when (e is YamlException or InvalidOperationException or ArgumentException or FormatException or IndexOutOfRangeException or OverflowException)
        {
            throw NotStyled();
        }
    }

    private static ProblemException NotStyled() => YamlReader.Refuse(ProblemCode.YamlSyntax, "The text cannot be kept as it is written.", null, default);

    private StyledYaml Document()
    {
        Next();
        Next();
        Next();
        var root = Value(0, out var line);
        if (line is not null)
        {
            _pending.Add((line, 0, 0, false));
        }

        return new StyledYaml(root, _entries, _pending.Count > 0 ? "\n" + Taken(_pending.Count, long.MinValue) : "");
    }

    private Node Value(int depth, out string? comment)
    {
        if (depth > options.MaxDepth)
        {
            throw NotStyled();
        }

        switch (parser.Current)
        {
            case Scalar { Anchor.IsEmpty: true } scalar:
                var node = ScalarResolver.Resolve(scalar, EventTreeBuilder.Place(scalar.Start), options, null);
                (_tag, _quotes) = (scalar.Tag.IsEmpty || scalar.Tag.IsNonSpecific ? null : Shown(scalar.Tag.Value), ScalarResolver.Style(scalar.Style));
                Next();
                comment = Inline();
                return node;
            case SequenceStart { Anchor.IsEmpty: true } start:
                return List(start, depth, out comment);
            case MappingStart { Anchor.IsEmpty: true } start:
                return Map(start, depth, out comment);
            default:
                throw NotStyled();
        }
    }

    private ListNode List(SequenceStart start, int depth, out string? comment)
    {
        var list = new ListNode { IsFlow = start.Style == SequenceStyle.Flow };
        Next();
        comment = list.IsFlow ? null : Inline();
        while (parser.Current is not SequenceEnd)
        {
            var head = Head(parser.Current!.Start.Line);
            list.Add(Value(depth + 1, out var line));
            Keep(list, list.Count - 1, Objects.ScalarStyle.Plain, head, line);
        }

        Foot(list, list.Count - 1, start.Start.Column);
        Next();
        _tag = null;
        comment ??= list.IsFlow ? Inline() : null;
        return list;
    }

    private MapNode Map(MappingStart start, int depth, out string? comment)
    {
        var map = new MapNode { IsFlow = start.Style == MappingStyle.Flow };
        Next();
        comment = map.IsFlow ? null : Inline();
        while (parser.Current is not MappingEnd)
        {
            if (parser.Current is not Scalar { Anchor.IsEmpty: true } key || (key.Value == "<<" && key.Style == YamlDotNet.Core.ScalarStyle.Plain))
            {
                throw NotStyled();
            }

            var head = Head(key.Start.Line);
            var name = ScalarResolver.Resolve(key, EventTreeBuilder.Place(key.Start), options, null);
            Next();
            var behindKey = Inline();
            var value = Value(depth + 1, out var line);
            map.Set(name.Text, value);
            Keep(map, map.Count - 1, name.Style, head, behindKey ?? line);
        }

        Foot(map, map.Count - 1, start.Start.Column);
        Next();
        _tag = null;
        comment ??= map.IsFlow ? Inline() : null;
        return map;
    }

    private void Keep(Node holder, int index, Objects.ScalarStyle key, string? head, string? line)
    {
        if (key != Objects.ScalarStyle.Plain || head is not null || line is not null || _tag is not null)
        {
            _entries[(holder, index)] = new EntryStyle(key, head, line, Tag: _tag, Quotes: _quotes);
        }
    }

    private static string Shown(string tag) =>
        tag.StartsWith(CoreTags, StringComparison.Ordinal) ? "!!" + tag[CoreTags.Length..] : tag.StartsWith('!') ? tag : $"!<{tag}>";

    /// <summary>Comments behind the last entry that stand as far in as it belong to it, unless a blank line sets them apart.</summary>
    private void Foot(Node holder, int index, long column)
    {
        var count = _pending.FindIndex(p => p.Column < column) is var end and >= 0 ? end : _pending.Count;
        if (count > 0 && index >= 0 && !_pending[0].Apart)
        {
            _entries[(holder, index)] = _entries.GetValueOrDefault((holder, index)) with { Foot = Taken(count, long.MinValue) };
        }
    }

    /// <summary>Takes the first comments out, with the blank lines between them and before <paramref name="next"/>.</summary>
    private string Taken(int count, long next)
    {
        var text = new StringBuilder();
        for (var i = 0; i < count; i++)
        {
            text.Append(i > 0 && _pending[i].Apart ? "\n" : "").Append(_pending[i].Text).Append('\n');
        }

        text.Append(count > 0 && next > _pending[count - 1].Line + 1 ? "\n" : "");
        _pending.RemoveRange(0, count);
        return text.ToString();
    }

    private string? Inline()
    {
        var comment = _inline;
        _inline = null;
        return comment;
    }

    private string? Head(long line) => _pending.Count == 0 ? null : Taken(_pending.Count, line);

    private void Next()
    {
        while (true)
        {
            if (!parser.MoveNext())
            {
                throw NotStyled();
            }

            if (parser.Current is not Comment comment)
            {
                _contentEnd = parser.Current is Scalar or SequenceStart or MappingStart ? Math.Max(_contentEnd, parser.Current.End.Line) : _contentEnd;
                return;
            }

            if (comment.IsInline)
            {
                _inline = "# " + comment.Value.Trim();
                continue;
            }

            var before = _pending.Count > 0 ? _pending[^1].Line : _contentEnd;
            _pending.Add(("# " + comment.Value.Trim(), comment.Start.Line, comment.Start.Column, comment.Start.Line > before + 1));
        }
    }
}

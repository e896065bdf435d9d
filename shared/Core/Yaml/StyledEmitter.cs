using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text;
using Plumbline.Core.Objects;
using Plumbline.Core.Problems;

namespace Plumbline.Core.Yaml;

/// <summary>Writes a tree in the styles its nodes carry, on lines of any length: the form of Go's YAML library 3.</summary>
internal sealed class StyledEmitter(StringBuilder target, Dictionary<(Node Holder, int Index), EntryStyle> entries)
{
    private const int Step = 2;

    private int _depth;

    public void Document(Node node)
    {
        if (IsBlock(node))
        {
            Block(node, 0, startsLine: true);
            return;
        }

        Scalar(node, 0, inFlow: false);
        target.Append('\n');
    }

    private static bool IsBlock(Node node) => node is MapNode { Count: > 0, IsFlow: false } or ListNode { Count: > 0, IsFlow: false };

    private void Block(Node node, int indent, bool startsLine)
    {
        Enter();
        for (var i = 0; i < (node as MapNode)?.Count || i < (node as ListNode)?.Count; i++)
        {
            var style = entries.GetValueOrDefault((node, i));
            Start(style.Head, indent, startsLine || i > 0);
            if (node is MapNode map)
            {
                var entry = map.EntryAt(i);
                Text(entry.Key, style.Key, indent, inFlow: false, key: true);
                target.Append(':');
                Value(entry.Value, entry.Value is ListNode ? indent : indent + Step, style, inList: false);
            }
            else
            {
                target.Append('-');
                Value(((ListNode)node)[i], indent + Step, style, inList: true);
            }

            if (style.Foot is not null)
            {
                Start(style.Foot, indent, startsLine: true, thenContent: false);
                target.Append(i + 1 < ((node as MapNode)?.Count ?? ((ListNode)node).Count) ? "\n" : "");
            }
        }

        _depth--;
    }

    private void Start(string? head, int indent, bool startsLine, bool thenContent = true)
    {
        foreach (var line in head is null ? [] : head.Split('\n')[..^1])
        {
            target.Append(' ', startsLine && line.Length > 0 ? indent : 0).Append(line).Append('\n');
            startsLine = true;
        }

        target.Append(' ', startsLine && thenContent ? indent : 0);
    }

    private void Value(Node value, int indent, in EntryStyle style, bool inList)
    {
        var line = style.Line;
        if (IsBlock(value))
        {
            var onLine = inList && line is null;
            target.Append(line is null ? "" : " " + line).Append(onLine ? " " : "\n");
            Block(value, indent, startsLine: !onLine);
            return;
        }

        target.Append(' ');
        if (value is ScalarNode tagged && style.Tag is not null)
        {
            Tagged(tagged, style, indent, inFlow: false);
        }
        else
        {
            Scalar(value, indent, inFlow: false, line);
        }

        target.Append('\n');
    }

    /// <summary>A scalar, or a collection in brackets.</summary>
    private void Scalar(Node node, int indent, bool inFlow, string? line = null)
    {
        switch (node)
        {
            case MapNode map:
                Flow('{', '}', map.Count, indent, i =>
                {
                    var entry = map.EntryAt(i);
                    Text(entry.Key, entries.GetValueOrDefault((map, i)).Key, indent, inFlow: true, key: true);
                    target.Append(": ");
                    InFlow(map, i, entry.Value, indent);
                });
                break;
            case ListNode list:
                Flow('[', ']', list.Count, indent, i => InFlow(list, i, list[i], indent));
                break;
            case ScalarNode { Kind: NodeKind.String, Style: var style } scalar:
                if (Text(scalar.StringValue!, style, indent, inFlow, key: false, line))
                {
                    return;
                }

                break;
            case ScalarNode scalar:
                target.Append(scalar.Kind == NodeKind.Float ? Number(scalar) : scalar.Text);
                break;
        }

        target.Append(line is null ? "" : " " + line);
    }

    private void InFlow(Node holder, int index, Node value, int indent)
    {
        if (value is ScalarNode tagged && entries.GetValueOrDefault((holder, index)) is { Tag: not null } style)
        {
            Tagged(tagged, style, indent, inFlow: true);
            return;
        }

        Scalar(value, indent, inFlow: true);
    }

    // What has a tag keeps its quotes, whatever its text would be read as without it.
    private void Tagged(ScalarNode value, in EntryStyle style, int indent, bool inFlow)
    {
        target.Append(style.Tag).Append(' ');
        var analysis = TextAnalysis.Of(value.Text, tabsInBlocks: true);
        var isPlain = style.Quotes == ScalarStyle.Plain;
        if (isPlain && (inFlow ? analysis.PlainInFlow(value.Text) : analysis.Plain))
        {
            target.Append(value.Text);
        }
        else if (Text(value.Text, isPlain ? ScalarStyle.SingleQuoted : style.Quotes, indent, inFlow, key: false, style.Line))
        {
            return;
        }

        target.Append(style.Line is null ? "" : " " + style.Line);
    }

    private static string Number(ScalarNode scalar) => double.IsFinite(scalar.FloatValue) ? scalar.Text : scalar.Text is "NaN" ? ".nan" : scalar.Text;

    private void Flow(char open, char close, int count, int indent, Action<int> item)
    {
        Enter();
        target.Append(open);
        for (var i = 0; i < count; i++)
        {
            target.Append(i > 0 ? ", " : "");
            item(i);
        }

        target.Append(close);
        _depth--;
    }

    /// <summary>Writes a text; true when the comment of its line is written already.</summary>
    private bool Text(string text, ScalarStyle style, int indent, bool inFlow, bool key, string? line = null)
    {
        if (key && OddKey.Is(text))
        {
            target.Append(OddKey.Written(text));
            return false;
        }

        var analysis = TextAnalysis.Of(text, tabsInBlocks: true);
        if (style == ScalarStyle.Plain)
        {
            style = text.Contains('\n') ? ScalarStyle.Literal
                : ScalarResolver.Plain(text, default, YamlDialect.Kyaml).Kind != NodeKind.String ? ScalarStyle.DoubleQuoted
                : (inFlow ? analysis.PlainInFlow(text) : analysis.Plain) ? ScalarStyle.Plain : ScalarStyle.SingleQuoted;
        }

        if (style is ScalarStyle.Literal or ScalarStyle.Folded && (inFlow || key || !analysis.Block))
        {
            style = ScalarStyle.DoubleQuoted;
        }

        if (style == ScalarStyle.SingleQuoted && (!analysis.Single || (key && analysis.Multiline)))
        {
            style = ScalarStyle.DoubleQuoted;
        }

        switch (style)
        {
            case ScalarStyle.Plain:
                target.Append(text);
                return false;
            case ScalarStyle.SingleQuoted:
                target.Append('\'').Append(text.Replace("'", "''", StringComparison.Ordinal)).Append('\'');
                return false;
            case ScalarStyle.DoubleQuoted:
                Quoted(text);
                return false;
            default:
                Lines(text, style == ScalarStyle.Literal ? '|' : '>', indent, line);
                return true;
        }
    }

    private void Lines(string text, char mark, int indent, string? line)
    {
        target.Append(mark).Append(text[0] is ' ' or '\n' ? Step.ToString(CultureInfo.InvariantCulture) : "");
        target.Append(!text.EndsWith('\n') ? "-" : text.EndsWith("\n\n", StringComparison.Ordinal) || text.Length == 1 ? "+" : "");
        target.Append(line is null ? "" : " " + line);
        var body = text.EndsWith('\n') ? text[..^1] : text;
        var doubled = mark == '>' && FoldedText.Doubles(text);
        var left = text.AsSpan().Count('\n');
        foreach (var part in body.Split('\n'))
        {
            target.Append('\n').Append(' ', part.Length > 0 ? Math.Max(indent, Step) : 0).Append(part);
            if (doubled && left-- > 0 && FoldedText.IsDoubled(part))
            {
                target.Append('\n');
            }
        }
    }

    private void Quoted(string text)
    {
        target.Append('"');
        for (var i = 0; i < text.Length; i++)
        {
            var c = text[i];
            if (c is '"' or '\\' || !TextAnalysis.IsPrintable(c) || TextAnalysis.IsBreak(c))
            {
                YamlTextWriter.Escape(target, text, ref i);
            }
            else
            {
                target.Append(c);
            }
        }

        target.Append('"');
    }

    private void Enter()
    {
        if (++_depth > YamlWriter.MaxDepth)
        {
            throw new ProblemException(new Problem(ProblemCode.RenderBudget, $"The object is nested more than {YamlWriter.MaxDepth} levels deep."));
        }

        RuntimeHelpers.EnsureSufficientExecutionStack();
    }
}

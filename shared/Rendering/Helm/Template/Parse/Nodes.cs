using System.Numerics;
using System.Text;
using Plumbline.Rendering.Helm.Template.Fmt;
using Plumbline.Rendering.Helm.Values;

namespace Plumbline.Rendering.Helm.Template.Parse;

/// <summary>A node of a parsed template.</summary>
/// <param name="tree">The template it belongs to.</param>
/// <param name="position">Where it starts in the file.</param>
internal abstract class Node(Tree tree, int position)
{
    /// <summary>The template it belongs to.</summary>
    public Tree Tree { get; } = tree;

    /// <summary>Where it starts in the file.</summary>
    public int Position { get; } = position;

    /// <summary>Writes it back as template text, as error messages show it.</summary>
    public abstract void WriteTo(StringBuilder text);

    /// <inheritdoc/>
    public sealed override string ToString()
    {
        var text = new StringBuilder();
        WriteTo(text);
        return text.ToString();
    }
}

/// <summary>A sequence of nodes.</summary>
internal sealed class ListNode(Tree tree, int position) : Node(tree, position)
{
    private readonly List<Node> _building = [];
    private Node[]? _nodes;

    /// <summary>The nodes in order.</summary>
    public Node[] Nodes => _nodes ??= [.. _building];

    /// <summary>Appends a node while parsing.</summary>
    public void Add(Node node) => _building.Add(node);

    /// <inheritdoc/>
    public override void WriteTo(StringBuilder text)
    {
        foreach (var node in Nodes)
        {
            node.WriteTo(text);
        }
    }

    /// <summary>Whether it writes nothing but white space.</summary>
    public bool IsBlank => Array.TrueForAll(Nodes, n => n is TextNode t && string.IsNullOrWhiteSpace(t.Text));
}

/// <summary>Plain text.</summary>
internal sealed class TextNode(Tree tree, int position, string text) : Node(tree, position)
{
    public string Text { get; } = text;

    public override void WriteTo(StringBuilder text) => text.Append(Text);
}

/// <summary>A pipeline, with the variables it declares or assigns.</summary>
internal sealed class PipeNode(Tree tree, int position) : Node(tree, position)
{
    public bool IsAssign { get; set; }

    public List<VariableNode> Declarations { get; } = [];

    public List<CommandNode> Commands { get; } = [];

    public override void WriteTo(StringBuilder text)
    {
        for (var i = 0; i < Declarations.Count; i++)
        {
            text.Append(i > 0 ? ", " : "");
            Declarations[i].WriteTo(text);
        }

        text.Append(Declarations.Count == 0 ? "" : IsAssign ? " = " : " := ");
        for (var i = 0; i < Commands.Count; i++)
        {
            text.Append(i > 0 ? " | " : "");
            Commands[i].WriteTo(text);
        }
    }
}

/// <summary>An action that writes the value of a pipeline.</summary>
internal sealed class ActionNode(Tree tree, int position, PipeNode pipe) : Node(tree, position)
{
    public PipeNode Pipe { get; } = pipe;

    public override void WriteTo(StringBuilder text)
    {
        text.Append("{{");
        Pipe.WriteTo(text);
        text.Append("}}");
    }
}

/// <summary>A command: a function, field or value with arguments.</summary>
internal sealed class CommandNode(Tree tree, int position) : Node(tree, position)
{
    private readonly List<Node> _building = [];
    private Node[]? _arguments;

    /// <summary>The first word and its arguments.</summary>
    public Node[] Arguments => _arguments ??= [.. _building];

    public void Add(Node node) => _building.Add(node);

    public override void WriteTo(StringBuilder text)
    {
        for (var i = 0; i < Arguments.Length; i++)
        {
            text.Append(i > 0 ? " " : "");
            if (Arguments[i] is PipeNode)
            {
                text.Append('(');
                Arguments[i].WriteTo(text);
                text.Append(')');
            }
            else
            {
                Arguments[i].WriteTo(text);
            }
        }
    }
}

/// <summary>The name of a function.</summary>
internal sealed class IdentifierNode(Tree tree, int position, GoFunction function) : Node(tree, position)
{
    public GoFunction Function { get; } = function;

    public override void WriteTo(StringBuilder text) => text.Append(Function.Name);
}

/// <summary>A variable, maybe with fields behind it.</summary>
internal sealed class VariableNode(Tree tree, int position, string text) : Node(tree, position)
{
    public string[] Names { get; } = Array.ConvertAll(text.Split('.'), string.Intern);

    public override void WriteTo(StringBuilder text) => text.AppendJoin('.', Names);
}

/// <summary>The cursor.</summary>
internal sealed class DotNode(Tree tree, int position) : Node(tree, position)
{
    public override void WriteTo(StringBuilder text) => text.Append('.');
}

/// <summary>The untyped nil.</summary>
internal sealed class NilNode(Tree tree, int position) : Node(tree, position)
{
    public override void WriteTo(StringBuilder text) => text.Append("nil");
}

/// <summary>Fields of the cursor.</summary>
internal sealed class FieldNode(Tree tree, int position, string text) : Node(tree, position)
{
    public string[] Names { get; } = text[1..].Split('.');

    public override void WriteTo(StringBuilder text)
    {
        foreach (var name in Names)
        {
            text.Append('.').Append(name);
        }
    }
}

/// <summary>Fields of another term, such as a parenthesized pipeline.</summary>
internal sealed class ChainNode(Tree tree, int position, Node term) : Node(tree, position)
{
    private readonly List<string> _building = [];
    private string[]? _names;

    public Node Term { get; } = term;

    public string[] Names => _names ??= [.. _building];

    public void Add(string field) => _building.Add(field[1..]);

    public override void WriteTo(StringBuilder text)
    {
        text.Append(Term is PipeNode ? "(" : "");
        Term.WriteTo(text);
        text.Append(Term is PipeNode ? ")" : "");
        foreach (var name in Names)
        {
            text.Append('.').Append(name);
        }
    }
}

/// <summary>A boolean constant.</summary>
internal sealed class BoolNode(Tree tree, int position, bool value) : Node(tree, position)
{
    public object Value { get; } = Boxes.Of(value);

    public override void WriteTo(StringBuilder text) => text.Append(value ? "true" : "false");
}

/// <summary>A number, under every type that can hold it.</summary>
internal sealed class NumberNode(Tree tree, int position, string source) : Node(tree, position)
{
    /// <summary>The text of the number.</summary>
    public string Source { get; } = source;

    public long? Integer { get; set; }

    public ulong? Unsigned { get; set; }

    public double? Float { get; set; }

    public Complex? Complex { get; set; }

    /// <summary>The value where no type is asked for; null when it fits none (an error).</summary>
    public object? Ideal { get; set; }

    public override void WriteTo(StringBuilder text) => text.Append(Source);
}

/// <summary>A string constant.</summary>
internal sealed class StringNode(Tree tree, int position, string quoted, string value) : Node(tree, position)
{
    public string Value { get; } = value;

    public override void WriteTo(StringBuilder text) => text.Append(quoted);
}

/// <summary>The end of a list of nodes: <c>{{end}}</c> or <c>{{else}}</c>. Only seen while parsing.</summary>
internal sealed class TerminatorNode(Tree tree, int position, bool isElse) : Node(tree, position)
{
    public bool IsElse { get; } = isElse;

    public override void WriteTo(StringBuilder text) => text.Append(IsElse ? "{{else}}" : "{{end}}");
}

/// <summary>The kinds of control structures with a body.</summary>
internal enum BranchKind
{
    If,
    Range,
    With,
}

/// <summary><c>if</c>, <c>range</c> or <c>with</c>.</summary>
internal sealed class BranchNode(Tree tree, BranchKind kind, PipeNode pipe, ListNode body, ListNode? otherwise) : Node(tree, pipe.Position)
{
    public BranchKind Kind { get; } = kind;

    public PipeNode Pipe { get; } = pipe;

    public ListNode Body { get; } = body;

    public ListNode? Else { get; } = otherwise;

    public override void WriteTo(StringBuilder text)
    {
        text.Append("{{").Append(Kind switch { BranchKind.If => "if ", BranchKind.Range => "range ", _ => "with " });
        Pipe.WriteTo(text);
        text.Append("}}");
        Body.WriteTo(text);
        if (Else is not null)
        {
            text.Append("{{else}}");
            Else.WriteTo(text);
        }

        text.Append("{{end}}");
    }
}

/// <summary><c>break</c> or <c>continue</c>.</summary>
internal sealed class JumpNode(Tree tree, int position, bool isBreak) : Node(tree, position)
{
    public bool IsBreak { get; } = isBreak;

    public override void WriteTo(StringBuilder text) => text.Append(IsBreak ? "{{break}}" : "{{continue}}");
}

/// <summary>A call of a named template.</summary>
internal sealed class TemplateNode(Tree tree, int position, string name, PipeNode? pipe) : Node(tree, position)
{
    public string Name { get; } = name;

    public PipeNode? Pipe { get; } = pipe;

    public override void WriteTo(StringBuilder text)
    {
        text.Append("{{template ").Append(GoStrconv.Quote(Name));
        if (Pipe is not null)
        {
            text.Append(' ');
            Pipe.WriteTo(text);
        }

        text.Append("}}");
    }
}

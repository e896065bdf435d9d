using System.Globalization;
using System.Runtime.CompilerServices;
using Plumbline.Rendering.Helm.Template.Fmt;
using Plumbline.Rendering.Helm.Values;

namespace Plumbline.Rendering.Helm.Template.Parse;

/// <summary>
/// Parses one template file into trees: one for the file and one for each <c>define</c> and <c>block</c>. Follows Go's text/template/parse, whose look-ahead buffer (one per
/// tree) decides which line an error names.
/// </summary>
internal sealed partial class Parser
{
    /// <summary>Nesting of parentheses and control structures that is still parsed; Go's own limit is of the stack's size.</summary>
    private const int MaximumDepth = 1_000;

    private readonly FileState _file;
    private readonly Tree _tree;
    private readonly Token[] _tokens = new Token[3];
    private readonly List<string> _variables = ["$"];
    private int _peeked;
    private int _rangeDepth;
    private int _actionLine;

    private Parser(FileState file, Tree tree)
    {
        _file = file;
        _tree = tree;
    }

    /// <summary>Parses a file.</summary>
    /// <param name="name">Name of the file and of the template its text makes.</param>
    /// <param name="text">Its text.</param>
    /// <param name="functions">Finds a function by name, or gives null.</param>
    /// <returns>The trees by name; the file's own is among them.</returns>
    /// <exception cref="TemplateException">It is no template.</exception>
    public static ParsedFile Parse(string name, string text, Func<string, GoFunction?> functions)
    {
        var file = new FileState(new Lexer(text, functions("break") is null, functions("continue") is null), functions, text);
        var tree = new Tree(name, name, text);
        var parser = new Parser(file, tree);
        parser.ParseFile();
        parser.AddTree(tree);
        return new ParsedFile(tree, file.Trees);
    }

    private void ParseFile()
    {
        _tree.Root = new ListNode(_tree, Peek().Position);
        while (Peek().Kind != TokenKind.Eof)
        {
            if (Peek().Kind == TokenKind.LeftDelimiter)
            {
                var delimiter = NextToken();
                if (NextNonSpace().Kind == TokenKind.Define)
                {
                    new Parser(_file, new Tree("definition", _tree.ParseName, _file.Text)).ParseDefinition();
                    continue;
                }

                Back2(delimiter);
            }

            var node = TextOrAction();
            if (node is TerminatorNode)
            {
                throw Error($"unexpected {node}");
            }

            _tree.Root.Add(node);
        }
    }

    private void ParseDefinition()
    {
        const string context = "define clause";
        var name = NextNonSpace();
        if (name.Kind is not (TokenKind.String or TokenKind.RawString))
        {
            throw Unexpected(name, context);
        }

        _tree.Name = Unquote(name);
        Expect(TokenKind.RightDelimiter, context);
        (_tree.Root, var end) = ItemList();
        if (end.IsElse)
        {
            throw Error($"unexpected {end} in {context}");
        }

        AddTree(_tree);
    }

    private void AddTree(Tree tree)
    {
        if (!_file.Trees.TryGetValue(tree.Name, out var known) || known.Root.IsBlank)
        {
            _file.Trees[tree.Name] = tree;
        }
        else if (!tree.Root.IsBlank)
        {
            throw Error($"template: multiple definition of template {GoStrconv.Quote(tree.Name)}");
        }
    }

    private (ListNode List, TerminatorNode End) ItemList()
    {
        var list = new ListNode(_tree, PeekNonSpace().Position);
        while (PeekNonSpace().Kind != TokenKind.Eof)
        {
            var node = TextOrAction();
            if (node is TerminatorNode end)
            {
                return (list, end);
            }

            list.Add(node);
        }

        throw Error("unexpected EOF");
    }

    private Node TextOrAction()
    {
        var token = NextNonSpace();
        switch (token.Kind)
        {
            case TokenKind.Text:
                return new TextNode(_tree, token.Position, token.Text);
            case TokenKind.LeftDelimiter:
                _actionLine = token.Line;
                var action = Action();
                _actionLine = 0;
                return action;
            default:
                throw Unexpected(token, "input");
        }
    }

    private Node Action()
    {
        var token = NextNonSpace();
        switch (token.Kind)
        {
            case TokenKind.Block:
                return Block();
            case TokenKind.Break or TokenKind.Continue:
                return Jump(token);
            case TokenKind.Else:
                return ElseClause();
            case TokenKind.End:
                return new TerminatorNode(_tree, Expect(TokenKind.RightDelimiter, "end").Position, isElse: false);
            case TokenKind.If:
                return Control(BranchKind.If, "if");
            case TokenKind.Range:
                return Control(BranchKind.Range, "range");
            case TokenKind.With:
                return Control(BranchKind.With, "with");
            case TokenKind.Template:
                return TemplateCall();
        }

        Back();
        token = Peek();
        return new ActionNode(_tree, token.Position, Pipeline("command", TokenKind.RightDelimiter));
    }

    private JumpNode Jump(Token word)
    {
        var context = word.Kind == TokenKind.Break ? "{{break}}" : "{{continue}}";
        var token = NextNonSpace();
        if (token.Kind != TokenKind.RightDelimiter)
        {
            throw Unexpected(token, context);
        }

        if (_rangeDepth == 0)
        {
            throw Error($"{context} outside {{{{range}}}}");
        }

        return new JumpNode(_tree, word.Position, word.Kind == TokenKind.Break);
    }

    private TerminatorNode ElseClause()
    {
        var next = PeekNonSpace();
        if (next.Kind is TokenKind.If or TokenKind.With)
        {
            // "{{else if" and "{{else with" leave the word to be read as the start of a nested structure.
            return new TerminatorNode(_tree, next.Position, isElse: true);
        }

        return new TerminatorNode(_tree, Expect(TokenKind.RightDelimiter, "else").Position, isElse: true);
    }

    private BranchNode Control(BranchKind kind, string context)
    {
        using var _ = Nested();
        var variables = _variables.Count;
        var pipe = Pipeline(context, TokenKind.RightDelimiter);
        _rangeDepth += kind == BranchKind.Range ? 1 : 0;
        var (body, end) = ItemList();
        _rangeDepth -= kind == BranchKind.Range ? 1 : 0;
        ListNode? otherwise = null;
        if (end.IsElse)
        {
            var follows = kind switch { BranchKind.If => TokenKind.If, BranchKind.With => TokenKind.With, _ => TokenKind.Eof };
            if (follows != TokenKind.Eof && Peek().Kind == follows)
            {
                NextToken();
                otherwise = new ListNode(_tree, end.Position);
                otherwise.Add(Control(kind, context));
            }
            else
            {
                (otherwise, end) = ItemList();
                if (end.IsElse)
                {
                    throw Error($"expected end; found {end}");
                }
            }
        }

        _variables.RemoveRange(variables, _variables.Count - variables);
        return new BranchNode(_tree, kind, pipe, body, otherwise);
    }

    private TemplateNode Block()
    {
        const string context = "block clause";
        using var _ = Nested();
        var token = NextNonSpace();
        var name = TemplateName(token, context);
        var pipe = Pipeline(context, TokenKind.RightDelimiter);
        var block = new Parser(_file, new Tree(name, _tree.ParseName, _file.Text));
        (block._tree.Root, var end) = block.ItemList();
        if (end.IsElse)
        {
            throw Error($"unexpected {end} in {context}");
        }

        block.AddTree(block._tree);
        return new TemplateNode(_tree, token.Position, name, pipe);
    }

    private TemplateNode TemplateCall()
    {
        const string context = "template clause";
        var token = NextNonSpace();
        var name = TemplateName(token, context);
        PipeNode? pipe = null;
        if (NextNonSpace().Kind != TokenKind.RightDelimiter)
        {
            Back();
            pipe = Pipeline(context, TokenKind.RightDelimiter);
        }

        return new TemplateNode(_tree, token.Position, name, pipe);
    }

    private string TemplateName(Token token, string context) =>
        token.Kind is TokenKind.String or TokenKind.RawString ? Unquote(token) : throw Unexpected(token, context);

    private string Unquote(Token token) => GoStrconv.Unquote(token.Text) ?? throw Error("invalid syntax");

    private Token NextToken()
    {
        if (_peeked > 0)
        {
            _peeked--;
        }
        else
        {
            _tokens[0] = _file.Lexer.Next();
        }

        return _tokens[_peeked];
    }

    private void Back() => _peeked++;

    private void Back2(Token first)
    {
        _tokens[1] = first;
        _peeked = 2;
    }

    private void Back3(Token first, Token second)
    {
        _tokens[1] = second;
        _tokens[2] = first;
        _peeked = 3;
    }

    private Token Peek()
    {
        if (_peeked > 0)
        {
            return _tokens[_peeked - 1];
        }

        _peeked = 1;
        return _tokens[0] = _file.Lexer.Next();
    }

    private Token NextNonSpace()
    {
        var token = NextToken();
        while (token.Kind == TokenKind.Space)
        {
            token = NextToken();
        }

        return token;
    }

    private Token PeekNonSpace()
    {
        var token = NextNonSpace();
        Back();
        return token;
    }

    private Token Expect(TokenKind kind, string context)
    {
        var token = NextNonSpace();
        return token.Kind == kind ? token : throw Unexpected(token, context);
    }

    private TemplateException Unexpected(Token token, string context)
    {
        if (token.Kind != TokenKind.Error)
        {
            return Error($"unexpected {token} in {context}");
        }

        var place = "";
        if (_actionLine != 0 && _actionLine != token.Line)
        {
            place = token.Text.EndsWith(" action", StringComparison.Ordinal) ? "" : " in action";
            place += $" started at {_tree.ParseName}:{_actionLine.ToString(CultureInfo.InvariantCulture)}";
        }

        return Error(token.Text + place);
    }

    private TemplateException Error(string message)
    {
        var line = _tokens[0].Line;
        return new TemplateException($"template: {_tree.ParseName}:{line.ToString(CultureInfo.InvariantCulture)}: {message}", _tree.ParseName, line, -1);
    }

    private DepthGuard Nested()
    {
        if (++_file.Depth > MaximumDepth || !RuntimeHelpers.TryEnsureSufficientExecutionStack())
        {
            throw Error("max expression depth exceeded");
        }

        return new DepthGuard(_file);
    }

    private readonly struct DepthGuard(FileState file) : IDisposable
    {
        public void Dispose() => file.Depth--;
    }

    private sealed class FileState(Lexer lexer, Func<string, GoFunction?> functions, string text)
    {
        public Lexer Lexer { get; } = lexer;

        public Func<string, GoFunction?> Functions { get; } = functions;

        public string Text { get; } = text;

        public Dictionary<string, Tree> Trees { get; } = new(StringComparer.Ordinal);

        public int Depth { get; set; }
    }
}

using Plumbline.Rendering.Helm.Template.Fmt;

namespace Plumbline.Rendering.Helm.Template.Parse;

/// <summary>The part of the parser inside of actions: pipelines, commands, operands.</summary>
internal sealed partial class Parser
{
    private PipeNode Pipeline(string context, TokenKind end)
    {
        using var _ = Nested();
        var pipe = new PipeNode(_tree, PeekNonSpace().Position);
        while (Declaration(pipe, context))
        {
        }

        while (true)
        {
            var token = NextNonSpace();
            if (token.Kind == end)
            {
                CheckPipeline(pipe, context);
                return pipe;
            }

            switch (token.Kind)
            {
                case TokenKind.Bool or TokenKind.CharConstant or TokenKind.Complex or TokenKind.Dot or TokenKind.Field or TokenKind.Identifier
                    or TokenKind.Number or TokenKind.Nil or TokenKind.RawString or TokenKind.String or TokenKind.Variable or TokenKind.LeftParenthesis:
                    Back();
                    pipe.Commands.Add(Command());
                    break;
                default:
                    throw Unexpected(token, context);
            }
        }
    }

    // One declared variable; true when another one may follow.
    private bool Declaration(PipeNode pipe, string context)
    {
        var variable = PeekNonSpace();
        if (variable.Kind != TokenKind.Variable)
        {
            return false;
        }

        NextToken();

        // Space is a token: "$x foo" needs three tokens to see that $x is an argument, so the one next to the variable may have to be pushed back too.
        var adjacent = Peek();
        var next = PeekNonSpace();
        if (next.Kind is TokenKind.Assign or TokenKind.Declare)
        {
            pipe.IsAssign = next.Kind == TokenKind.Assign;
            NextNonSpace();
            Declare(pipe, variable);
            return false;
        }

        if (next.Kind == TokenKind.Char && next.Text == ",")
        {
            NextNonSpace();
            Declare(pipe, variable);
            if (context == "range" && pipe.Declarations.Count < 2)
            {
                return PeekNonSpace().Kind is TokenKind.Variable or TokenKind.RightDelimiter or TokenKind.RightParenthesis
                    ? true
                    : throw Error("range can only initialize variables");
            }

            throw Error($"too many declarations in {context}");
        }

        if (adjacent.Kind == TokenKind.Space)
        {
            Back3(variable, adjacent);
        }
        else
        {
            Back2(variable);
        }

        return false;
    }

    private void Declare(PipeNode pipe, Token variable)
    {
        pipe.Declarations.Add(new VariableNode(_tree, variable.Position, variable.Text));
        _variables.Add(variable.Text);
    }

    private void CheckPipeline(PipeNode pipe, string context)
    {
        if (pipe.Commands.Count == 0)
        {
            throw Error($"missing value for {context}");
        }

        for (var i = 1; i < pipe.Commands.Count; i++)
        {
            if (pipe.Commands[i].Arguments[0] is BoolNode or DotNode or NilNode or NumberNode or StringNode)
            {
                throw Error($"non executable command in pipeline stage {i + 1}");
            }
        }
    }

    private CommandNode Command()
    {
        var command = new CommandNode(_tree, PeekNonSpace().Position);
        var count = 0;
        while (true)
        {
            PeekNonSpace();
            if (Operand() is { } operand)
            {
                command.Add(operand);
                count++;
            }

            var token = NextToken();
            if (token.Kind == TokenKind.Space)
            {
                continue;
            }

            if (token.Kind is TokenKind.RightDelimiter or TokenKind.RightParenthesis)
            {
                Back();
            }
            else if (token.Kind != TokenKind.Pipe)
            {
                throw Unexpected(token, "operand");
            }

            return count > 0 ? command : throw Error("empty command");
        }
    }

    private Node? Operand()
    {
        var term = Term();
        if (term is null || Peek().Kind != TokenKind.Field)
        {
            return term;
        }

        var chain = new ChainNode(_tree, Peek().Position, term);
        while (Peek().Kind == TokenKind.Field)
        {
            chain.Add(NextToken().Text);
        }

        return term switch
        {
            FieldNode => new FieldNode(_tree, chain.Position, chain.ToString()),
            VariableNode => new VariableNode(_tree, chain.Position, chain.ToString()),
            BoolNode or StringNode or NumberNode or NilNode or DotNode => throw Error($"unexpected . after term {GoStrconv.Quote(term.ToString())}"),
            _ => chain,
        };
    }

    private Node? Term()
    {
        var token = NextNonSpace();
        switch (token.Kind)
        {
            case TokenKind.Identifier:
                var function = _file.Functions(token.Text) ?? throw Error($"function {GoStrconv.Quote(token.Text)} not defined");
                return new IdentifierNode(_tree, token.Position, function);
            case TokenKind.Dot:
                return new DotNode(_tree, token.Position);
            case TokenKind.Nil:
                return new NilNode(_tree, token.Position);
            case TokenKind.Variable:
                var variable = new VariableNode(_tree, token.Position, token.Text);
                return _variables.Contains(variable.Names[0]) ? variable : throw Error($"undefined variable {GoStrconv.Quote(variable.Names[0])}");
            case TokenKind.Field:
                return new FieldNode(_tree, token.Position, token.Text);
            case TokenKind.Bool:
                return new BoolNode(_tree, token.Position, token.Text == "true");
            case TokenKind.CharConstant or TokenKind.Complex or TokenKind.Number:
                return Number(token);
            case TokenKind.LeftParenthesis:
                return Pipeline("parenthesized pipeline", TokenKind.RightParenthesis);
            case TokenKind.String or TokenKind.RawString:
                return new StringNode(_tree, token.Position, token.Text, Unquote(token));
        }

        Back();
        return null;
    }

    private NumberNode Number(Token token)
    {
        try
        {
            return NumberReader.Read(_tree, token);
        }
        catch (FormatException error)
        {
            throw Error(error.Message);
        }
    }
}

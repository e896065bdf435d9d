namespace Plumbline.Rendering.Yaml;

/// <summary>Follows the grammar of one document as Go's reader does, and tells where it is left. Bounded by the text: every step takes a token.</summary>
internal sealed class DocumentChecker(TokenScanner scanner)
{
    private readonly Stack<State> _states = new();
    private readonly Stack<Mark> _marks = new();
    private readonly HashSet<string> _anchors = new(StringComparer.Ordinal);
    private readonly HashSet<string> _handles = new(StringComparer.Ordinal) { "!", "!!" };

    private enum State
    {
        DocumentEnd,
        SequenceEntry,
        IndentlessEntry,
        MappingKey,
        MappingValue,
        FlowSequenceFirst,
        FlowSequenceEntry,
        PairKey,
        PairValue,
        FlowMappingFirst,
        FlowMappingKey,
        FlowMappingValue,
        FlowMappingNoValue,
    }

    /// <summary>Checks the first document, and says at which index it ends.</summary>
    /// <exception cref="SyntaxFault">It is not YAML.</exception>
    public int Check()
    {
        var isExplicit = Directives();
        if (scanner.Peek().Kind == TokenKind.DocumentStart)
        {
            scanner.Take();
            if (scanner.Peek().Kind is TokenKind.VersionDirective or TokenKind.TagDirective or TokenKind.DocumentStart or TokenKind.DocumentEnd or TokenKind.StreamEnd)
            {
                return scanner.Peek().Start.Index;
            }
        }
        else if (isExplicit)
        {
            throw new SyntaxFault("did not find expected <document start>", default, scanner.Peek().Start, isOfScanner: false);
        }
        else if (scanner.Peek().Kind == TokenKind.StreamEnd)
        {
            return scanner.Peek().Start.Index;
        }

        _states.Push(State.DocumentEnd);
        Node(block: true, indentless: false);
        while (_states.Pop() is var state && state != State.DocumentEnd)
        {
            Step(state);
        }

        return scanner.Peek().Start.Index;
    }

    private bool Directives()
    {
        var (any, version) = (false, false);
        for (; scanner.Peek() is { Kind: TokenKind.VersionDirective or TokenKind.TagDirective } token; scanner.Take())
        {
            any = true;
            if (token.Kind == TokenKind.TagDirective)
            {
                _handles.Add(token.Text);
                continue;
            }

            if (version || token.Text != "1.1")
            {
                throw new SyntaxFault(version ? "found duplicate %YAML directive" : "found incompatible YAML document", default, token.Start, isOfScanner: false);
            }

            version = true;
        }

        return any;
    }

    private void Node(bool block, bool indentless)
    {
        var start = scanner.Peek().Start;
        if (scanner.Peek() is { Kind: TokenKind.Alias } alias)
        {
            scanner.Take();
            _ = _anchors.Contains(alias.Text) ? 0 : throw new SyntaxFault($"unknown anchor '{alias.Text}' referenced", default, default, isOfScanner: false);
            return;
        }

        var decorated = Decorations(start);
        switch (scanner.Peek().Kind)
        {
            case TokenKind.BlockEntry when indentless:
                _states.Push(State.IndentlessEntry);
                break;
            case TokenKind.Scalar:
                scanner.Take();
                break;
            case TokenKind.FlowSequenceStart:
                Enter(State.FlowSequenceFirst);
                break;
            case TokenKind.FlowMappingStart:
                Enter(State.FlowMappingFirst);
                break;
            case TokenKind.BlockSequenceStart when block:
                Enter(State.SequenceEntry);
                break;
            case TokenKind.BlockMappingStart when block:
                Enter(State.MappingKey);
                break;
            default:
                _ = decorated ? 0 : throw new SyntaxFault("did not find expected node content", start, scanner.Peek().Start, isOfScanner: false);
                break;
        }
    }

    private bool Decorations(in Mark start)
    {
        var (anchor, tag) = (false, false);
        while (true)
        {
            var token = scanner.Peek();
            if (token.Kind == TokenKind.Anchor && !anchor)
            {
                anchor = true;
                _anchors.Add(token.Text);
            }
            else if (token.Kind == TokenKind.Tag && !tag)
            {
                tag = true;
                if (token.Text.Length > 0 && !_handles.Contains(token.Text))
                {
                    throw new SyntaxFault("found undefined tag handle", start, token.Start, isOfScanner: false);
                }
            }
            else
            {
                return anchor || tag;
            }

            scanner.Take();
        }
    }

    private void Enter(State state)
    {
        _marks.Push(scanner.Peek().Start);
        scanner.Take();
        _states.Push(state);
    }

    private void Step(State state)
    {
        switch (state)
        {
            case State.SequenceEntry:
                SequenceEntry();
                break;
            case State.IndentlessEntry:
                IndentlessEntry();
                break;
            case State.MappingKey:
                MappingKey();
                break;
            case State.MappingValue:
                Follow(State.MappingKey, TokenKind.Value, block: true, TokenKind.Key, TokenKind.Value, TokenKind.BlockEnd);
                break;
            case State.FlowSequenceFirst or State.FlowSequenceEntry:
                FlowEntry(state == State.FlowSequenceFirst, TokenKind.FlowSequenceEnd, "did not find expected ',' or ']'");
                break;
            case State.FlowMappingFirst or State.FlowMappingKey:
                FlowEntry(state == State.FlowMappingFirst, TokenKind.FlowMappingEnd, "did not find expected ',' or '}'");
                break;
            case State.FlowMappingValue:
                Follow(State.FlowMappingKey, TokenKind.Value, block: false, TokenKind.FlowEntry, TokenKind.FlowMappingEnd, TokenKind.FlowMappingEnd);
                break;
            case State.FlowMappingNoValue:
                _states.Push(State.FlowMappingKey);
                break;
            case State.PairKey:
                PairKey();
                break;
            case State.PairValue:
                Follow(State.FlowSequenceEntry, TokenKind.Value, block: false, TokenKind.FlowEntry, TokenKind.FlowSequenceEnd, TokenKind.FlowSequenceEnd);
                break;
        }
    }

    private void SequenceEntry()
    {
        switch (scanner.Peek().Kind)
        {
            case TokenKind.BlockEntry:
                scanner.Take();
                _states.Push(State.SequenceEntry);
                if (scanner.Peek().Kind is not (TokenKind.BlockEntry or TokenKind.BlockEnd))
                {
                    Node(block: true, indentless: false);
                }

                break;
            case TokenKind.BlockEnd:
                Leave();
                break;
            default:
                throw Fault("did not find expected '-' indicator");
        }
    }

    private void IndentlessEntry()
    {
        if (scanner.Peek().Kind != TokenKind.BlockEntry)
        {
            return;
        }

        scanner.Take();
        _states.Push(State.IndentlessEntry);
        if (scanner.Peek().Kind is not (TokenKind.BlockEntry or TokenKind.Key or TokenKind.Value or TokenKind.BlockEnd))
        {
            Node(block: true, indentless: false);
        }
    }

    private void MappingKey()
    {
        switch (scanner.Peek().Kind)
        {
            case TokenKind.Key:
                scanner.Take();
                _states.Push(State.MappingValue);
                if (scanner.Peek().Kind is not (TokenKind.Key or TokenKind.Value or TokenKind.BlockEnd))
                {
                    Node(block: true, indentless: true);
                }

                break;
            case TokenKind.BlockEnd:
                Leave();
                break;
            default:
                throw Fault("did not find expected key");
        }
    }

    private void Follow(State next, TokenKind begins, bool block, TokenKind none1, TokenKind none2, TokenKind none3)
    {
        _states.Push(next);
        if (scanner.Peek().Kind != begins)
        {
            return;
        }

        scanner.Take();
        if (scanner.Peek().Kind is var kind && kind != none1 && kind != none2 && kind != none3)
        {
            Node(block, indentless: block);
        }
    }

    private void FlowEntry(bool isFirst, TokenKind end, string message)
    {
        if (scanner.Peek().Kind != end)
        {
            if (!isFirst)
            {
                if (scanner.Peek().Kind != TokenKind.FlowEntry)
                {
                    throw Fault(message);
                }

                scanner.Take();
            }

            if (scanner.Peek().Kind != end)
            {
                FlowItem(end);
                return;
            }
        }

        Leave();
    }

    private void FlowItem(TokenKind end)
    {
        var isMapping = end == TokenKind.FlowMappingEnd;
        if (scanner.Peek().Kind != TokenKind.Key)
        {
            _states.Push(isMapping ? State.FlowMappingNoValue : State.FlowSequenceEntry);
            Node(block: false, indentless: false);
            return;
        }

        scanner.Take();
        if (!isMapping)
        {
            _states.Push(State.PairKey);
            return;
        }

        _states.Push(State.FlowMappingValue);
        if (scanner.Peek().Kind is not (TokenKind.Value or TokenKind.FlowEntry or TokenKind.FlowMappingEnd))
        {
            Node(block: false, indentless: false);
        }
    }

    private void PairKey()
    {
        _states.Push(State.PairValue);
        if (scanner.Peek().Kind is TokenKind.Value or TokenKind.FlowEntry or TokenKind.FlowSequenceEnd)
        {
            // A pair without a key swallows what stands in its place.
            scanner.Take();
            return;
        }

        Node(block: false, indentless: false);
    }

    private void Leave()
    {
        _marks.Pop();
        scanner.Take();
    }

    private SyntaxFault Fault(string message) => new(message, _marks.Pop(), scanner.Peek().Start, isOfScanner: false);
}

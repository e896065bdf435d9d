using Plumbline.Core.Objects;
using Plumbline.Core.Problems;
using Plumbline.Core.Yaml;

namespace Plumbline.Rendering.Yaml;

/// <summary>Follows the grammar of one document as Go's reader does, and tells where it is left. Bounded by the text: every step takes a token.</summary>
/// <param name="scanner">The text.</param>
/// <param name="tree">Takes what is found; null where only the syntax counts.</param>
internal sealed class DocumentChecker(TokenScanner scanner, YamlTree? tree = null)
{
    private readonly Stack<State> _states = new();
    private readonly Stack<Mark> _marks = new();
    private readonly HashSet<string> _anchors = new(StringComparer.Ordinal);
    private readonly Dictionary<string, string> _handles = new(StringComparer.Ordinal) { ["!"] = "!", ["!!"] = "tag:yaml.org,2002:" };

    private bool _begun;

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
        PairEnd,
        FlowMappingFirst,
        FlowMappingKey,
        FlowMappingValue,
        FlowMappingNoValue,
    }

    /// <summary>Checks the first document, and says at which index it ends.</summary>
    /// <exception cref="SyntaxFault">It is not YAML.</exception>
    public int Check()
    {
        while (Advance())
        {
        }

        return scanner.Peek().Start.Index;
    }

    /// <summary>Goes on by a step; false where the first document ends.</summary>
    /// <exception cref="SyntaxFault">It is not YAML.</exception>
    public bool Advance()
    {
        if (!_begun)
        {
            _begun = true;
            return Begin();
        }

        if (_states.Count == 0 || _states.Pop() is not (var state and not State.DocumentEnd))
        {
            // What comes next has to be something at least.
            _ = scanner.Peek();
            return false;
        }

        Step(state);
        return true;
    }

    private bool Begin()
    {
        var isExplicit = Directives();
        if (scanner.Peek().Kind == TokenKind.DocumentStart)
        {
            scanner.Take();
            if (scanner.Peek().Kind is TokenKind.VersionDirective or TokenKind.TagDirective or TokenKind.DocumentStart or TokenKind.DocumentEnd or TokenKind.StreamEnd)
            {
                return false;
            }
        }
        else if (isExplicit)
        {
            throw new SyntaxFault("did not find expected <document start>", default, scanner.Peek().Start, isOfScanner: false);
        }
        else if (scanner.Peek().Kind == TokenKind.StreamEnd)
        {
            return false;
        }

        _states.Push(State.DocumentEnd);
        Node(block: true, indentless: false);
        return true;
    }

    private bool Directives()
    {
        var (any, version) = (false, false);
        for (; scanner.Peek() is { Kind: TokenKind.VersionDirective or TokenKind.TagDirective } token; scanner.Take())
        {
            any = true;
            if (token.Kind == TokenKind.TagDirective)
            {
                _handles[token.Text] = token.Suffix;
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
            tree?.Alias(alias.Text, Place(start));
            _ = _anchors.Contains(alias.Text) ? 0 : throw new SyntaxFault($"unknown anchor '{alias.Text}' referenced", default, default, isOfScanner: false);
            return;
        }

        var decoration = Decorations(start);
        var token = scanner.Peek();
        switch (token.Kind)
        {
            case TokenKind.BlockEntry when indentless:
                tree?.BeginList(isFlow: false, decoration, Place(token.Start));
                _states.Push(State.IndentlessEntry);
                break;
            case TokenKind.Scalar:
                scanner.Take();
                tree?.Scalar(token.Text, token.Style, decoration, Place(token.Start));
                break;
            case TokenKind.FlowSequenceStart:
                tree?.BeginList(isFlow: true, decoration, Place(token.Start));
                Enter(State.FlowSequenceFirst);
                break;
            case TokenKind.FlowMappingStart:
                tree?.BeginMap(isFlow: true, decoration, Place(token.Start));
                Enter(State.FlowMappingFirst);
                break;
            case TokenKind.BlockSequenceStart when block:
                tree?.BeginList(isFlow: false, decoration, Place(token.Start));
                Enter(State.SequenceEntry);
                break;
            case TokenKind.BlockMappingStart when block:
                tree?.BeginMap(isFlow: false, decoration, Place(token.Start));
                Enter(State.MappingKey);
                break;
            default:
                _ = decoration != YamlDecoration.None ? 0 : throw new SyntaxFault("did not find expected node content", start, token.Start, isOfScanner: false);
                tree?.Scalar("", ScalarStyle.Plain, decoration, Place(start));
                break;
        }
    }

    // A value that is not there.
    private void Nothing() => tree?.Scalar("", ScalarStyle.Plain, YamlDecoration.None, Place(scanner.Peek().Start));

    private static SourcePosition Place(in Mark mark) => new(mark.Line + 1, mark.Column + 1);

    private YamlDecoration Decorations(in Mark start)
    {
        var decoration = YamlDecoration.None;
        while (true)
        {
            var token = scanner.Peek();
            if (token.Kind == TokenKind.Anchor && decoration.Anchor.Length == 0)
            {
                decoration = decoration with { Anchor = token.Text };
                _anchors.Add(token.Text);
            }
            else if (token.Kind == TokenKind.Tag && decoration.Tag.Length == 0)
            {
                if (token.Text.Length > 0 && !_handles.ContainsKey(token.Text))
                {
                    throw new SyntaxFault("found undefined tag handle", start, token.Start, isOfScanner: false);
                }

                decoration = decoration with { Tag = (token.Text.Length > 0 ? _handles[token.Text] : "") + token.Suffix };
            }
            else
            {
                return decoration;
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
                Nothing();
                _states.Push(State.FlowMappingKey);
                break;
            case State.PairKey:
                PairKey();
                break;
            case State.PairEnd:
                tree?.EndMap();
                _states.Push(State.FlowSequenceEntry);
                break;
            case State.PairValue:
                Follow(State.PairEnd, TokenKind.Value, block: false, TokenKind.FlowEntry, TokenKind.FlowSequenceEnd, TokenKind.FlowSequenceEnd);
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
                NodeUnless(scanner.Peek().Kind is TokenKind.BlockEntry or TokenKind.BlockEnd, block: true, indentless: false);
                break;
            case TokenKind.BlockEnd:
                tree?.EndList();
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
            tree?.EndList();
            return;
        }

        scanner.Take();
        _states.Push(State.IndentlessEntry);
        NodeUnless(scanner.Peek().Kind is TokenKind.BlockEntry or TokenKind.Key or TokenKind.Value or TokenKind.BlockEnd, block: true, indentless: false);
    }

    private void NodeUnless(bool isMissing, bool block, bool indentless)
    {
        if (isMissing)
        {
            Nothing();
        }
        else
        {
            Node(block, indentless);
        }
    }

    private void MappingKey()
    {
        switch (scanner.Peek().Kind)
        {
            case TokenKind.Key:
                scanner.Take();
                _states.Push(State.MappingValue);
                NodeUnless(scanner.Peek().Kind is TokenKind.Key or TokenKind.Value or TokenKind.BlockEnd, block: true, indentless: true);
                break;
            case TokenKind.BlockEnd:
                tree?.EndMap();
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
            Nothing();
            return;
        }

        scanner.Take();
        NodeUnless(scanner.Peek().Kind is var kind && (kind == none1 || kind == none2 || kind == none3), block, indentless: block);
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

        if (end == TokenKind.FlowSequenceEnd)
        {
            tree?.EndList();
        }
        else
        {
            tree?.EndMap();
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
            tree?.BeginMap(isFlow: true, YamlDecoration.None, Place(scanner.Peek().Start));
            _states.Push(State.PairKey);
            return;
        }

        _states.Push(State.FlowMappingValue);
        NodeUnless(scanner.Peek().Kind is TokenKind.Value or TokenKind.FlowEntry or TokenKind.FlowMappingEnd, block: false, indentless: false);
    }

    private void PairKey()
    {
        _states.Push(State.PairValue);
        if (scanner.Peek().Kind is TokenKind.Value or TokenKind.FlowEntry or TokenKind.FlowSequenceEnd)
        {
            // A pair without a key swallows what stands in its place.
            scanner.Take();
            Nothing();
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

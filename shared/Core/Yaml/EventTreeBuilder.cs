using Plumbline.Core.Objects;
using Plumbline.Core.Problems;
using YamlDotNet.Core;
using YamlDotNet.Core.Events;

namespace Plumbline.Core.Yaml;

/// <summary>Builds trees from parser events. Recursion is bounded by <see cref="YamlReadOptions.MaxDepth"/>, which is checked before descending.</summary>
internal sealed class EventTreeBuilder(IParser parser, string? file, YamlReadOptions options)
{
    private const string MergeKey = "<<";

    private readonly Dictionary<string, (Node Node, int Size)> _anchors = new(StringComparer.Ordinal);
    private readonly HashSet<string> _open = new(StringComparer.Ordinal);
    private readonly Stack<(char Bracket, Mark Start)> _flows = new();
    private readonly JsonForm? _form = options.ThroughJson ? new JsonForm(file) : null;
    private int _nodes;
    private int _aliases;

    /// <summary>The innermost <c>[</c> or <c>{</c> that was open when reading stopped; null when none was.</summary>
    public (char Bracket, int Line)? OpenFlow => _flows.TryPeek(out var open) ? (open.Bracket, (int)open.Start.Line) : null;

    public List<Node> Documents()
    {
        var documents = new List<Node>();
        Advance();
        Expect<StreamStart>();
        while (parser.Current is DocumentStart)
        {
            if (documents.Count >= options.MaxDocuments)
            {
                throw OverBudget($"The text has more than {options.MaxDocuments} documents.", parser.Current.Start);
            }

            Advance();
            _anchors.Clear();
            _open.Clear();
            _aliases = 0;
            var empty = parser.Current is Scalar { Value.Length: 0, Style: YamlDotNet.Core.ScalarStyle.Plain, Tag.IsEmpty: true, Anchor.IsEmpty: true };
            var root = Read(0);
            _form?.Check(root);
            if (!empty)
            {
                documents.Add(root);
            }

            Expect<DocumentEnd>();
        }

        return documents;
    }

    internal static SourcePosition Place(in Mark mark) => new((int)mark.Line, (int)mark.Column);

    private Node Read(int depth)
    {
        if (depth > options.MaxDepth)
        {
            throw OverBudget($"The text is nested more than {options.MaxDepth} levels deep.", parser.Current!.Start);
        }

        switch (parser.Current)
        {
            case AnchorAlias alias:
                return Expand(alias);
            case Scalar scalar:
                return ReadScalar(scalar);
            case SequenceStart start:
                return ReadList(start, depth);
            case MappingStart start:
                return ReadMap(start, depth);
            default:
                throw YamlReader.Refuse(
                    ProblemCode.YamlSyntax, "A value is expected here.", file, parser.Current is { } e ? Place(e.Start) : default);
        }
    }

    private ScalarNode ReadScalar(Scalar scalar)
    {
        if (scalar.Value.Length > options.MaxScalar)
        {
            throw OverBudget($"A value is longer than {options.MaxScalar} characters.", scalar.Start);
        }

        Count(1, scalar.Start);
        var node = ScalarResolver.Resolve(scalar, Place(scalar.Start), options, file);
        _form?.Met(node);
        Remember(scalar, node, _nodes - 1);
        Advance();
        return node;
    }

    private ListNode ReadList(SequenceStart start, int depth)
    {
        CheckTag(start, "tag:yaml.org,2002:seq");
        var before = _nodes;
        Count(1, start.Start);
        var list = new ListNode(Place(start.Start)) { IsFlow = start.Style == SequenceStyle.Flow };
        Open('[', list.IsFlow, start.Start);
        Enter(start);
        while (parser.Current is not SequenceEnd)
        {
            list.Add(Read(depth + 1));
        }

        Close(start.Style == SequenceStyle.Flow);
        Advance();
        Leave(start, list, before);
        return list;
    }

    private MapNode ReadMap(MappingStart start, int depth)
    {
        CheckTag(start, "tag:yaml.org,2002:map");
        var before = _nodes;
        Count(1, start.Start);
        var map = new MapNode(Place(start.Start)) { IsFlow = start.Style == MappingStyle.Flow };
        List<(Node Value, SourcePosition Place)>? merges = null;
        Open('{', map.IsFlow, start.Start);
        Enter(start);
        while (parser.Current is not MappingEnd)
        {
            var place = Place(parser.Current!.Start);
            var isMerge = parser.Current is Scalar { Value: MergeKey, Style: YamlDotNet.Core.ScalarStyle.Plain };
            var key = Read(depth + 1);
            var value = Read(depth + 1);
            if (isMerge)
            {
                (merges ??= []).Add((value, place));
                continue;
            }

            var name = KeyText(map, key, place);
            while (options.DuplicateKeys != DuplicateKeys.LastWins && map.Has(name))
            {
                name = Repeated(map, name, place);
            }

            map.Set(name, value, place);
        }

        Close(start.Style == MappingStyle.Flow);
        Advance();
        foreach (var (value, place) in merges ?? [])
        {
            Merge(map, value, place);
        }

        Leave(start, map, before);
        return map;
    }

    private string Repeated(MapNode map, string name, SourcePosition place)
    {
        if (options.DuplicateKeys == DuplicateKeys.Keep)
        {
            return RepeatedKey.Of(name);
        }

        var first = map.First(e => e.Key == name).KeyPosition.Line;
        throw YamlReader.Refuse(ProblemCode.YamlDuplicateKey, $"The key '{Shorten(name)}' is there twice, first in line {first}.", file, place);
    }

    private void Merge(MapNode map, Node value, SourcePosition place)
    {
        var sources = value switch
        {
            MapNode one => [one],
            ListNode many when many.All(m => m is MapNode) => many.Cast<MapNode>(),
            _ => throw YamlReader.Refuse(ProblemCode.YamlSyntax, "A merge key takes a map or a list of maps.", file, place),
        };
        foreach (var source in sources)
        {
            foreach (var entry in source)
            {
                if (!map.Has(entry.Key))
                {
                    Count(1, default);
                    map.Set(entry.Key, entry.Value.Clone(), entry.KeyPosition);
                }
            }
        }
    }

    private Node Expand(AnchorAlias alias)
    {
        if (++_aliases > options.MaxAliases)
        {
            throw OverBudget($"The document has more than {options.MaxAliases} aliases.", alias.Start);
        }

        var name = alias.Value.Value;
        if (_open.Contains(name))
        {
            throw YamlReader.Refuse(ProblemCode.YamlSyntax, $"The alias '*{Shorten(name)}' contains itself.", file, Place(alias.Start));
        }

        if (!_anchors.TryGetValue(name, out var anchored))
        {
            throw YamlReader.Refuse(ProblemCode.YamlSyntax, $"The anchor '&{Shorten(name)}' does not exist.", file, Place(alias.Start));
        }

        Count(anchored.Size, alias.Start);
        Advance();
        return anchored.Node.Clone();
    }

    private string KeyText(MapNode map, Node key, SourcePosition place) => options.KeepsOddKeys && OddKey.Of(key) is { } odd ? odd
        : key is ScalarNode scalar
        ? _form?.KeyText(map, scalar, place) ?? ScalarResolver.KeyText(scalar)
        : throw YamlReader.Refuse(ProblemCode.YamlSyntax, "A key must be a single value.", file, place);

    private void Enter(NodeEvent start)
    {
        if (!start.Anchor.IsEmpty)
        {
            _open.Add(start.Anchor.Value);
        }

        Advance();
    }

    private void Leave(NodeEvent start, Node node, int before)
    {
        if (!start.Anchor.IsEmpty)
        {
            _open.Remove(start.Anchor.Value);
        }

        Remember(start, node, before);
    }

    private void Remember(NodeEvent start, Node node, int before)
    {
        if (!start.Anchor.IsEmpty)
        {
            _anchors[start.Anchor.Value] = (node, _nodes - before);
        }
    }

    private void CheckTag(NodeEvent start, string expected)
    {
        if (!options.ThroughJson && options.Dialect != YamlDialect.Kyaml && !start.Tag.IsEmpty && !start.Tag.IsNonSpecific && start.Tag.Value != expected)
        {
            throw YamlReader.Refuse(ProblemCode.YamlTag, $"The tag '{Shorten(start.Tag.Value)}' is not supported.", file, Place(start.Start));
        }
    }

    private void Count(int nodes, in Mark place)
    {
        _nodes += nodes;
        if (_nodes > options.MaxNodes)
        {
            throw OverBudget($"The text has more than {options.MaxNodes} values (aliases expanded).", place);
        }
    }

    private void Open(char bracket, bool isFlow, in Mark start)
    {
        if (isFlow)
        {
            _flows.Push((bracket, start));
        }
    }

    private void Close(bool isFlow)
    {
        if (isFlow)
        {
            _flows.Pop();
        }
    }

    private ProblemException OverBudget(string message, in Mark place) =>
        YamlReader.Refuse(ProblemCode.YamlBudget, message, file, Place(place));

    private void Advance()
    {
        if (!parser.MoveNext())
        {
            throw YamlReader.Refuse(ProblemCode.YamlSyntax, "The text ends too early.", file, default);
        }
    }

    private void Expect<T>()
        where T : ParsingEvent
    {
        if (parser.Current is not T)
        {
            throw YamlReader.Refuse(
                ProblemCode.YamlSyntax, "The text is not YAML.", file, parser.Current is { } e ? Place(e.Start) : default);
        }

        Advance();
    }

    internal static string Shorten(string text) => text.Length <= 64 ? text : text[..64] + "…";
}

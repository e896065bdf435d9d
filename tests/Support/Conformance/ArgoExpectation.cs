using System.Text.RegularExpressions;
using Plumbline.Core.Json;
using Plumbline.Core.Objects;
using Plumbline.Core.Yaml;

namespace Plumbline.Support.Conformance;

/// <summary>Holds an answer against what a case expects, by the rules of the cases: values and not texts, absent like null like empty, only what is asserted, of failures only that they occur.</summary>
public static partial class ArgoExpectation
{
    /// <summary>What differs, as a sentence; null when nothing does.</summary>
    /// <param name="expectation">The case or the step that holds <c>expected</c> and <c>checks</c>.</param>
    /// <param name="answer">The answer.</param>
    public static string? Differs(MapNode expectation, ArgoAnswer answer)
    {
        foreach (var entry in expectation["expected"] as MapNode ?? [])
        {
            if (entry.Key == "error")
            {
                if (answer.Fails is { } fails && fails != entry.Value is ScalarNode { BooleanValue: true })
                {
                    return fails ? $"fails: {answer.Words}" : "does not fail";
                }
            }
            else if (answer.Fails != true && answer.Results.TryGetValue(entry.Key, out var got) && !IsSame(entry.Value, got))
            {
                return $"{entry.Key}: {Words(entry.Value)} expected, {Words(got)} given";
            }
        }

        return (expectation["checks"] as ListNode ?? []).OfType<MapNode>().Select(c => Differs(c, answer, c.TextAt("path"))).FirstOrDefault(d => d is not null);
    }

    /// <summary>Same value, where absent, null and empty are one.</summary>
    public static bool IsSame(Node? left, Node? right)
    {
        (left, right) = (Settled(left), Settled(right));
        return (left, right) switch
        {
            (null, null) => true,
            (MapNode a, MapNode b) => a.Select(e => e.Key).Union(b.Select(e => e.Key), StringComparer.Ordinal).All(k => IsSame(a[k], b[k])),
            (ListNode a, ListNode b) => a.Count == b.Count && a.Zip(b).All(p => IsSame(p.First, p.Second)),
            (ScalarNode { Kind: NodeKind.Integer or NodeKind.Float } a, ScalarNode { Kind: NodeKind.Integer or NodeKind.Float } b) => a.FloatValue.Equals(b.FloatValue),
            _ => Node.DeepEquals(left, right),
        };
    }

    private static string? Differs(MapNode check, ArgoAnswer answer, string path)
    {
        var op = check.TextAt("op");
        if (path == "error" || path.StartsWith("error.", StringComparison.Ordinal))
        {
            var wanted = op is not ("nil" or "noError");
            return answer.Fails is { } fails && fails != wanted ? fails ? $"fails: {answer.Words}" : "does not fail" : null;
        }

        var root = RootOf().Match(path).Value;
        if (!answer.Results.TryGetValue(root, out var found) || answer.Silent.Any(s => path.StartsWith(s, StringComparison.Ordinal)))
        {
            return null;
        }

        var got = Walk(found, path[root.Length..]);
        return Holds(op, got, check["value"]) ? null : $"{path} {op} {Words(check["value"])} expected, {Words(got)} given";
    }

    private static bool Holds(string op, Node? got, Node? value) => op switch
    {
        "equal" => IsSame(value, got),
        "notEqual" => !IsSame(value, got),
        "jsonEqual" or "yamlEqual" => IsSame(Parsed(value), Parsed(got)),
        "sameElements" => got is ListNode or null && value is ListNode wanted && HasSame(wanted, got as ListNode ?? []),
        "contains" => Contains(got, value),
        "notContains" => !Contains(got, value),
        "matches" => Regex.IsMatch(Words(got), Words(value)),
        "hasPrefix" => Words(got).StartsWith(Words(value), StringComparison.Ordinal),
        "hasSuffix" => Words(got).EndsWith(Words(value), StringComparison.Ordinal),
        "nil" or "empty" or "keyAbsent" => Settled(got) is null,
        "notNil" or "notEmpty" or "keyPresent" => Settled(got) is not null,
        "<" => Number(got) < Number(value),
        ">" => Number(got) > Number(value),
        "<=" => Number(got) <= Number(value),
        ">=" => Number(got) >= Number(value),
        _ => throw new InvalidOperationException($"'{op}' is no way to compare."),
    };

    private static bool HasSame(ListNode wanted, ListNode got)
    {
        var left = got.ToList();
        return wanted.Count == left.Count && wanted.All(w => left.FindIndex(g => IsSame(w, g)) is var i and >= 0 && RemoveAt(left, i));
    }

    private static bool RemoveAt(List<Node> list, int index)
    {
        list.RemoveAt(index);
        return true;
    }

    private static bool Contains(Node? got, Node? value) => got switch
    {
        ListNode list => list.Any(i => IsSame(i, value)),
        MapNode map => value is ScalarNode { StringValue: { } key } && map.Has(key),
        ScalarNode { StringValue: { } text } => text.Contains(Words(value), StringComparison.Ordinal),
        _ => false,
    };

    // ".name", "[3]", "[\"name\"]", ".length()"; anything else is a question that no result answers.
    private static Node? Walk(Node? node, string path)
    {
        foreach (Match step in Step().Matches(path))
        {
            var (name, index) = (step.Groups["name"].Value, step.Groups["index"].Value);
            node = step.Groups["call"].Success ? ScalarNode.Of(node switch { ListNode list => list.Count, MapNode map => map.Count, ScalarNode { StringValue: { } text } => text.Length, _ => 0 })
                : index.Length > 0 ? node is ListNode items && int.Parse(index, null) is var i && i < items.Count ? items[i] : null
                : (node as MapNode)?[name];
        }

        return node;
    }

    // An empty text, list or map, and a map of nothing else, are like nothing; so is the zero of a flag.
    private static Node? Settled(Node? node) => node switch
    {
        null or { IsNull: true } => null,
        ScalarNode { StringValue: "" } => null,
        ListNode { Count: 0 } => null,
        MapNode map when map.All(e => Settled(e.Value) is null) => null,
        _ => node,
    };

    private static Node? Parsed(Node? node) => node is ScalarNode { StringValue: { } text } ? YamlReader.ReadOne(text, null, YamlReadOptions.Default) : node;

    private static double Number(Node? node) => (node as ScalarNode)?.FloatValue ?? 0;

    private static string Words(Node? node) => node is ScalarNode scalar ? scalar.ToString() : node is null ? "nothing" : JsonTree.ToText(node);

    [GeneratedRegex(@"^[A-Za-z_0-9]+(?:\([^)]*\))?")]
    private static partial Regex RootOf();

    [GeneratedRegex("""\.(?<call>length\(\))|\.(?<name>[A-Za-z_0-9/-]+)|\[(?<index>[0-9]+)\]|\["(?<name>[^"]*)"\]""")]
    private static partial Regex Step();
}

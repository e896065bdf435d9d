using System.Globalization;
using Plumbline.Core.Objects;
using Plumbline.Core.Problems;

namespace Plumbline.Core.Yaml;

/// <summary>
/// What has no form in JSON, in a text that goes through it: null keys, keys above the range of whole numbers, and numbers that are none. The whole tree comes first, so that what a later key replaces does not
/// count, and of several the original meets the one that comes first by the order of keys.
/// </summary>
internal sealed class JsonForm(string? file)
{
    private List<(MapNode Map, SourcePosition Place, string Fault)>? _badKeys;
    private bool _hasNoNumbers;

    /// <summary>A scalar was read.</summary>
    public void Met(ScalarNode node) => _hasNoNumbers |= IsNoNumber(node);

    /// <summary>The text of a key of that map, where it differs from what it is elsewhere; otherwise null.</summary>
    public string? KeyText(MapNode map, ScalarNode key, SourcePosition place)
    {
        if (key.IsNull)
        {
            (_badKeys ??= []).Add((map, place, "A key must not be null."));
        }
        else if (key.Kind == NodeKind.Integer && key.ToString() is { Length: >= 19 } digits && ulong.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out var large) && large > long.MaxValue)
        {
            (_badKeys ??= []).Add((map, place, $"The key {digits} is above the range of whole numbers."));
        }

        return key.Kind == NodeKind.Float ? FloatKey((float)key.FloatValue) : null;
    }

    /// <summary>Refuses what is left in a document.</summary>
    /// <exception cref="ProblemException">It has no form in JSON.</exception>
    public void Check(Node root)
    {
        if (_badKeys is not null)
        {
            var maps = new HashSet<Node>(ReferenceEqualityComparer.Instance);
            Collect(root, maps);
            if (_badKeys.Find(k => maps.Contains(k.Map)) is { Map: not null } found)
            {
                throw YamlReader.Refuse(ProblemCode.YamlSyntax, found.Fault, file, found.Place);
            }
        }

        if (_hasNoNumbers && NoNumber(root) is { } node)
        {
            throw YamlReader.Refuse(ProblemCode.YamlSyntax, "The number has no form in JSON.", file, node.Position);
        }

        (_badKeys, _hasNoNumbers) = (null, false);
    }

    private static bool IsNoNumber(Node node) => node is ScalarNode { Kind: NodeKind.Float } scalar && !double.IsFinite(scalar.FloatValue);

    private static void Collect(Node node, HashSet<Node> maps)
    {
        if (node is MapNode map && maps.Add(map))
        {
            foreach (var entry in map)
            {
                Collect(entry.Value, maps);
            }
        }
        else if (node is ListNode list)
        {
            foreach (var item in list)
            {
                Collect(item, maps);
            }
        }
    }

    private static Node? NoNumber(Node node) => node switch
    {
        MapNode map => map.OrderBy(e => e.Key, StringComparer.Ordinal).Select(e => NoNumber(e.Value)).FirstOrDefault(n => n is not null),
        ListNode list => list.Select(NoNumber).FirstOrDefault(n => n is not null),
        _ => IsNoNumber(node) ? node : null,
    };

    // With the digits of a number of 32 bits, as the original writes keys.
    private static string FloatKey(float key)
    {
        if (!float.IsFinite(key))
        {
            return float.IsNaN(key) ? ".nan" : key > 0 ? ".inf" : "-.inf";
        }

        var text = key.ToString("E8", CultureInfo.InvariantCulture);
        for (var digits = 0; digits < 8; digits++)
        {
            var shorter = key.ToString("E" + digits, CultureInfo.InvariantCulture);
            if (float.Parse(shorter, CultureInfo.InvariantCulture) == key)
            {
                text = shorter;
                break;
            }
        }

        var exponent = int.Parse(text.AsSpan(text.IndexOf('E') + 1), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture);
        return exponent is < -4 or >= 6
            ? $"{text[..text.IndexOf('E')]}e{(exponent < 0 ? '-' : '+')}{Math.Abs(exponent):00}"
            : ((decimal)double.Parse(text, CultureInfo.InvariantCulture)).ToString(CultureInfo.InvariantCulture);
    }
}

using Plumbline.Core.Objects;
using Plumbline.Core.Problems;

namespace Plumbline.Rendering.Helm.Sources;

/// <summary>Reads fields of a map as written by a user; a wrong type is a problem and reads as missing.</summary>
internal sealed class FieldReader(MapNode map, string field, ICollection<Problem> problems)
{
    /// <summary>Where the map was read.</summary>
    public SourcePosition Position => map.Position;

    /// <summary>A text; numbers and booleans are taken as they are written in JSON.</summary>
    public string Text(string name) => map[name] switch
    {
        null => "",
        ScalarNode { IsNull: true } => "",
        ScalarNode scalar => scalar.ToString(),
        var other => Refused(name, other, "a text", ""),
    };

    /// <summary>A boolean.</summary>
    public bool Flag(string name) => map[name] switch
    {
        null => false,
        ScalarNode { Kind: NodeKind.Null } => false,
        ScalarNode { Kind: NodeKind.Boolean } flag => flag.BooleanValue,
        var other => Refused(name, other, "true or false", false),
    };

    /// <summary>A list of texts.</summary>
    public IReadOnlyList<(string Text, SourcePosition Position)> Texts(string name)
    {
        var texts = new List<(string, SourcePosition)>();
        foreach (var (item, index) in Items(name))
        {
            if (item is ScalarNode { IsNull: false } scalar)
            {
                texts.Add((scalar.ToString(), item.Position));
            }
            else
            {
                Refuse($"{name}[{index}]", item, "a text");
            }
        }

        return texts;
    }

    /// <summary>A list of maps.</summary>
    public IReadOnlyList<FieldReader> Maps(string name)
    {
        var maps = new List<FieldReader>();
        foreach (var (item, index) in Items(name))
        {
            if (item is MapNode inner)
            {
                maps.Add(new FieldReader(inner, $"{field}.{name}[{index}]", problems));
            }
            else
            {
                Refuse($"{name}[{index}]", item, "a map");
            }
        }

        return maps;
    }

    /// <summary>Notes a wrong type.</summary>
    public void Refuse(string name, Node node, string wanted) => problems.Add(
        new Problem(ProblemCode.FieldInvalid, $"'{name}' must be {wanted}.") { Field = $"{field}.{name}", Position = node.Position });

    private IEnumerable<(Node Item, int Index)> Items(string name)
    {
        switch (map[name])
        {
            case null or { IsNull: true }:
                return [];
            case ListNode list:
                return list.Select((item, index) => (item, index));
            case var other:
                Refuse(name, other, "a list");
                return [];
        }
    }

    private T Refused<T>(string name, Node node, string wanted, T missing)
    {
        Refuse(name, node, wanted);
        return missing;
    }
}

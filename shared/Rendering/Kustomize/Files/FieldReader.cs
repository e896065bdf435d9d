using Plumbline.Core.Objects;
using Plumbline.Core.Problems;
using Plumbline.Rendering.Kustomize.Objects;

namespace Plumbline.Rendering.Kustomize.Files;

/// <summary>
/// Reads the fields of a map the way Go's JSON decoder fills a struct: names in any case, null is nothing, wrong types are errors.
/// What names there may be is for <see cref="GoDecoder"/> to say.
/// </summary>
internal sealed class FieldReader
{
    private readonly Dictionary<string, Node> _values = new(StringComparer.OrdinalIgnoreCase);
    private readonly string _type;
    private readonly string _path;

    private FieldReader(MapNode map, string type, string path)
    {
        _type = type;
        _path = path;
        foreach (var entry in map)
        {
            _values[entry.Key] = entry.Value;
        }
    }

    public static FieldReader Of(Node node, string type) =>
        node as MapNode is { } map ? new FieldReader(map, type, "") : throw Mismatch(node, $"of type types.{type}", "", "");

    public bool Has(string name) => _values.TryGetValue(name, out var value) && !value.IsNull;

    public Node? Node(string name) => _values.GetValueOrDefault(name) is { IsNull: false } value ? value : null;

    public string Text(string name) => Node(name) is not { } node ? ""
        : node is ScalarNode { Kind: NodeKind.String } scalar ? scalar.StringValue! : throw Wrong(node, name, "string");

    public bool Flag(string name) => Node(name) is { } node && (node.Kind == NodeKind.Boolean ? ((ScalarNode)node).BooleanValue : throw Wrong(node, name, "bool"));

    public long Number(string name) => Node(name) is not { } node ? 0
        : node.Kind == NodeKind.Integer ? (long)((ScalarNode)node).IntegerValue : throw Wrong(node, name, "int64");

    public List<string> Texts(string name)
    {
        var result = new List<string>();
        foreach (var item in Items(name, "[]string"))
        {
            result.Add(item is { IsNull: true } ? "" : item is ScalarNode { Kind: NodeKind.String } text ? text.StringValue! : throw Wrong(item, name, "string"));
        }

        return result;
    }

    public SortedDictionary<string, string>? Map(string name)
    {
        if (Node(name) is not { } node)
        {
            return null;
        }

        if (node is not MapNode map)
        {
            throw Wrong(node, name, "map[string]string");
        }

        var result = new SortedDictionary<string, string>(StringComparer.Ordinal);
        foreach (var entry in map.AsEnumerable().OrderBy(e => e.Key, StringComparer.Ordinal))
        {
            result[entry.Key] = entry.Value switch
            {
                { IsNull: true } => "",
                ScalarNode { Kind: NodeKind.String } text => text.StringValue!,
                var other => throw Wrong(other, name, "string"),
            };
        }

        return result;
    }

    /// <summary>The one struct under <paramref name="name"/>; null when there is none.</summary>
    public FieldReader? Struct(string name, string type) =>
        Node(name) is not { } node ? null : Inner(node, name, type);

    public List<FieldReader> Structs(string name, string type)
    {
        var result = new List<FieldReader>();
        foreach (var item in Items(name, $"[]types.{type}"))
        {
            result.Add(item.IsNull ? new FieldReader(new MapNode(), type, Path(name)) : Inner(item, name, type));
        }

        return result;
    }

    private FieldReader Inner(Node node, string name, string type) =>
        node is MapNode map ? new FieldReader(map, type, Path(name)) : throw Wrong(node, name, $"types.{type}");

    private IEnumerable<Node> Items(string name, string type) => Node(name) switch
    {
        null => [],
        ListNode list => list,
        var other => throw Wrong(other, name, type),
    };

    private string Path(string name) => _path.Length == 0 ? name : $"{_path}.{name}";

    private BuildException Wrong(Node node, string name, string wanted) => Mismatch(node, $"of type {wanted}", _type, Path(name));

    private static BuildException Mismatch(Node node, string wanted, string type, string field)
    {
        var found = node.Kind switch
        {
            NodeKind.Boolean => "bool",
            NodeKind.Integer or NodeKind.Float => "number",
            NodeKind.String => "string",
            NodeKind.List => "array",
            _ => "object",
        };
        var into = field.Length == 0 ? $"Go value {wanted}" : $"Go struct field {type}.{field} {wanted}";
        return new BuildException(ProblemCode.FieldInvalid, $"json: cannot unmarshal {found} into {into}") { Position = node.Position };
    }
}

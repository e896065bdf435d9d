using System.Globalization;
using System.Text;
using Plumbline.Core.Json;
using Plumbline.Core.Objects;
using Plumbline.Core.Problems;
using Plumbline.Core.Yaml;
using Plumbline.Rendering.Kustomize.Building;
using Plumbline.Rendering.Kustomize.Files;
using Plumbline.Rendering.Kustomize.Objects;

namespace Plumbline.Rendering.Kustomize.Patches;

/// <summary>A JSON 6902 patch.</summary>
internal sealed class JsonPatch
{
    private const string Missing = "missing value";
    private const long ExactDouble = 1L << 53;

    private static readonly YamlReadOptions Options = new() { DuplicateKeys = DuplicateKeys.LastWins, ThroughJson = true };
    private static readonly string[] Operations = ["add", "remove", "replace", "move", "test", "copy"];

    private readonly List<(string Op, string? Path, string? From, Node? Value)> _steps = [];

    // Whether a step sees all annotations at once, and with them those in which the original remembers names.
    private bool _readsAnnotations;

    private JsonPatch()
    {
    }

    public int Count => _steps.Count;

    /// <summary>Reads a patch: strict JSON where the text starts with a bracket, YAML otherwise.</summary>
    public static JsonPatch Parse(string text)
    {
        var root = Root(text);
        var patch = new JsonPatch();
        if (root.IsNull)
        {
            return patch;
        }

        if (root is not ListNode list)
        {
            throw new BuildException($"json: cannot unmarshal {(root is MapNode ? "object" : root.Kind == NodeKind.String ? "string" : "number")} into Go value of type jsonpatch.Patch");
        }

        foreach (var item in list)
        {
            patch.Add(item);
        }

        return patch;
    }

    private static Node Root(string text)
    {
        try
        {
            return text.StartsWith('[') ? JsonTree.Read(Encoding.UTF8.GetBytes(text))
                : ConfigReader.Read(text, null, Options);
        }
        catch (ProblemException e)
        {
            throw YamlError.Of(e.Problems[0], null, manifest: false);
        }
    }

    /// <summary>A patch as messages show it: YAML as the JSON that is made of it.</summary>
    public static string Shown(string text) => text.StartsWith('[') ? text : GoJson.Compact(Root(text));

    private void Add(Node item)
    {
        if (item is not MapNode step)
        {
            var found = item.Kind switch { NodeKind.String => "string", NodeKind.Boolean => "bool", NodeKind.List => "array", _ => "number" };
            throw new BuildException(item.IsNull ? "invalid operation null: unsupported operation" : $"json: cannot unmarshal {found} into Go value of type jsonpatch.Operation");
        }

        var op = Text(step, "op") ?? "unknown";
        if (Fault(op, step) is { } fault)
        {
            throw new BuildException($"invalid operation {GoJson.Compact(step)}: {fault}");
        }

        var (path, from) = (Text(step, "path"), Text(step, "from"));
        _steps.Add((op, path, from, step["value"]));
        _readsAnnotations |= op is "test" && IsAboveAnnotations(path) || op is "copy" or "move" && IsAboveAnnotations(from);
    }

    private static bool IsAboveAnnotations(string? path) => path is "" or "/metadata" or "/metadata/annotations";

    private static string? Fault(string op, MapNode step) =>
        !Operations.Contains(op, StringComparer.Ordinal) ? "unsupported operation"
        : op is "add" or "replace" && !step.Has("value") ? $"failed to decode 'value': operation, missing value field: {Missing}"
        : op is "move" or "copy" && Text(step, "from") is null ? $"failed to decode 'from': operation, missing from field: {Missing}"
        : step["path"] is { IsNull: false } and not ScalarNode { Kind: NodeKind.String } ? "failed to decode 'path': json: cannot unmarshal number into Go value of type string"
        : Text(step, "path") is null ? $"failed to decode 'path': operation missing path field: {Missing}"
        : null;

    private static string? Text(MapNode map, string key) => map[key] is ScalarNode { Kind: NodeKind.String } text ? text.StringValue : null;

    public void Apply(KObject item)
    {
        var shows = _readsAnnotations && item.HasMemory;
        if (shows)
        {
            ClaimedMemory.Show(item, item.Map);
        }
        else if (item.HasMemory)
        {
            item.EnsureAnnotations();
        }

        OriginMarks.Show(item);
        ReadBack.Apply(item.Map);
        Node root = item.Map;
        foreach (var step in _steps)
        {
            root = Apply(root, step);
        }

        item.Root = root as MapNode ?? throw new BuildException("json: cannot unmarshal array into Go value of type map[string]interface {}");
        if (shows)
        {
            ClaimedMemory.Hide(item);
        }

        OriginMarks.Take(item);
        item.Root = (MapNode)InBlocks(item.Root);
        Round(item.Root);
        item.Shared = null;
        item.RewriteTexts("annotations");
    }

    private static Node Apply(Node root, (string Op, string? Path, string? From, Node? Value) step)
    {
        var path = step.Path ?? throw new BuildException($"{step.Op} operation failed to decode path: {Missing}");
        switch (step.Op)
        {
            case "add":
                var (into, key) = Find(root, path) ?? throw new BuildException($"add operation does not apply: doc is missing path: \"{path}\": {Missing}");
                Insert(into, key, Copy(step.Value), $"error in add for path: '{path}'");
                break;
            case "remove":
                var (from, gone) = Find(root, path) ?? throw new BuildException($"remove operation does not apply: doc is missing path: \"{path}\": {Missing}");
                Remove(from, gone, $"error in remove for path: '{path}'");
                break;
            case "replace" when path.Length == 0:
                // A single value in the place of all is passed over in silence.
                return step.Value is MapNode or ListNode ? step.Value.Clone() : root;
            case "replace":
                var (holder, name) = Find(root, path) ?? throw new BuildException($"replace operation does not apply: doc is missing path: {path}: {Missing}");
                Replace(holder, name, Copy(step.Value), path);
                break;
            case "test":
                Test(root, path, step.Value);
                break;
            default:
                Transfer(root, step.Op, path, step.From);
                break;
        }

        return root;
    }

    private static void Transfer(Node root, string op, string path, string? fromPath)
    {
        var source = fromPath ?? throw new BuildException($"{op} operation failed to decode from: {Missing}");
        var (from, key) = Find(root, source) ?? throw new BuildException($"{op} operation does not apply: doc is missing from path: {source}: {Missing}");
        var prefix = op == "move" ? $"error in move for path: '{key}'" : $"error in copy for from: '{source}'";
        var value = Get(from, key, prefix) ?? throw new BuildException($"{prefix}: unable to get nonexistent key: {key}: {Missing}");
        if (op == "move")
        {
            Remove(from, key, $"error in move for path: '{key}'");
        }

        var (into, name) = Find(root, path) ?? throw new BuildException($"{op} operation does not apply: doc is missing destination path: {path}: {Missing}");
        Insert(into, name, value.Clone(), op == "move" ? $"error in move for path: '{path}'" : "error while adding value during copy");
    }

    private static void Test(Node root, string path, Node? value)
    {
        Node? found = root;
        if (path.Length > 0)
        {
            var (holder, key) = Find(root, path) ?? throw new BuildException($"test operation does not apply: is missing path: {path}: {Missing}");
            found = Get(holder, key, $"error in test for path: '{path}'");
        }

        var same = found is null or { IsNull: true } ? value is null or { IsNull: true } : value is not null && Same(found, value);
        if (!same)
        {
            throw new BuildException($"testing value {path} failed: test failed");
        }
    }

    // Numbers are equal by value here, 1 and 1.0 too.
    private static bool Same(Node left, Node right) => (left, right) switch
    {
        (ScalarNode { Kind: NodeKind.Integer or NodeKind.Float } a, ScalarNode { Kind: NodeKind.Integer or NodeKind.Float } b) => a.FloatValue.Equals(b.FloatValue),
        (ListNode a, ListNode b) => a.Count == b.Count && a.Zip(b).All(pair => Same(pair.First, pair.Second)),
        (MapNode a, MapNode b) => a.Count == b.Count && a.AsEnumerable().All(entry => b[entry.Key] is { } other && Same(entry.Value, other)),
        _ => Node.DeepEquals(left, right),
    };

    private static (Node Holder, string Key)? Find(Node root, string path)
    {
        var parts = path.Split('/');
        if (parts.Length < 2)
        {
            return null;
        }

        var node = root;
        for (var i = 1; i < parts.Length - 1; i++)
        {
            node = Get(node, Decode(parts[i]), null);
            if (node is not (MapNode or ListNode))
            {
                return null;
            }
        }

        return (node!, Decode(parts[^1]));
    }

    private static string Decode(string part) => part.Replace("~1", "/", StringComparison.Ordinal).Replace("~0", "~", StringComparison.Ordinal);

    /// <summary>What is under a key; null where nothing is, or the index is bad and <paramref name="prefix"/> is null.</summary>
    private static Node? Get(Node? holder, string key, string? prefix)
    {
        switch (holder)
        {
            case MapNode map:
                return map[key];
            case ListNode list when prefix is null:
                return Number(key) is { } at && At(list, at) is { } found && found < list.Count ? list[found] : null;
            case ListNode list:
                return list[Index(list, key, list.Count - 1, prefix)];
            default:
                return null;
        }
    }

    private static int? Number(string key) => int.TryParse(key, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number) ? number : null;

    private static int? At(ListNode list, int index) => index >= 0 ? index : index >= -list.Count ? index + list.Count : null;

    private static int Index(ListNode list, string key, int most, string prefix)
    {
        if (Number(key) is not { } number)
        {
            var what = most == list.Count ? $"value was not a proper array index: '{key}': " : "";
            throw new BuildException($"{prefix}: {what}strconv.Atoi: parsing \"{key}\": invalid syntax");
        }

        // Negative numbers count from the end; when adding, one past it.
        var index = number >= 0 ? number : number + most + 1;
        return index >= 0 && index <= most ? index : throw new BuildException($"{prefix}: Unable to access invalid index: {number}: invalid index referenced");
    }

    private static void Insert(Node holder, string key, Node value, string prefix)
    {
        switch (holder)
        {
            case MapNode map:
                map[key] = value;
                break;
            case ListNode list when key == "-":
                list.Add(value);
                break;
            case ListNode list:
                list.Insert(Index(list, key, list.Count, prefix), value);
                break;
        }
    }

    private static void Remove(Node holder, string key, string prefix)
    {
        switch (holder)
        {
            case MapNode map when !map.Remove(key):
                throw new BuildException($"{prefix}: unable to remove nonexistent key: {key}: {Missing}");
            case ListNode list:
                list.RemoveAt(Index(list, key, list.Count - 1, prefix));
                break;
        }
    }

    private static void Replace(Node holder, string key, Node value, string path)
    {
        switch (holder)
        {
            case MapNode map:
                map[key] = map.Has(key) ? value : throw new BuildException($"replace operation does not apply: doc is missing key: {path}: {Missing}");
                break;
            case ListNode list:
                var at = Number(key) is { } number ? At(list, number) : null;
                list[at is { } index && index < list.Count
                    ? index
                    : throw new BuildException($"replace operation does not apply: doc is missing key: {path}: {Missing}")] = value;
                break;
        }
    }

    private static Node Copy(Node? value) => value?.Clone() ?? ScalarNode.Null;

    /// <summary>The original goes through JSON here: how a value was spelled and quoted is forgotten, and whole numbers beyond the range of doubles lose digits.</summary>
    private static void Round(Node node)
    {
        switch (node)
        {
            case MapNode map:
                for (var i = 0; i < map.Count; i++)
                {
                    var entry = map.EntryAt(i);
                    var value = Rounded(entry.Value) ?? InBlocks(entry.Value);
                    if (!ReferenceEquals(value, entry.Value))
                    {
                        map.Set(entry.Key, value);
                    }

                    Round(value);
                }

                break;
            case ListNode list:
                for (var i = 0; i < list.Count; i++)
                {
                    list[i] = Rounded(list[i]) ?? InBlocks(list[i]);
                    Round(list[i]);
                }

                break;
        }
    }

    // Brackets are forgotten as well, which shows in messages.
    private static Node InBlocks(Node node)
    {
        switch (node)
        {
            case MapNode { IsFlow: true } map:
                var block = new MapNode(map.Position);
                foreach (var entry in map)
                {
                    block.Set(entry.Key, entry.Value, entry.KeyPosition);
                }

                return block;
            case ListNode { IsFlow: true } list:
                return new ListNode(list);
            default:
                return node;
        }
    }

    private static ScalarNode? Rounded(Node node) => node switch
    {
        ScalarNode { Kind: NodeKind.Integer or NodeKind.Float } number => Rounded(number),
        ScalarNode { Kind: NodeKind.Boolean } truth when truth.Text != truth.ToString() => ScalarNode.Of(truth.BooleanValue),
        ScalarNode { StringValue: { } text, IsUntyped: true } => ScalarNode.Of(text).InStyle(StyledYaml.StyleOf(text)),
        ScalarNode { StringValue: { } text } scalar when StyledYaml.StyleOf(text) is var style && style != scalar.Style => scalar.InStyle(style),
        _ => null,
    };

    private static ScalarNode? Rounded(ScalarNode number) =>
        number.Kind == NodeKind.Integer && Int128.Abs(number.IntegerValue) > ExactDouble ? ScalarNode.Of(number.FloatValue)
        : number.Text == number.ToString() ? null
        : number.Kind == NodeKind.Integer ? ScalarNode.Of((long)number.IntegerValue)
        : double.IsInteger(number.FloatValue) && Math.Abs(number.FloatValue) < ExactDouble ? ScalarNode.Of((long)number.FloatValue)
        : ScalarNode.Of(number.FloatValue);
}

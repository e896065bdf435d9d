using Plumbline.Core.Objects;
using Plumbline.Core.Problems;
using Plumbline.Core.Yaml;
using Plumbline.Rendering.Kustomize.Files;

namespace Plumbline.Rendering.Kustomize.Objects;

/// <summary>
/// Keys that an object has twice when it is printed. The original reads them, lays patches over the first of the two, and only stumbles when it reads what it prints; its
/// message counts the lines of that text. To find them, the object is printed with a word of its own in the place of each of these keys.
/// </summary>
internal sealed class RepeatedKeys
{
    private readonly List<(string Key, string Earlier, string Later)> _pairs = [];
    private SourcePosition _place;
    private int _words;

    private RepeatedKeys()
    {
    }

    /// <summary>Looks through objects that are about to be printed, in their order.</summary>
    /// <exception cref="BuildException">One has a key twice.</exception>
    public static void CheckPrinted(IEnumerable<KObject> objects, BuildContext context)
    {
        if (context.Repeats is not { Any: true } repeats)
        {
            return;
        }

        foreach (var item in objects)
        {
            Promote(item.Map);
            Check(item, "map[string]interface {}(nil)", repeats.Path);
        }
    }

    /// <summary>Looks through an object that configures a transformer or generator, which the original prints to read its fields.</summary>
    /// <exception cref="BuildException">It has a key twice.</exception>
    public static void CheckConfiguration(KObject config, BuildContext context)
    {
        if (context.Repeats is { Any: true } repeats)
        {
            Check(config, $"marshalling yaml from res {config.Id}", repeats.Path);
        }
    }

    /// <summary>What the original takes out of an object as it reads it: annotations that are there and empty. Where they stand twice, the second ones are all there is then.</summary>
    public static MapNode WithoutEmptyAnnotations(MapNode map)
    {
        if (map["metadata"] is MapNode metadata && metadata["annotations"] is { IsNull: true } or MapNode { Count: 0 } && metadata.Any(e => RepeatedKey.Is(e.Key)))
        {
            metadata.Remove("annotations");
            Promote(metadata);
        }

        return map;
    }

    // Where the first of two went away, the second stands for itself.
    private static void Promote(Node node)
    {
        switch (node)
        {
            case MapNode map:
                foreach (var entry in map.ToList())
                {
                    if (RepeatedKey.Is(entry.Key) && !map.Has(RepeatedKey.Written(entry.Key)))
                    {
                        map.Remove(entry.Key);
                        map.Set(RepeatedKey.Written(entry.Key), entry.Value, entry.KeyPosition);
                    }

                    Promote(entry.Value);
                }

                break;
            case ListNode list:
                foreach (var item in list)
                {
                    Promote(item);
                }

                break;
        }
    }

    private static void Check(KObject item, string prefix, string? file)
    {
        var found = new RepeatedKeys();
        var marked = found.Marked(item.Map);
        if (found._pairs.Count == 0)
        {
            return;
        }

        var lines = ManifestReader.Contents(marked).Split('\n');
        var faults = found._pairs.Select(pair => $"\n  line {Line(lines, pair.Later)}: mapping key \"{pair.Key}\" already defined at line {Line(lines, pair.Earlier)}");
        throw new BuildException(ProblemCode.YamlDuplicateKey, $"{prefix}: yaml: unmarshal errors:{string.Concat(faults)}") { File = file, Position = found._place };
    }

    private static int Line(string[] lines, string word) => Array.FindIndex(lines, line => line.Contains(word, StringComparison.Ordinal)) + 1;

    private Node Marked(Node node) => node switch
    {
        MapNode map => map.Any(e => RepeatedKey.Is(e.Key)) ? Repeating(map) : Copy(map),
        ListNode list => new ListNode(list.Select(Marked)) { IsFlow = list.IsFlow },
        _ => node,
    };

    private MapNode Copy(MapNode map)
    {
        var copy = new MapNode(map.Position) { IsFlow = map.IsFlow };
        foreach (var entry in map)
        {
            copy[entry.Key] = Marked(entry.Value);
        }

        return copy;
    }

    // What such a map holds is not looked at any more.
    private MapNode Repeating(MapNode map)
    {
        var copy = new MapNode(map.Position) { IsFlow = map.IsFlow };
        var words = map.Where(e => RepeatedKey.Is(e.Key)).Select(e => RepeatedKey.Written(e.Key)).Distinct(StringComparer.Ordinal).ToDictionary(key => key, _ => new List<string>(), StringComparer.Ordinal);
        foreach (var entry in map)
        {
            var key = entry.Key;
            if (words.TryGetValue(RepeatedKey.Written(key), out var own))
            {
                _place = RepeatedKey.Is(key) && !_place.IsKnown ? entry.KeyPosition : _place;
                own.Add($"repeated-key-{_words++}-");
                key = own[^1];
            }

            copy[key] = entry.Value;
        }

        foreach (var (key, own) in words)
        {
            _pairs.AddRange(own.SelectMany((earlier, i) => own.Skip(i + 1).Select(later => (key, earlier, later))));
        }

        return copy;
    }
}

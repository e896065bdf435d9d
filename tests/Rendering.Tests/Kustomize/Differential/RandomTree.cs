using Plumbline.Core.Objects;

namespace Plumbline.Rendering.Tests.Kustomize.Differential;

/// <summary>What the parts of a random kustomization share: the files, the objects there are by now, and texts that speak of them.</summary>
internal sealed class RandomTree
{
    private readonly List<MapNode> _made = [];
    private readonly HashSet<string> _taken = new(StringComparer.Ordinal);
    private int _number;

    public RandomTree(int seed)
    {
        Random = new Random(seed);
        Objects = new RandomObjects(Random);
        Patches = new RandomPatches(Random, Objects);
        Calm = 1 + (seed % 4);
    }

    public Random Random { get; }

    public RandomObjects Objects { get; }

    public RandomPatches Patches { get; }

    public Dictionary<string, string> Files { get; } = new(StringComparer.Ordinal);

    /// <summary>How rare fields are, from 1: where there are many, hardly anything builds, and where there are few, they do not meet.</summary>
    public int Calm { get; }

    public bool Chance(int oneIn) => Objects.Chance(oneIn);

    public string Pick(IReadOnlyList<string> from) => Objects.Pick(from);

    /// <summary>A number for a name that nothing else has.</summary>
    public int Number() => _number++;

    /// <summary>Makes <paramref name="text"/> a file of a folder and gives its name.</summary>
    public string File(string folder, string text, string ending = ".yaml")
    {
        var name = $"f{Number()}{ending}";
        Files[$"{folder}/{name}"] = text;
        return name;
    }

    /// <summary>A file of objects.</summary>
    public string ObjectFile(string folder)
    {
        var made = Enumerable.Range(0, 1 + Random.Next(3)).Select(_ => Objects.Any()).Where(IsNew).ToList();
        _made.AddRange(made);
        return File(folder, string.Join("---\n", made.Select(m => RandomYaml.Write(m, Random))));
    }

    /// <summary>Whether a name of a kind is free; it is taken then.</summary>
    public bool Take(string kind, string name) => _taken.Add($"{kind}/{name}");

    /// <summary>An object to speak of: mostly one that is there.</summary>
    public MapNode Target() => _made.Count == 0 || Chance(60) ? Objects.Any() : _made[Random.Next(_made.Count)];

    /// <summary>The name of a workload that has replicas; empty where there is none.</summary>
    public string Workload() => _made.AsEnumerable().Reverse().Where(m => m["kind"]!.ToString() is "Deployment" or "StatefulSet").Select(Name).FirstOrDefault() ?? "";

    public static string Name(MapNode item) => ((MapNode)item["metadata"]!)["name"]!.ToString()!;

    public string Several(Func<string> make) => string.Concat(Enumerable.Range(0, 1 + (Random.Next(3) / Calm)).Select(_ => make()));

    public static string Indented(string text, int by) =>
        string.Concat(text.TrimEnd('\n').Split('\n').Select(line => line.Length > 0 ? new string(' ', by) + line + "\n" : "\n"));

    /// <summary>What patches and replacements select an object by, as fields of a flow map.</summary>
    public string Selector(MapNode target, bool patterns = true) => Random.Next(patterns ? 9 : 4) switch
    {
        0 => $"kind: {target["kind"]}",
        1 => $"name: {Name(target)}",
        2 => target["apiVersion"]!.ToString()!.Split('/') is [var group, var version] ? $"group: {group}, version: {version}, kind: {target["kind"]}" : $"version: v1, kind: {target["kind"]}",
        4 => "name: w.*",
        5 => "labelSelector: " + Pick(["app=web", "\"team in (a, b)\"", "app", "\"!app\"", "app!=web", "\"tier notin (web), app\""]),
        6 => "kind: Deployment|Service, namespace: o.*",
        7 => "group: apps, version: v1",
        8 => "annotationSelector: " + Pick(["note=web", "note", "\"!team\""]),
        _ => $"kind: {target["kind"]}, name: {Name(target)}",
    };

    // The same object twice is an error; once in a while that is wanted.
    private bool IsNew(MapNode item) => Take(item["kind"]!.ToString()!, Name(item)) || Chance(60);
}

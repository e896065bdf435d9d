using System.Text.Json;
using Plumbline.Core.Objects;
using Plumbline.Core.Yaml;
using Plumbline.Rendering.Kustomize;

namespace Plumbline.Rendering.Tests.Kustomize;

/// <summary>One recorded run of kustomize: its input folder, and what it printed or failed with.</summary>
internal sealed record ConformanceCase(string Id, string Root, IReadOnlyList<string> Flags, bool ExpectsError, IReadOnlyList<(string Text, bool IsPattern)> Fragments, string Folder)
{
    public string Input => Path.Combine(Folder, "input");

    /// <summary>The cases of <c>PLUMBLINE_CONFORMANCE</c>, or of the folder beside the checkout; empty where neither is there.</summary>
    public static IReadOnlyList<ConformanceCase> All { get; } = Load();

    public static string? Source { get; private set; }

    public KustomizeOptions Options => KustomizeOptions.Default with
    {
        Reorder = Flag("--reorder") switch { "none" => Reordering.None, "legacy" => Reordering.Legacy, _ => Reordering.Unspecified },
        LoadRestriction = Flag("--load-restrictor") == "LoadRestrictionsNone" ? LoadRestriction.None : LoadRestriction.RootOnly,
        EnableHelm = Flags.Contains("--enable-helm"),
    };

    public RepoPath Directory => RepoPath.Parse(Root);

    public MemorySourceTree Tree() => TreeOf(Input);

    public static MemorySourceTree TreeOf(string folder) => new(System.IO.Directory.Exists(folder)
        ? System.IO.Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories).Select(file =>
            KeyValuePair.Create(RepoPath.Parse(Path.GetRelativePath(folder, file)), (ReadOnlyMemory<byte>)File.ReadAllBytes(file)))
        : []);

    public KustomizeResult Run(KustomizeCache? cache = null) =>
        KustomizeBuild.Run(Tree(), Directory, Options with { Cache = cache }, CancellationToken.None);

    public bool DocumentsEqual(string text)
    {
        var expected = Documents(File.ReadAllText(Path.Combine(Folder, "expected.yaml")));
        var actual = Documents(text);
        return expected.Count == actual.Count && expected.Zip(actual).All(pair => Node.DeepEquals(Numbers(pair.First), Numbers(pair.Second)));
    }

    public string ExpectedBytes => File.ReadAllText(File.Exists(Path.Combine(Folder, "actual.yaml")) ? Path.Combine(Folder, "actual.yaml") : Path.Combine(Folder, "expected.yaml"));

    /// <summary>The fragments that do not occur in <paramref name="message"/>.</summary>
    public IReadOnlyList<string> MissingFragments(string message)
    {
        var text = Collapse(message);
        return [.. Fragments.Where(f => !(f.IsPattern
            ? System.Text.RegularExpressions.Regex.IsMatch(text, Collapse(f.Text))
            : text.Contains(Collapse(f.Text), StringComparison.Ordinal))).Select(f => f.Text)];
    }

    private string? Flag(string name)
    {
        for (var i = 0; i < Flags.Count; i++)
        {
            if (Flags[i] == name && i + 1 < Flags.Count)
            {
                return Flags[i + 1];
            }

            if (Flags[i].StartsWith(name + "=", StringComparison.Ordinal))
            {
                return Flags[i][(name.Length + 1)..];
            }
        }

        return null;
    }

    private static string Collapse(string text) => string.Join(' ', text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));

    private static List<Node> Documents(string text) =>
        [.. YamlReader.ReadAll(text, null, YamlReadOptions.Default).Where(n => !n.IsNull && n is not MapNode { Count: 0 })];

    // 1 and 1.0 are one number once they went through JSON.
    private static Node Numbers(Node node) => YamlReader.ReadOne(YamlWriter.ToText(node), null, YamlReadOptions.Default);

    private static List<ConformanceCase> Load()
    {
        var folder = Environment.GetEnvironmentVariable("PLUMBLINE_CONFORMANCE") is { Length: > 0 } given
            ? Directory_(given) : Directory_(Path.Combine(Root_(), "..", "shared", "conformance"));
        if (folder is null)
        {
            return [];
        }

        Source = folder;
        var cases = new List<ConformanceCase>();
        foreach (var line in File.ReadLines(Path.Combine(folder, "manifest.jsonl")))
        {
            using var json = JsonDocument.Parse(line);
            var e = json.RootElement;
            var id = e.GetProperty("id").GetString()!;
            cases.Add(new ConformanceCase(
                id,
                e.GetProperty("root").GetString()!,
                [.. e.GetProperty("flags").EnumerateArray().Select(f => f.GetString()!)],
                e.GetProperty("expects").GetString() == "error",
                e.TryGetProperty("error_match", out var match)
                    ? [.. match.EnumerateArray().Select(m => (m.GetProperty("text").GetString()!, m.GetProperty("how").GetString() == "regexp"))]
                    : [],
                Path.Combine(folder, "cases", id)));
        }

        return cases;
    }

    private static string? Directory_(string folder) =>
        File.Exists(Path.Combine(folder, "manifest.jsonl")) && File.ReadLines(Path.Combine(folder, "manifest.jsonl")).First().Contains("\"flags\"", StringComparison.Ordinal) ? folder
        : File.Exists(Path.Combine(folder, "kustomize", "manifest.jsonl")) ? Path.Combine(folder, "kustomize") : null;

    private static string Root_() => typeof(ConformanceCase).Assembly.GetCustomAttributes(typeof(System.Reflection.AssemblyMetadataAttribute), false)
        .Cast<System.Reflection.AssemblyMetadataAttribute>().First(a => a.Key == "PlumblineRoot").Value!;
}

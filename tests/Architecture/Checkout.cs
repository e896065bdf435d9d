using System.Reflection;
using System.Xml.Linq;

namespace Plumbline.Architecture;

/// <summary>A text file of the repository.</summary>
/// <param name="Path">Relative to the root, with slashes.</param>
/// <param name="Lines">Its lines.</param>
public sealed record TextFile(string Path, IReadOnlyList<string> Lines);

/// <summary>The repository that these tests judge.</summary>
public static class Checkout
{
    private static readonly HashSet<string> Skipped = ["bin", "obj", "node_modules", ".git", ".tools", ".demo", ".vs", ".idea", "TestResults", "artifacts", "BenchmarkDotNet.Artifacts"];

    private static readonly Lazy<IReadOnlyList<string>> Paths = new(() => [.. Walk(Root!).Select(p => Path.GetRelativePath(Root!, p).Replace('\\', '/')).Order(StringComparer.Ordinal)]);

    /// <summary>Where it lies.</summary>
    public static string Root { get; } = typeof(Checkout).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(a => a.Key == "PlumblineRoot").Value!;

    /// <summary>Every file under one of the folders (all, where none is named) with one of the endings.</summary>
    public static IEnumerable<TextFile> Files(string[] endings, params string[] folders) => Paths.Value
        .Where(p => endings.Any(e => p.EndsWith(e, StringComparison.Ordinal)) && (folders.Length == 0 || folders.Any(f => p.StartsWith(f + "/", StringComparison.Ordinal))))
        .Select(p => new TextFile(p, File.ReadAllLines(Path.Combine(Root, p))));

    /// <summary>The C# files of the product and its tests.</summary>
    public static IEnumerable<TextFile> Code(params string[] folders) => Files([".cs"], folders.Length > 0 ? folders : ["shared", "functions", "tests"]);

    /// <summary>Whether a file or folder is there.</summary>
    public static bool Has(string path) => File.Exists(Path.Combine(Root, path)) || Directory.Exists(Path.Combine(Root, path));

    /// <summary>What a project file names in items of one type.</summary>
    public static IReadOnlyList<string> Items(string project, string item) =>
        [.. XDocument.Load(Path.Combine(Root, project)).Descendants(item).Select(e => (string?)e.Attribute("Include")).OfType<string>()];

    private static IEnumerable<string> Walk(string folder)
    {
        foreach (var file in Directory.EnumerateFiles(folder))
        {
            yield return file;
        }

        foreach (var file in Directory.EnumerateDirectories(folder).Where(d => !Skipped.Contains(Path.GetFileName(d))).SelectMany(Walk))
        {
            yield return file;
        }
    }
}

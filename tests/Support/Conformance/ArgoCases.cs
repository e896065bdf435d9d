using Plumbline.Core.Json;
using Plumbline.Core.Objects;
using Plumbline.Support.Sources;

namespace Plumbline.Support.Conformance;

/// <summary>Cases made from Argo CD's own tests: in the folder that <c>PLUMBLINE_CONFORMANCE</c> names, or beside the checkout.</summary>
public static class ArgoCases
{
    /// <summary>The folder with <c>projects.jsonl</c> and the rest; null when it is not here.</summary>
    public static string? Folder { get; } = Find();

    /// <summary>The cases of an area for the given functions, in their order; empty when they are not here.</summary>
    public static IReadOnlyList<MapNode> Of(string area, params IReadOnlyCollection<string> functions) =>
        [.. All(area).Where(c => (c["function"] as ScalarNode)?.StringValue is { } function && functions.Contains(function))];

    /// <summary>All cases of an area, in their order; empty when they are not here.</summary>
    public static IEnumerable<MapNode> All(string area)
    {
        var file = Folder is null ? "" : Path.Combine(Folder, $"{area}.jsonl");
        return !File.Exists(file) ? [] : File.ReadLines(file).Where(l => l.Length > 0).Select(l => (MapNode)JsonTree.Read(System.Text.Encoding.UTF8.GetBytes(l)));
    }

    /// <summary>The files below a folder of the fixtures, with the links that lie there; null when there are none.</summary>
    /// <param name="folder">The folder, as cases name it.</param>
    public static LinkedSourceTree? Fixture(string folder)
    {
        if (Folder is null)
        {
            return null;
        }

        var root = Path.Combine(Folder, "files", folder);
        var links = File.ReadLines(Path.Combine(Folder, "files", "symlinks.jsonl")).Select(l => (MapNode)JsonTree.Read(System.Text.Encoding.UTF8.GetBytes(l)))
            .Where(l => l.TextAt("path").StartsWith($"{folder}/", StringComparison.Ordinal)).Select(l => (l.TextAt("path")[(folder.Length + 1)..], l.TextAt("target"))).ToList();
        var files = !Directory.Exists(root) ? [] :
            Directory.EnumerateFiles(root, "*", SearchOption.AllDirectories).Select(f => (Path.GetRelativePath(root, f), File.ReadAllText(f))).ToList();
        return files.Count + links.Count == 0 ? null : new LinkedSourceTree(files, links);
    }

    /// <summary>Follows keys down from a node; null when one is missing.</summary>
    public static Node? At(this Node? node, params IEnumerable<string> keys) => keys.Aggregate(node, (n, key) => (n as MapNode)?[key]);

    /// <summary>The text at a path; empty when there is none.</summary>
    public static string TextAt(this Node? node, params IEnumerable<string> keys) => (node.At(keys) as ScalarNode)?.StringValue ?? "";

    private static string? Find()
    {
        var root = Environment.GetEnvironmentVariable("PLUMBLINE_CONFORMANCE") is { Length: > 0 } given ? given : BesideCheckout();
        return root is null ? null
            : Directory.Exists(Path.Combine(root, "argocd")) ? Path.Combine(root, "argocd")
            : File.Exists(Path.Combine(root, "projects.jsonl")) ? root
            : null;
    }

    private static string? BesideCheckout()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "Functions.sln")))
            {
                return Path.GetFullPath(Path.Combine(folder.FullName, "..", "shared", "conformance"));
            }
        }

        return null;
    }
}

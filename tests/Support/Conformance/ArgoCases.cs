using Plumbline.Core.Json;
using Plumbline.Core.Objects;

namespace Plumbline.Support.Conformance;

/// <summary>Cases made from Argo CD's own tests: in the folder that <c>PLUMBLINE_CONFORMANCE</c> names, or beside the checkout.</summary>
public static class ArgoCases
{
    /// <summary>The folder with <c>projects.jsonl</c> and the rest; null when it is not here.</summary>
    public static string? Folder { get; } = Find();

    /// <summary>The cases of an area for the given functions, in their order; empty when they are not here.</summary>
    public static IReadOnlyList<MapNode> Of(string area, params IReadOnlyCollection<string> functions)
    {
        var file = Folder is null ? "" : Path.Combine(Folder, $"{area}.jsonl");
        return !File.Exists(file) ? [] :
        [
            .. File.ReadLines(file).Where(l => l.Length > 0).Select(l => (MapNode)JsonTree.Read(System.Text.Encoding.UTF8.GetBytes(l)))
                .Where(c => (c["function"] as ScalarNode)?.StringValue is { } function && functions.Contains(function)),
        ];
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

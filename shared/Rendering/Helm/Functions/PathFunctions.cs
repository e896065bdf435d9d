using Plumbline.Rendering.Helm.Values;

namespace Plumbline.Rendering.Helm.Functions;

/// <summary>Go's path package. The <c>os…</c> forms are the same: templates see slashes on every host.</summary>
internal static class PathFunctions
{
    /// <summary>The family.</summary>
    public static IReadOnlyList<GoFunction> All { get; } = new FunctionList()
        .AddPair("base", "osBase", [GoType.String], GoType.String, static (_, a) => Base(a.Text(0)))
        .AddPair("dir", "osDir", [GoType.String], GoType.String, static (_, a) => Clean(a.Text(0)[..(a.Text(0).LastIndexOf('/') + 1)]))
        .AddPair("clean", "osClean", [GoType.String], GoType.String, static (_, a) => Clean(a.Text(0)))
        .AddPair("ext", "osExt", [GoType.String], GoType.String, static (_, a) => Extension(a.Text(0)))
        .AddPair("isAbs", "osIsAbs", [GoType.String], GoType.Bool, static (_, a) => Boxes.Of(a.Text(0).StartsWith('/')))
        .Functions;

    private static string Base(string path)
    {
        if (path.Length == 0)
        {
            return ".";
        }

        var trimmed = path.TrimEnd('/');
        return trimmed.Length == 0 ? "/" : trimmed[(trimmed.LastIndexOf('/') + 1)..];
    }

    private static string Extension(string path)
    {
        var dot = path.LastIndexOf('.');
        return dot > path.LastIndexOf('/') ? path[dot..] : "";
    }

    private static string Clean(string path)
    {
        var rooted = path.StartsWith('/');
        var parts = new List<string>();
        foreach (var part in path.Split('/', StringSplitOptions.RemoveEmptyEntries))
        {
            if (part == ".")
            {
                continue;
            }

            if (part == ".." && parts.Count > 0 && parts[^1] != "..")
            {
                parts.RemoveAt(parts.Count - 1);
            }
            else if (part != ".." || !rooted)
            {
                parts.Add(part);
            }
        }

        var text = (rooted ? "/" : "") + string.Join('/', parts);
        return text.Length == 0 ? "." : text;
    }
}

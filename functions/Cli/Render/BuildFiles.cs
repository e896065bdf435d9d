using System.Text;
using Plumbline.Core.Kubernetes;
using Plumbline.Core.Objects;
using Plumbline.Core.Problems;
using Plumbline.Core.Rendering;
using Plumbline.Core.Yaml;
using Plumbline.Rendering.Kustomize;

namespace Plumbline.Functions.Cli.Render;

/// <summary>Writes a build where <c>--output</c> says: into a file, or into an existing folder, a file for each object, named as kustomize names them.</summary>
internal static class BuildFiles
{
    /// <summary>Writes it.</summary>
    /// <param name="path">Full path of the file or folder.</param>
    /// <param name="written">The same as the user wrote it.</param>
    /// <param name="result">What was built.</param>
    /// <exception cref="CommandFailedException">It cannot be written.</exception>
    public static void Write(string path, string written, KustomizeResult result)
    {
        try
        {
            if (!Directory.Exists(path))
            {
                File.WriteAllText(path, result.ToYaml());
                return;
            }

            foreach (var (name, root) in Named(result.Objects))
            {
                var text = new StringBuilder();
                YamlWriter.WriteAll([root], text, YamlWriterOptions.Default);
                File.WriteAllText(Path.Combine(path, name), text.ToString());
            }
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new CommandFailedException(ExitCode.No, $"cannot write {written}", new Problem(CliProblem.File, e.Message));
        }
    }

    /// <summary>The objects by the names of their files; names have their namespace where there are several.</summary>
    internal static IReadOnlyList<(string Name, MapNode Root)> Named(IReadOnlyList<MapNode> roots)
    {
        var objects = roots.Select(r => new KubernetesObject(r)).Select(o => (Object: o, Namespace: NamespaceOf(o))).ToList();
        var several = objects.Select(o => o.Namespace).OfType<string>().Distinct(StringComparer.Ordinal).Count() > 1;
        return [.. objects.Select(o => (several && o.Namespace is { } space ? $"{Safe(space)}_{FileName(o.Object)}" : FileName(o.Object), o.Object.Root))];
    }

    private static string? NamespaceOf(KubernetesObject item) =>
        BuiltInScopes.Of(item.Group, item.Kind) == false ? null : item.Namespace.Length > 0 ? item.Namespace : "default";

    private static string FileName(KubernetesObject item) =>
        Safe(string.Join('_', new[] { item.Group, item.Version, item.Kind, item.Name }.Where(p => p.Length > 0))) + ".yaml";

    // Names of RBAC objects may hold colons and even slashes; a file's name may not.
    private static string Safe(string name) => name.ToLowerInvariant().Replace('/', '_');
}

using Plumbline.Rendering.Helm.Template;
using Plumbline.Rendering.Helm.Values;

namespace Plumbline.Rendering.Helm.Output;

/// <summary>Sorts the documents of rendered files into manifests and hooks, each by kind, then path, then place in the file.</summary>
internal static class ManifestSorting
{
    private static readonly HashSet<string> KnownHooks = new(StringComparer.Ordinal)
    {
        "pre-install", "post-install", "pre-delete", "post-delete", "pre-upgrade", "post-upgrade", "pre-rollback", "post-rollback", "test",
    };

    /// <summary>Sorts documents; those with an unknown hook are dropped.</summary>
    /// <param name="files">Rendered text by path, without notes.</param>
    /// <param name="warnings">Told about what is dropped.</param>
    /// <param name="helm">Whose splitting and order.</param>
    /// <param name="token">Stops the work.</param>
    /// <exception cref="GoErrorException">A document is no YAML map; the message is Helm's.</exception>
    public static (IReadOnlyList<Manifest> Manifests, IReadOnlyList<Manifest> Hooks) Sort(
        IReadOnlyDictionary<string, string> files, ICollection<string> warnings, HelmVersion helm, CancellationToken token)
    {
        var manifests = new List<Manifest>();
        var hooks = new List<Manifest>();
        foreach (var path in files.Keys.Order(GoTextOrder.Instance))
        {
            token.ThrowIfCancellationRequested();
            if (path[(path.LastIndexOf('/') + 1)..].StartsWith('_') || string.IsNullOrWhiteSpace(files[path]))
            {
                continue;
            }

            foreach (var document in ManifestText.Split(files[path], helm))
            {
                if (Read(path, document, warnings, helm) is { } manifest)
                {
                    (manifest.Hooks is null ? manifests : hooks).Add(manifest);
                }
            }
        }

        return (ByKind(manifests, helm), ByKind(hooks, helm));
    }

    private static Manifest? Read(string path, string text, ICollection<string> warnings, HelmVersion helm)
    {
        try
        {
            var root = ValuesText.ReadYaml(text, path);
            var head = ManifestHead.Of(root, helm);
            if (!head.Annotations.TryGetValue("helm.sh/hook", out var written))
            {
                return new Manifest(path, text, root, head.Kind, null);
            }

            var hooks = new List<string>();
            foreach (var name in written.Split(','))
            {
                var hook = name.Trim().ToLowerInvariant();
                hook = hook == "test-success" ? "test" : hook;
                if (!KnownHooks.Contains(hook))
                {
                    warnings.Add($"{path}: a document with the unknown hook '{name.Trim()}' is left out");
                    return null;
                }

                hooks.Add(hook);
            }

            return new Manifest(path, text, root, head.Kind, hooks);
        }
        catch (GoErrorException e)
        {
            throw new GoErrorException($"YAML parse error on {path}: {e.Message}", e);
        }
    }

    private static List<Manifest> ByKind(List<Manifest> manifests, HelmVersion helm) =>
        [.. manifests.OrderBy(m => m.Kind, Comparer<string>.Create((a, b) => KindOrder.Compare(a, b, helm)))];

    private sealed class GoTextOrder : IComparer<string>
    {
        public static readonly GoTextOrder Instance = new();

        public int Compare(string? x, string? y) => GoText.Compare(x, y);
    }
}

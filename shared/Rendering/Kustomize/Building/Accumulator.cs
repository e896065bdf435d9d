using Plumbline.Rendering.Kustomize.Files;
using Plumbline.Rendering.Kustomize.Names;
using Plumbline.Rendering.Kustomize.Objects;

namespace Plumbline.Rendering.Kustomize.Building;

/// <summary>What kustomizations gather: objects, the fields of names, and variables.</summary>
internal sealed class Accumulator
{
    private readonly Dictionary<string, VarEntry> _vars = new(StringComparer.Ordinal);

    public ObjectSet Objects { get; } = new();

    public TransformerConfig Config { get; private set; } = TransformerConfig.Empty;

    public IEnumerable<VarEntry> Vars => _vars.Values;

    public void MergeConfig(TransformerConfig config) => Config = Config.Merge(config);

    public void Merge(Accumulator other)
    {
        Objects.AppendAll(other.Objects.Items);
        MergeConfig(other.Config);
        foreach (var entry in other.Vars)
        {
            Add(entry);
        }
    }

    /// <summary>Takes variables in, and marks the object each of them takes its value from.</summary>
    public void MergeVars(IReadOnlyList<VarEntry> vars)
    {
        foreach (var entry in vars)
        {
            var id = new ResId(entry.Gvk, entry.ObjectName, entry.Namespace);
            var exact = entry.Namespace.Length > 0 || entry.Gvk.IsClusterScoped;
            var found = Objects.ByAnyName(entry.ObjectName)
                .Where(item => item.PastIds().Append(item.Id).Any(past => exact ? past.Means(id) : past.Name == id.Name && past.Gvk == id.Gvk)).ToList();
            if (found.Count > 1)
            {
                throw new BuildException($"found {found.Count} resId matches for var {{{entry.Name} {entry.Gvk} {FieldOf(entry.Written)}}} (unable to disambiguate)");
            }

            if (found.Count == 1)
            {
                found[0].AddVarName(entry.Name);
            }
        }

        foreach (var entry in vars)
        {
            Add(entry);
        }
    }

    // "{NAME Kind.v1.group {FIELD}}" → "{FIELD}"
    private static string FieldOf(string written) => written[written.LastIndexOf('{')..^1];

    private void Add(VarEntry entry)
    {
        if (!_vars.TryAdd(entry.Name, entry))
        {
            throw new BuildException($"var '{entry.Name}' already encountered");
        }
    }
}

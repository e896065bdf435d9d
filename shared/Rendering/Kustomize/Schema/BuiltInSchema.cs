using Plumbline.Rendering.Kustomize.Objects;

namespace Plumbline.Rendering.Kustomize.Schema;

/// <summary>The kinds of Kubernetes that are known without asking a cluster, read once from <c>merge-keys.txt</c>.</summary>
internal static class BuiltInSchema
{
    private const string ApiTypes = "io.k8s.api.";
    private const string MetaTypes = "io.k8s.apimachinery.pkg.apis.meta.v1.";

    private static readonly Lazy<Tables> Loaded = new(Load);

    /// <summary>Whether the kind is known to belong to no namespace.</summary>
    public static bool IsClusterScoped(Gvk gvk) => Loaded.Value.Cluster.Contains(gvk);

    public static SchemaNode? Find(Gvk gvk) => Loaded.Value.Kinds.GetValueOrDefault(gvk);

    /// <summary>The type an OpenAPI definition of Kubernetes describes, such as <c>io.k8s.api.core.v1.Container</c>; null for one without lists that merge.</summary>
    public static SchemaNode? Definition(string name)
    {
        if (name.StartsWith(ApiTypes, StringComparison.Ordinal) && name.Split('.') is [_, _, _, var group, var version, var type])
        {
            return Loaded.Value.Types.GetValueOrDefault($"{group}/{version}.{type}");
        }

        return name.StartsWith(MetaTypes, StringComparison.Ordinal) ? Loaded.Value.Types.GetValueOrDefault("meta." + name[MetaTypes.Length..]) : null;
    }

    private static Tables Load()
    {
        var types = new Dictionary<string, SchemaNode>(StringComparer.Ordinal);
        var kinds = new Dictionary<Gvk, SchemaNode>();
        var cluster = new HashSet<Gvk>();
        foreach (var line in EmbeddedText.Lines("merge-keys.txt"))
        {
            var parts = line.Split(' ');
            if (parts[0] == "kind")
            {
                var gvk = Gvk.Of(parts[1], parts[2]);
                kinds[gvk] = parts[4] == "-" ? new SchemaNode() : Type(types, parts[4]);
                if (parts[3] == "c")
                {
                    cluster.Add(gvk);
                }

                continue;
            }

            var owner = Type(types, parts[1]);
            (owner.Fields ??= new(StringComparer.Ordinal))[parts[2]] = Field(types, parts);
        }

        return new Tables(kinds, types, cluster);
    }

    private static SchemaNode Field(Dictionary<string, SchemaNode> types, string[] parts)
    {
        var child = parts[3] == "-" ? null : Type(types, parts[3]);
        return parts[4] switch
        {
            "l" => new SchemaNode { Items = child, MergesList = parts[5] != "-", Keys = parts[6] == "-" ? [] : parts[6].Split(',') },
            "m" => new SchemaNode { Values = child },
            _ => child ?? new SchemaNode(),
        };
    }

    private static SchemaNode Type(Dictionary<string, SchemaNode> types, string name)
    {
        if (!types.TryGetValue(name, out var type))
        {
            types[name] = type = new SchemaNode();
        }

        return type;
    }

    private sealed record Tables(Dictionary<Gvk, SchemaNode> Kinds, Dictionary<string, SchemaNode> Types, HashSet<Gvk> Cluster);
}

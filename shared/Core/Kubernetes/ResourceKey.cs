namespace Plumbline.Core.Kubernetes;

/// <summary>Identity of an object inside one cluster, as Argo CD has it: the version does not count.</summary>
/// <param name="Group">API group; empty for core.</param>
/// <param name="Kind">Kind.</param>
/// <param name="Namespace">Namespace; empty for cluster-scoped objects.</param>
/// <param name="Name">Name.</param>
public readonly record struct ResourceKey(string Group, string Kind, string Namespace, string Name) : IComparable<ResourceKey>
{
    /// <summary>By group, kind, namespace and name, ordinal.</summary>
    public int CompareTo(ResourceKey other)
    {
        var order = string.CompareOrdinal(Group, other.Group);
        order = order != 0 ? order : string.CompareOrdinal(Kind, other.Kind);
        order = order != 0 ? order : string.CompareOrdinal(Namespace, other.Namespace);
        return order != 0 ? order : string.CompareOrdinal(Name, other.Name);
    }

    /// <summary>For people: <c>Deployment web/cart</c>, with the group where it is not one of Kubernetes' own.</summary>
    public override string ToString()
    {
        var kind = Group.Contains('.', StringComparison.Ordinal) && !Group.EndsWith(".k8s.io", StringComparison.Ordinal) ? $"{Kind}.{Group}" : Kind;
        return Namespace.Length == 0 ? $"{kind} {Name}" : $"{kind} {Namespace}/{Name}";
    }

    /// <summary>Orders keys.</summary>
    public static bool operator <(ResourceKey left, ResourceKey right) => left.CompareTo(right) < 0;

    /// <summary>Orders keys.</summary>
    public static bool operator >(ResourceKey left, ResourceKey right) => left.CompareTo(right) > 0;

    /// <summary>Orders keys.</summary>
    public static bool operator <=(ResourceKey left, ResourceKey right) => left.CompareTo(right) <= 0;

    /// <summary>Orders keys.</summary>
    public static bool operator >=(ResourceKey left, ResourceKey right) => left.CompareTo(right) >= 0;
}

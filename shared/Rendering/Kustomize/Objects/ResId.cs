namespace Plumbline.Rendering.Kustomize.Objects;

/// <summary>Identity of an object: its kind, name and namespace as written.</summary>
internal readonly record struct ResId(Gvk Gvk, string Name, string Namespace)
{
    public const string NotANamespace = "_non_namespaceable_";

    /// <summary>The namespace by which objects are told apart: none and <c>default</c> are the same, objects of the cluster have their own.</summary>
    public string EffectiveNamespace =>
        Gvk.IsClusterScoped ? NotANamespace : Namespace.Length == 0 ? "default" : Namespace;

    /// <summary>Equal for ids that mean the same object.</summary>
    public ResId Normal => this with { Namespace = EffectiveNamespace };

    public bool Means(in ResId other) => Name == other.Name && Gvk == other.Gvk && EffectiveNamespace == other.EffectiveNamespace;

    public bool IsSelectedBy(in ResId selector) =>
        (selector.Name.Length == 0 || selector.Name == Name) &&
        (selector.Namespace.Length == 0 || selector.EffectiveNamespace == EffectiveNamespace) &&
        Gvk.IsSelected(selector.Gvk);

    public override string ToString() =>
        $"{Gvk}/{(Name.Length > 0 ? Name : "[noName]")}.{(Namespace.Length > 0 ? Namespace : "[noNs]")}";
}

namespace Plumbline.Rendering.Kustomize.Objects;

/// <summary>Group, version and kind; each may be empty.</summary>
internal readonly record struct Gvk(string Group, string Version, string Kind)
{
    public string ApiVersion => Group.Length > 0 ? $"{Group}/{Version}" : Version;

    public bool IsClusterScoped => Schema.BuiltInSchema.IsClusterScoped(this);

    public static Gvk Of(string apiVersion, string kind)
    {
        var slash = apiVersion.IndexOf('/', StringComparison.Ordinal);
        return slash < 0 ? new Gvk("", apiVersion, kind) : new Gvk(apiVersion[..slash], apiVersion[(slash + 1)..], kind);
    }

    /// <summary>Whether this fits <paramref name="selector"/>, whose empty parts fit everything.</summary>
    public bool IsSelected(in Gvk selector) =>
        (selector.Group.Length == 0 || selector.Group == Group) &&
        (selector.Version.Length == 0 || selector.Version == Version) &&
        (selector.Kind.Length == 0 || selector.Kind == Kind);

    public override string ToString() =>
        $"{(Kind.Length > 0 ? Kind : "[noKind]")}.{(Version.Length > 0 ? Version : "[noVer]")}.{(Group.Length > 0 ? Group : "[noGrp]")}";

    /// <summary>The text by which kinds of one rank are sorted.</summary>
    public string SortText =>
        $"{(Group.Length > 0 ? Group : "~G")}_{(Version.Length > 0 ? Version : "~V")}_{(Kind.Length > 0 ? Kind : "~K")}";
}

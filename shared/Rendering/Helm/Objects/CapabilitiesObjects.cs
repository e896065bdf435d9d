using Plumbline.Rendering.Helm.Values;

namespace Plumbline.Rendering.Helm.Objects;

/// <summary>A Go struct with fixed fields.</summary>
internal abstract class GoStructObject(string typeName, IReadOnlyList<(string Name, object? Value)> fields) : IGoObject
{
    /// <inheritdoc/>
    public string TypeName => typeName;

    /// <inheritdoc/>
    public IReadOnlyList<string> FieldNames { get; } = [.. fields.Select(f => f.Name)];

    /// <inheritdoc/>
    public virtual string? StringValue => null;

    /// <inheritdoc/>
    public virtual string? PointerStringValue => null;

    /// <inheritdoc/>
    public virtual IReadOnlyList<KeyValuePair<string, object?>>? AllFields => null;

    /// <inheritdoc/>
    public virtual IReadOnlyList<KeyValuePair<string, object?>>? JsonFields => null;

    /// <inheritdoc/>
    public bool TryGetField(string name, out object? value)
    {
        foreach (var field in fields)
        {
            if (field.Name == name)
            {
                value = field.Value;
                return true;
            }
        }

        value = null;
        return false;
    }

    /// <inheritdoc/>
    public virtual bool TryGetMethod(string name, out GoFunction? method)
    {
        method = null;
        return false;
    }
}

/// <summary><c>.Capabilities</c>.</summary>
internal sealed class CapabilitiesObject(KubernetesVersion kubernetes, IReadOnlyList<string> apiVersions, HelmVersion helm) : GoStructObject(
    helm == HelmVersion.V3 ? "*chartutil.Capabilities" : "*common.Capabilities",
    [("KubeVersion", new KubeVersionObject(kubernetes, helm)), ("APIVersions", ApiVersions(apiVersions, helm)), ("HelmVersion", new HelmVersionObject(helm))])
{
    private static readonly GoMethods Methods = new(
    [
        new GoFunction("Has", [GoType.String], false, (_, arguments) => Contains((GoList)arguments[0]!, (string)arguments[1]!)),
    ]);

    private static readonly GoListType VersionSet = new("common.VersionSet", GoType.String, Methods);
    private static readonly GoListType VersionSet3 = new("chartutil.VersionSet", GoType.String, Methods);

    private static GoList ApiVersions(IReadOnlyList<string> versions, HelmVersion helm) => new(versions) { Type = helm == HelmVersion.V3 ? VersionSet3 : VersionSet };

    private static bool Contains(GoList versions, string version)
    {
        foreach (var item in versions)
        {
            if (version.Equals(item as string, StringComparison.Ordinal))
            {
                return true;
            }
        }

        return false;
    }
}

/// <summary><c>.Capabilities.KubeVersion</c>: an action shows its normal version, printing functions the whole struct.</summary>
internal sealed class KubeVersionObject(KubernetesVersion version, HelmVersion helm) : GoStructObject(
    helm == HelmVersion.V3 ? "chartutil.KubeVersion" : "common.KubeVersion", [("Version", version.Version), ("Major", version.Major), ("Minor", version.Minor)])
{
    /// <inheritdoc/>
    public override string? PointerStringValue => version.Normal;

    /// <inheritdoc/>
    public override IReadOnlyList<KeyValuePair<string, object?>>? AllFields { get; } = helm == HelmVersion.V3
        ? [new("Version", version.Version), new("Major", version.Major), new("Minor", version.Minor)]
        : [new("Version", version.Version), new("normalizedVersion", version.Normal), new("Major", version.Major), new("Minor", version.Minor)];

    /// <inheritdoc/>
    public override bool TryGetMethod(string name, out GoFunction? method)
    {
        method = name switch
        {
            "GitVersion" => new GoFunction(name, [], false, (_, _) => version.Version),
            "String" => new GoFunction(name, [], false, (_, _) => version.Normal),
            _ => null,
        };
        return method is not null;
    }
}

/// <summary><c>.Capabilities.HelmVersion</c>: the Helm whose behaviour this is.</summary>
internal sealed class HelmVersionObject(HelmVersion helm) : GoStructObject(
    "version.BuildInfo", helm == HelmVersion.V3
        ? [("Version", Helm3), ("GitCommit", ""), ("GitTreeState", ""), ("GoVersion", Go3)]
        : [("Version", Helm4), ("GitCommit", ""), ("GitTreeState", ""), ("GoVersion", Go4), ("KubeClientVersion", Kube4)])
{
    private const string Helm4 = "v4.2.4", Go4 = "go1.26.10", Kube4 = "v1.36", Helm3 = "v3.19.5", Go3 = "go1.24.11";

    /// <inheritdoc/>
    public override IReadOnlyList<KeyValuePair<string, object?>>? JsonFields { get; } = helm == HelmVersion.V3
        ? [new("version", Helm3), new("go_version", Go3)]
        : [new("version", Helm4), new("go_version", Go4), new("kube_client_version", Kube4)];
}

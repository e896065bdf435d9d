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
internal sealed class CapabilitiesObject(KubernetesVersion kubernetes, IReadOnlyList<string> apiVersions) : GoStructObject(
    "*common.Capabilities",
    [("KubeVersion", new KubeVersionObject(kubernetes)), ("APIVersions", ApiVersions(apiVersions)), ("HelmVersion", new HelmVersionObject())])
{
    private static readonly GoListType VersionSet = new("common.VersionSet", GoType.String, new GoMethods(
    [
        new GoFunction("Has", [GoType.String], false, (_, arguments) => Contains((GoList)arguments[0]!, (string)arguments[1]!)),
    ]));

    private static GoList ApiVersions(IReadOnlyList<string> versions) => new(versions) { Type = VersionSet };

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
internal sealed class KubeVersionObject(KubernetesVersion version) : GoStructObject(
    "common.KubeVersion", [("Version", version.Version), ("Major", version.Major), ("Minor", version.Minor)])
{
    /// <inheritdoc/>
    public override string? PointerStringValue => version.Normal;

    /// <inheritdoc/>
    public override IReadOnlyList<KeyValuePair<string, object?>>? AllFields { get; } =
        [new("Version", version.Version), new("normalizedVersion", version.Normal), new("Major", version.Major), new("Minor", version.Minor)];

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
internal sealed class HelmVersionObject() : GoStructObject(
    "version.BuildInfo",
    [
        ("Version", "v4.2.4"), ("GitCommit", ""), ("GitTreeState", ""), ("GoVersion", "go1.26.10"), ("KubeClientVersion", "v1.36"),
    ])
{
    /// <inheritdoc/>
    public override IReadOnlyList<KeyValuePair<string, object?>>? JsonFields { get; } =
        [new("version", "v4.2.4"), new("go_version", "go1.26.10"), new("kube_client_version", "v1.36")];
}

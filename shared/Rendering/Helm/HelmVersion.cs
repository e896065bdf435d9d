namespace Plumbline.Rendering.Helm;

/// <summary>Which Helm a render is as. They differ in corners; <c>docs/helm.md</c> lists them.</summary>
public enum HelmVersion
{
    /// <summary>Helm 4.2, the default.</summary>
    V4,

    /// <summary>Helm 3.19, for charts that count on it (<c>helm.version: v3</c> of an Application, SRC-16).</summary>
    V3,
}

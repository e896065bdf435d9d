namespace Plumbline.Rendering.Helm;

/// <summary>Codes of problems with Helm sources; documented in <c>docs/helm.md</c>.</summary>
public static class HelmProblem
{
    /// <summary>The chart cannot be found or loaded, or is none that can be installed.</summary>
    public const string ChartInvalid = "HelmChartInvalid";

    /// <summary>A declared dependency is not in <c>charts/</c>.</summary>
    public const string DependencyMissing = "HelmDependencyMissing";

    /// <summary>A values file or a setting is malformed or missing.</summary>
    public const string ValuesInvalid = "HelmValuesInvalid";

    /// <summary>The values break the chart's schema, or the schema itself is malformed.</summary>
    public const string SchemaViolated = "HelmSchemaViolated";

    /// <summary>The release name, namespace or Kubernetes version is malformed, or the chart is not for this version.</summary>
    public const string ReleaseInvalid = "HelmReleaseInvalid";

    /// <summary>A template cannot be parsed or executed.</summary>
    public const string TemplateFailed = "HelmTemplateFailed";

    /// <summary>A template looks up what could not be read from the cluster.</summary>
    public const string LookupFailed = "HelmLookupFailed";

    /// <summary>What a template wrote is no manifest.</summary>
    public const string ManifestInvalid = "HelmManifestInvalid";

    /// <summary>Something has no effect: a table over a value, a condition that is no boolean, an unknown hook.</summary>
    public const string Ignored = "HelmIgnored";
}

using Plumbline.Rendering.Helm.Template;
using Plumbline.Rendering.Helm.Values;

namespace Plumbline.Rendering.Helm.Charts;

/// <summary>Reads Chart.yaml and requirements.yaml as they are written; <see cref="ChartMetadataCheck"/> judges them.</summary>
internal static class ChartMetadataReader
{
    private const string Type = "Metadata";

    // The Go package of the types, which stands in messages.
    private const string Package = "v2", PackageOfHelm3 = "chart";

    /// <summary>Reads Chart.yaml.</summary>
    /// <exception cref="GoErrorException">It is malformed; the message is worded as Helm's.</exception>
    public static ChartMetadata Read(string text, HelmVersion helm = HelmVersion.V4)
    {
        var read = Over(new ChartMetadata(), text, "Chart.yaml", helm);
        return read.ApiVersion.Length > 0 ? read : read with { ApiVersion = "v1" };
    }

    /// <summary>The chart API that a Chart.yaml asks for; nothing else of it is looked at.</summary>
    /// <exception cref="GoErrorException">It is malformed.</exception>
    public static string ReadApiVersion(string text) =>
        GoStruct.Of(ValuesText.ReadYaml(text, "Chart.yaml"), "chartBase", "loader.chartBase")?.Text("apiVersion") is { Length: > 0 } version ? version : "v1";

    /// <summary>Lays a requirements.yaml over what Chart.yaml says: Helm reads both into one record, field by field.</summary>
    /// <exception cref="GoErrorException">It is malformed.</exception>
    public static ChartMetadata ReadRequirements(ChartMetadata chart, string text, HelmVersion helm = HelmVersion.V4) => Over(chart, text, "requirements.yaml", helm);

    /// <summary>Reads the dependencies of a requirements.yaml or a lock; null where it names none.</summary>
    /// <exception cref="GoErrorException">It is malformed.</exception>
    public static IReadOnlyList<ChartDependency>? ReadDependencies(string text, string file, string type = Type) =>
        GoStruct.Of(ValuesText.ReadYaml(text, file), type, $"{Package}.{type}") is { } read ? Dependencies(read, null, Package) : null;

    /// <summary>Refuses a malformed lock; what it says counts only where dependencies are fetched.</summary>
    /// <exception cref="GoErrorException">It is malformed.</exception>
    public static void CheckLock(string text, string file, HelmVersion helm)
    {
        if (GoStruct.Of(ValuesText.ReadYaml(text, file), "Lock", $"{PackageOf(helm)}.Lock") is not { } read)
        {
            return;
        }

        _ = Dependencies(read, null, PackageOf(helm));
        _ = read.Text("digest");
        read.CheckTime("generated");
    }

    // In the order of the alphabet, which decides the error of several: Go meets the fields in it, as they come from JSON.
    private static ChartMetadata Over(ChartMetadata under, string text, string file, HelmVersion helm) =>
        GoStruct.Of(ValuesText.ReadYaml(text, file), Type, $"{PackageOf(helm)}.Metadata") is not { } read ? under : new ChartMetadata
        {
            Annotations = read.TextMap("annotations") ?? under.Annotations,
            ApiVersion = read.Text("apiVersion", under.ApiVersion),
            AppVersion = read.Text("appVersion", under.AppVersion),
            Condition = read.Text("condition", under.Condition),
            Dependencies = Dependencies(read, under.Dependencies, PackageOf(helm)) ?? under.Dependencies,
            Deprecated = read.Flag("deprecated", under.Deprecated),
            Description = read.Text("description", under.Description),
            Home = read.Text("home", under.Home),
            Icon = read.Text("icon", under.Icon),
            Keywords = read.Texts("keywords", under.Keywords),
            KubeVersion = read.Text("kubeVersion", under.KubeVersion),
            Maintainers = Maintainers(read, PackageOf(helm)) ?? under.Maintainers,
            Name = read.Text("name", under.Name),
            Sources = read.Texts("sources", under.Sources),
            Tags = read.Text("tags", under.Tags),
            Type = read.Text("type", under.Type),
            Version = read.Text("version", under.Version),
        };

    private static List<ChartMaintainer>? Maintainers(GoStruct chart, string package) =>
        chart.Structs("maintainers", "Maintainer", $"{package}.Maintainer") is not { } written ? null
            : [.. written.Select(m => m is { } read ? new ChartMaintainer(Email: read.Text("email"), Name: read.Text("name"), Url: read.Text("url")) : ChartMaintainer.Null)];

    // Items of one place in both files become one, as Go decodes into the item that is there.
    private static List<ChartDependency>? Dependencies(GoStruct chart, IReadOnlyList<ChartDependency>? under, string package)
    {
        if (chart.Structs("dependencies", "Dependency", $"{package}.Dependency") is not { } written)
        {
            return null;
        }

        var dependencies = new List<ChartDependency>(written.Count);
        foreach (var read in written)
        {
            var below = under?.ElementAtOrDefault(dependencies.Count) ?? ChartDependency.Null;
            dependencies.Add(read is { } dependency ? Dependency(dependency, below) : ChartDependency.Null);
        }

        return dependencies;
    }

    private static string PackageOf(HelmVersion helm) => helm == HelmVersion.V3 ? PackageOfHelm3 : Package;

    private static ChartDependency Dependency(GoStruct read, ChartDependency under) => new()
    {
        Alias = read.Text("alias", under.Alias),
        Condition = read.Text("condition", under.Condition),
        Enabled = read.Flag("enabled", under.Enabled),
        ImportValues = read.List("import-values") is { } values ? [.. values.Select(GoValues.FromNode)] : under.ImportValues,
        Name = read.Text("name", under.Name),
        Repository = read.Text("repository", under.Repository),
        Tags = read.Texts("tags", under.Tags),
        Version = read.Text("version", under.Version),
    };
}

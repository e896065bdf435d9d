using Plumbline.Core.Json;
using Plumbline.Core.Objects;
using Plumbline.Core.Problems;

namespace Plumbline.Rendering.Helm.Sources;

/// <summary>An entry of <c>helm.parameters</c> (SRC-11).</summary>
internal sealed record HelmParameter(string Name, string Value, bool ForceString);

/// <summary>An entry of <c>helm.fileParameters</c> (SRC-12).</summary>
internal sealed record HelmFileParameter(string Name, string Path, SourcePosition Position);

/// <summary><c>helm</c> of an Application's source, read (SRC-11 to SRC-16).</summary>
internal sealed record HelmSourceSettings
{
    private static readonly HashSet<string> Known = new(StringComparer.Ordinal)
    {
        "valueFiles", "parameters", "releaseName", "values", "fileParameters", "version", "passCredentials", "ignoreMissingValueFiles", "skipCrds",
        "valuesObject", "namespace", "kubeVersion", "apiVersions", "skipTests", "skipSchemaValidation",
    };

    public IReadOnlyList<(string Path, SourcePosition Position)> ValueFiles { get; private init; } = [];

    public IReadOnlyList<HelmParameter> Parameters { get; private init; } = [];

    public IReadOnlyList<HelmFileParameter> FileParameters { get; private init; } = [];

    public string ReleaseName { get; private init; } = "";

    public string Namespace { get; private init; } = "";

    public string KubeVersion { get; private init; } = "";

    public IReadOnlyList<string> ApiVersions { get; private init; } = [];

    /// <summary>Helm 4 unless the source asks for Helm 3 (SRC-16).</summary>
    public HelmVersion Version { get; private init; }

    public bool IgnoreMissingValueFiles { get; private init; }

    public bool SkipCrds { get; private init; }

    public bool SkipTests { get; private init; }

    public bool SkipSchemaValidation { get; private init; }

    /// <summary><c>valuesObject</c> as JSON, or <c>values</c>; null where neither holds anything. The object silences the text.</summary>
    public HelmValuesFile? Values { get; private init; }

    /// <summary>Reads the settings; fields of the wrong type are problems, unknown ones warnings.</summary>
    /// <param name="helm">The map as written; null for none.</param>
    /// <param name="field">Its path for problems.</param>
    /// <param name="problems">Collects problems.</param>
    public static HelmSourceSettings Read(MapNode? helm, string field, ICollection<Problem> problems)
    {
        if (helm is null)
        {
            return new HelmSourceSettings();
        }

        var reader = new FieldReader(helm, field, problems);
        foreach (var entry in helm)
        {
            if (!Known.Contains(entry.Key))
            {
                problems.Add(new Problem(ProblemCode.FieldUnknown, $"'{entry.Key}' is no field of a Helm source; it has no effect.")
                {
                    Severity = ProblemSeverity.Warning,
                    Field = $"{field}.{entry.Key}",
                    Position = entry.KeyPosition,
                });
            }
        }

        return new HelmSourceSettings
        {
            ValueFiles = reader.Texts("valueFiles"),
            Parameters = [.. reader.Maps("parameters").Select(p => new HelmParameter(p.Text("name"), p.Text("value"), p.Flag("forceString")))],
            FileParameters = [.. reader.Maps("fileParameters").Select(p => new HelmFileParameter(p.Text("name"), p.Text("path"), p.Position))],
            ReleaseName = reader.Text("releaseName"),
            Namespace = reader.Text("namespace"),
            KubeVersion = reader.Text("kubeVersion"),
            Version = ReadVersion(helm, reader),
            ApiVersions = [.. reader.Texts("apiVersions").Select(t => t.Text)],
            IgnoreMissingValueFiles = reader.Flag("ignoreMissingValueFiles"),
            SkipCrds = reader.Flag("skipCrds"),
            SkipTests = reader.Flag("skipTests"),
            SkipSchemaValidation = reader.Flag("skipSchemaValidation"),
            Values = ReadValues(helm, reader, field),
        };
    }

    private static HelmVersion ReadVersion(MapNode helm, FieldReader reader)
    {
        switch (reader.Text("version"))
        {
            case "v3":
                return HelmVersion.V3;
            case "" or "v4":
                return HelmVersion.V4;
            default:
                reader.Refuse("version", helm["version"]!, "v3 or v4");
                return HelmVersion.V4;
        }
    }

    private static HelmValuesFile? ReadValues(MapNode helm, FieldReader reader, string field)
    {
        if (helm["valuesObject"] is { IsNull: false } written)
        {
            if (written is MapNode map)
            {
                return new HelmValuesFile($"{field}.valuesObject", JsonTree.Write(map));
            }

            reader.Refuse("valuesObject", written, "a map");
            return null;
        }

        return reader.Text("values") is { Length: > 0 } text ? new HelmValuesFile($"{field}.values", System.Text.Encoding.UTF8.GetBytes(text)) : null;
    }
}

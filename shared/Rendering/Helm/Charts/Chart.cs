using Plumbline.Core.Sources;
using Plumbline.Rendering.Helm.Schema;
using Plumbline.Rendering.Helm.Values;

namespace Plumbline.Rendering.Helm.Charts;

/// <summary>
/// A chart as it was loaded. Shared by all renders and never changed: each render works on its own <see cref="ReleaseChart"/>.
/// </summary>
internal sealed class Chart
{
    private GoMap? _fileMap;
    private CompiledSchema? _schema;
    private Dictionary<string, RepoPath>? _places;

    /// <summary>Chart.yaml.</summary>
    public required ChartMetadata Metadata { get; init; }

    /// <summary>Everything under <c>templates/</c>.</summary>
    public required IReadOnlyList<ChartFile> Templates { get; init; }

    /// <summary>What <c>.Files</c> offers, <c>crds/</c> included.</summary>
    public required IReadOnlyList<ChartFile> Files { get; init; }

    /// <summary>The chart's own values; null where it has no values.yaml. Copy before changing.</summary>
    public GoMap? Values { get; init; }

    /// <summary>values.schema.json; null where there is none.</summary>
    public ChartFile? Schema { get; init; }

    /// <summary>The charts under <c>charts/</c>, in order of their names there.</summary>
    public required IReadOnlyList<Chart> Dependencies { get; init; }

    /// <summary>The files of <c>crds/</c> that hold manifests.</summary>
    public IEnumerable<ChartFile> Crds => Files.Where(f => f.Name.StartsWith("crds/", StringComparison.Ordinal) && IsManifest(f.Name));

    /// <summary>The schema, compiled anew only where documents at URLs that it refers to are others than before; null where there is none.</summary>
    /// <param name="context">Bounds the work, and has the documents.</param>
    /// <exception cref="Template.GoErrorException">It is malformed.</exception>
    public SchemaNode? Compiled(Template.TemplateContext context)
    {
        if (Schema is null)
        {
            return null;
        }

        // Renders may do this at once; either result will do.
        var schema = _schema is { } known && known.IsMadeOf(context.Parts) ? known : SchemaCompiler.Compile(Schema.Text, context);
        _schema = schema;
        return schema.Root;
    }

    /// <summary>The bytes of <see cref="Files"/> by name. Never written to: Go's functions cannot, its element type is bytes.</summary>
    public GoMap FileMap => _fileMap ??= MadeFileMap();

    /// <summary>Where the <see cref="Files"/> lie in the source tree; files of archives are missing.</summary>
    public IReadOnlyDictionary<string, RepoPath> FilePlaces => _places ??= Files.Where(f => f.Source is not null)
        .DistinctBy(f => f.Name).ToDictionary(f => f.Name, f => f.Source!.Value, StringComparer.Ordinal);

    private GoMap MadeFileMap()
    {
        var map = new GoMap(Files.Count);
        foreach (var file in Files)
        {
            map[file.Name] = file.Bytes.ToArray();
        }

        _ = map.SortedKeys();
        return map;
    }

    private static bool IsManifest(string name) =>
        name.EndsWith(".yaml", StringComparison.OrdinalIgnoreCase) || name.EndsWith(".yml", StringComparison.OrdinalIgnoreCase) ||
        name.EndsWith(".json", StringComparison.OrdinalIgnoreCase);
}

using Plumbline.Core.Sources;
using Plumbline.Rendering.Helm.Template;
using Plumbline.Rendering.Helm.Values;

namespace Plumbline.Rendering.Helm.Charts;

/// <summary>Makes charts of files.</summary>
internal sealed class ChartLoader(ChartLimits limits, HelmVersion helm)
{
    /// <summary>Whether only <c>.Files</c> can reach a file of a chart, so that a render may not depend on it.</summary>
    public static bool IsPlainFile(string name) =>
        name is not ("Chart.yaml" or "Chart.lock" or "values.yaml" or "values.schema.json" or "requirements.yaml" or "requirements.lock") &&
        !name.StartsWith("templates/", StringComparison.Ordinal) && !name.StartsWith("crds/", StringComparison.Ordinal) &&
        !name.StartsWith("charts/", StringComparison.Ordinal);

    /// <summary>Refuses an outermost chart whose API Helm does not know; those inside of it may write anything there, as for Helm.</summary>
    /// <param name="chartYaml">Text of its Chart.yaml.</param>
    /// <exception cref="GoErrorException">The API is another one, or the file is malformed.</exception>
    public static void CheckApi(string chartYaml)
    {
        var api = Worded("cannot load Chart.yaml", () => ChartMetadataReader.ReadApiVersion(chartYaml));
        if (api is not ("v1" or "v2" or "v3"))
        {
            throw new GoErrorException("unsupported chart version");
        }
    }

    /// <summary>Makes a chart of its files; their names are relative to the chart.</summary>
    /// <exception cref="GoErrorException">The chart is malformed; the message is worded as Helm's.</exception>
    public Chart Load(IReadOnlyList<ChartFile> files)
    {
        var parts = new Parts();
        foreach (var file in files)
        {
            if (file.Name == "Chart.yaml")
            {
                parts.Metadata = Worded("cannot load Chart.yaml", () => ChartMetadataReader.Read(file.Text, helm));
            }
        }

        foreach (var file in files)
        {
            Sort(parts, file);
        }

        if (parts.Metadata is null)
        {
            throw new GoErrorException("Chart.yaml file is missing");
        }

        var metadata = ChartMetadataCheck.Checked(parts.Metadata);
        return new Chart
        {
            Metadata = metadata,
            Templates = parts.Templates,
            Files = parts.Files,
            Values = parts.Values,
            Schema = parts.Schema,
            Dependencies = Subcharts(parts.Subcharts, metadata.Name),
        };
    }

    private void Sort(Parts parts, ChartFile file)
    {
        switch (file.Name)
        {
            case "Chart.yaml":
                break;
            case "Chart.lock":
                CheckLock(file);
                break;
            case "values.yaml":
                parts.Values = Worded("cannot load values.yaml", () => ValuesText.Read(file.Text, file.Name, helm));
                break;
            case "values.schema.json":
                parts.Schema = file;
                break;
            case "requirements.yaml":
                Requirements(parts, file);
                break;
            case "requirements.lock":
                CheckLock(file);
                parts.Metadata ??= new ChartMetadata();
                if (parts.Metadata.ApiVersion == "v1")
                {
                    parts.Files.Add(file);
                }

                break;
            case var name when name.StartsWith("templates/", StringComparison.Ordinal):
                parts.Templates.Add(file);
                break;
            case var name when name.StartsWith("charts/", StringComparison.Ordinal) && !name.EndsWith(".prov", StringComparison.Ordinal):
                parts.AddToSubchart(file.Renamed(name["charts/".Length..]));
                break;
            default:
                parts.Files.Add(file);
                break;
        }
    }

    // The old place of dependencies; what it names replaces what Chart.yaml names.
    private void Requirements(Parts parts, ChartFile file)
    {
        var chart = parts.Metadata ?? new ChartMetadata();
        parts.Metadata = Worded("cannot load requirements.yaml", () => ChartMetadataReader.ReadRequirements(chart, file.Text, helm));
        if (parts.Metadata.ApiVersion == "v1")
        {
            parts.Files.Add(file);
        }
    }

    private void CheckLock(ChartFile file) => Worded($"cannot load {file.Name}", () =>
    {
        ChartMetadataReader.CheckLock(file.Text, file.Name, helm);
        return true;
    });

    private List<Chart> Subcharts(SortedDictionary<string, List<ChartFile>> subcharts, string parent)
    {
        var charts = new List<Chart>();
        foreach (var (name, files) in subcharts)
        {
            if (name[0] is '_' or '.')
            {
                continue;
            }

            limits.Enter();
            charts.Add(Worded($"error unpacking subchart {name} in {parent}", () => Subchart(name, files, parent)));
            limits.Leave();
        }

        return charts;
    }

    private Chart Subchart(string name, List<ChartFile> files, string parent)
    {
        if (name.EndsWith(".tgz", StringComparison.Ordinal))
        {
            return files[0].Name == name
                ? Load(ChartArchive.ReadInner(name, files[0].Bytes, limits))
                : throw new GoErrorException($"error unpacking subchart tar in {parent}: expected {name}, got {files[0].Name}");
        }

        return Load([.. files.Where(f => f.Name.Contains('/')).Select(f => f.Renamed(f.Name[(f.Name.IndexOf('/') + 1)..]))]);
    }

    private static T Worded<T>(string doing, Func<T> read)
    {
        try
        {
            return read();
        }
        catch (GoErrorException e)
        {
            throw new GoErrorException($"{doing}: {e.Message}", e);
        }
    }

    private sealed class Parts
    {
        public ChartMetadata? Metadata { get; set; }

        public GoMap? Values { get; set; }

        public ChartFile? Schema { get; set; }

        public List<ChartFile> Templates { get; } = [];

        public List<ChartFile> Files { get; } = [];

        public SortedDictionary<string, List<ChartFile>> Subcharts { get; } = new(StringComparer.Ordinal);

        public void AddToSubchart(ChartFile file)
        {
            var slash = file.Name.IndexOf('/');
            var name = slash < 0 ? file.Name : file.Name[..slash];
            if (name.Length == 0)
            {
                return;
            }

            if (!Subcharts.TryGetValue(name, out var files))
            {
                Subcharts[name] = files = [];
            }

            files.Add(file);
        }
    }
}

using System.Formats.Tar;
using System.IO.Compression;
using System.Security.Cryptography;
using System.Text;

namespace Plumbline.Support.Charts;

/// <summary>Charts that a <see cref="ChartServer"/> offers as a repository with an index, or as a registry, made as <c>helm package</c> makes them.</summary>
/// <param name="server">The server.</param>
/// <param name="folder">Path of the repository on it, such as <c>charts</c>.</param>
public sealed class PublishedCharts(ChartServer server, string folder)
{
    private readonly Dictionary<string, List<string>> _entries = new(StringComparer.Ordinal);

    /// <summary>Its address.</summary>
    public string Url => $"{server.Url}/{folder}";

    /// <summary>Its address as a registry.</summary>
    public string Registry => $"oci://{new Uri(server.Url).Authority}/{folder}";

    /// <summary>Packs a chart.</summary>
    public static byte[] Pack(string name, IEnumerable<(string Path, string Text)> files)
    {
        using var bytes = new MemoryStream();
        using (var gzip = new GZipStream(bytes, CompressionLevel.Fastest, leaveOpen: true))
        using (var tar = new TarWriter(gzip, TarEntryFormat.Pax))
        {
            foreach (var (path, text) in files)
            {
                tar.WriteEntry(new PaxTarEntry(TarEntryType.RegularFile, $"{name}/{path}")
                {
                    DataStream = new MemoryStream(Encoding.UTF8.GetBytes(text)),
                    ModificationTime = DateTimeOffset.UnixEpoch,
                });
            }
        }

        return bytes.ToArray();
    }

    /// <summary>A chart with one ConfigMap of its own name, whose data says the chart's version and a value.</summary>
    public static (string Path, string Text)[] Simple(string name, string version) =>
    [
        ("Chart.yaml", $"apiVersion: v2\nname: {name}\nversion: {version}\n"),
        ("values.yaml", "colour: none\n"),
        ("templates/map.yaml", $$$"""
            apiVersion: v1
            kind: ConfigMap
            metadata:
              name: {{ .Release.Name }}-{{{name}}}
            data:
              version: {{ .Chart.Version }}
              colour: {{ .Values.colour }}
            """),
    ];

    /// <summary>Offers a chart in the index.</summary>
    public byte[] Add(string name, string version, params (string Path, string Text)[] files)
    {
        var archive = Pack(name, files.Length > 0 ? files : Simple(name, version));
        server.Bytes($"/{folder}/{name}-{version}.tgz", archive);
        if (!_entries.TryGetValue(name, out var versions))
        {
            _entries[name] = versions = [];
        }

        versions.Add($"  - {{name: {name}, version: \"{version}\", digest: {Convert.ToHexStringLower(SHA256.HashData(archive))}, urls: [\"{name}-{version}.tgz\"]}}\n");
        server.Text($"/{folder}/index.yaml", "apiVersion: v1\nentries:\n" + string.Concat(_entries.Select(e => $"  {e.Key}:\n{string.Concat(e.Value)}")));
        return archive;
    }

    /// <summary>Offers a chart as a registry does, with its tags.</summary>
    /// <param name="name">Name of the chart.</param>
    /// <param name="version">Its version.</param>
    /// <param name="provenance">Its provenance file; null for none.</param>
    /// <param name="files">Its files; none for <see cref="Simple"/>.</param>
    public byte[] Push(string name, string version, byte[]? provenance = null, params (string Path, string Text)[] files)
    {
        var archive = Pack(name, files.Length > 0 ? files : Simple(name, version));
        var layers = new List<string> { Layer("application/vnd.cncf.helm.chart.content.v1.tar+gzip", archive) };
        if (provenance is not null)
        {
            layers.Add(Layer("application/vnd.cncf.helm.chart.provenance.v1.prov", provenance));
        }

        if (!_entries.TryGetValue(name, out var tags))
        {
            _entries[name] = tags = [];
        }

        tags.Add($"\"{version.Replace('+', '_')}\"");
        server.Text($"/v2/{folder}/{name}/tags/list", $$"""{"name":"{{folder}}/{{name}}","tags":[{{string.Join(',', tags)}}]}""");
        server.Text($"/v2/{folder}/{name}/manifests/{version.Replace('+', '_')}", $$"""{"schemaVersion":2,"layers":[{{string.Join(',', layers)}}]}""");
        return archive;

        string Layer(string type, byte[] bytes)
        {
            var digest = "sha256:" + Convert.ToHexStringLower(SHA256.HashData(bytes));
            server.Bytes($"/v2/{folder}/{name}/blobs/{digest}", bytes);
            return $$"""{"mediaType":"{{type}}","digest":"{{digest}}","size":{{bytes.Length}}}""";
        }
    }
}

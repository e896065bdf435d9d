using System.Formats.Tar;
using System.IO.Compression;
using System.Text;
using Plumbline.Core.Sources;
using Plumbline.Rendering.Helm.Charts;
using Plumbline.Rendering.Helm.Template;

namespace Plumbline.Rendering.Sources.Dependencies;

/// <summary>A chart of a folder as Helm packs it, so that the chart that depends on it finds it among its archives.</summary>
/// <param name="Metadata">Its Chart.yaml.</param>
/// <param name="Bytes">The <c>.tgz</c>; equal folders give equal bytes.</param>
internal sealed record ChartPackage(ChartMetadata Metadata, ReadOnlyMemory<byte> Bytes)
{
    /// <summary>Packs the chart in a folder.</summary>
    /// <param name="tree">The tree; what is read of it is recorded there.</param>
    /// <param name="folder">The chart's folder.</param>
    /// <exception cref="GoErrorException">There is no chart, or it is malformed or too large.</exception>
    public static ChartPackage Of(ISourceTree tree, RepoPath folder)
    {
        if (tree.Find(folder.Child("Chart.yaml")) is null)
        {
            throw new GoErrorException($"directory {folder} not found");
        }

        // Files that only .Files reaches are part of the archive, so all of them count.
        var files = new ChartFolder(tree, tree, new ChartLimits()).Read(folder);
        var metadata = ChartMetadataCheck.Checked(ChartMetadataReader.Read(files.First(f => f.Name == "Chart.yaml").Text));
        using var bytes = new MemoryStream();
        using (var gzip = new GZipStream(bytes, CompressionLevel.Fastest, leaveOpen: true))
        using (var tar = new TarWriter(gzip, TarEntryFormat.Pax))
        {
            foreach (var file in files)
            {
                using var content = new MemoryStream(file.Bytes.ToArray(), writable: false);
                tar.WriteEntry(new PaxTarEntry(TarEntryType.RegularFile, $"{metadata.Name}/{file.Name}") { DataStream = content, ModificationTime = DateTimeOffset.UnixEpoch });
            }
        }

        return new ChartPackage(metadata, bytes.ToArray());
    }

    /// <summary>Name of the chart in an archive; null when it is none.</summary>
    public static string? NameIn(string archive, ReadOnlyMemory<byte> bytes)
    {
        try
        {
            return ChartArchive.Read(archive, bytes, new ChartLimits()).FirstOrDefault(f => f.Name == "Chart.yaml") is { } file
                ? ChartMetadataReader.Read(file.Text).Name
                : null;
        }
        catch (GoErrorException)
        {
            // The engine names what is wrong with it.
            return null;
        }
    }

    /// <summary>Name of the chart that Chart.yaml in a folder states; null when there is none.</summary>
    public static string? NameIn(ISourceTree tree, RepoPath folder)
    {
        var path = folder.Child("Chart.yaml");
        try
        {
            return tree.Find(path) is { Kind: SourceEntryKind.File } ? ChartMetadataReader.Read(Encoding.UTF8.GetString(ChartFile.WithoutMark(tree.Read(path)).Span)).Name : null;
        }
        catch (GoErrorException)
        {
            return null;
        }
    }
}

using System.IO.Compression;
using System.Runtime.InteropServices;
using Plumbline.Core.Sources;
using Plumbline.Core.Streams;
using Plumbline.Rendering.Helm.Template;
using Plumbline.Rendering.Helm.Template.Fmt;
using Plumbline.Rendering.Helm.Values;

namespace Plumbline.Rendering.Helm.Charts;

/// <summary>Reads a packaged chart (<c>.tgz</c>) into memory; nothing is ever unpacked to disk (threat T-PATH-2).</summary>
internal static class ChartArchive
{
    // Small archives compress well without being bombs.
    private const long RatioFrom = 4 * 1024 * 1024;
    private const int GzipHeader = 10;

    private static ReadOnlySpan<byte> Gzip => [0x1F, 0x8B, 0x08];

    /// <summary>The files of the archive below its top folder, in the archive's order.</summary>
    /// <param name="name">Name of the archive for messages.</param>
    /// <param name="bytes">The gzipped tar.</param>
    /// <param name="limits">What may be used up.</param>
    /// <exception cref="GoErrorException">The archive is malformed, hostile or too large.</exception>
    public static IReadOnlyList<ChartFile> Read(string name, ReadOnlyMemory<byte> bytes, ChartLimits limits)
    {
        if (!bytes.Span.StartsWith(Gzip))
        {
            throw new GoErrorException(name.EndsWith(".yml", StringComparison.Ordinal) || name.EndsWith(".yaml", StringComparison.Ordinal)
                ? $"file '{name}' seems to be a YAML file, but expected a gzipped archive"
                : $"file '{name}' does not appear to be a gzipped archive; got '{SniffedType.Of(bytes.Span)}'");
        }

        return ReadInner(name, bytes, limits);
    }

    /// <summary>The same for an archive inside of a chart.</summary>
    /// <exception cref="GoErrorException">The archive is malformed, hostile or too large.</exception>
    public static IReadOnlyList<ChartFile> ReadInner(string name, ReadOnlyMemory<byte> bytes, ChartLimits limits)
    {
        if (bytes.Length > ChartLimits.MostCompressed)
        {
            throw new GoErrorException($"chart archive '{name}' is larger than the maximum size {ChartLimits.MostCompressed}");
        }

        if (bytes.Length < GzipHeader || !bytes.Span.StartsWith(Gzip))
        {
            throw new GoErrorException(bytes.Length == 0 ? "EOF" : bytes.Length < GzipHeader ? "unexpected EOF" : "gzip: invalid header");
        }

        try
        {
            using var unpacked = new LimitedStream(
                new GZipStream(Stream(bytes), CompressionMode.Decompress),
                Math.Max(RatioFrom, (long)bytes.Length * ChartLimits.MostRatio),
                static () => new GoErrorException("chart archive unpacks to suspiciously much more than its own size"),
                read: limits.Unpack);
            return Collect(new TarFile(unpacked, limits));
        }
        catch (InvalidDataException e)
        {
            throw new GoErrorException($"chart archive '{name}' is damaged: gzip: invalid data", e);
        }
    }

    private static List<ChartFile> Collect(TarFile tar)
    {
        var files = new List<ChartFile>();
        var names = new HashSet<string>(StringComparer.Ordinal);
        foreach (var entry in tar.Entries())
        {
            if (entry.Kind == TarKind.Folder)
            {
                continue;
            }

            var name = NameBelowTop(entry.Name);
            if (entry.Kind != TarKind.File)
            {
                throw new GoErrorException($"chart archive holds {(entry.Kind == TarKind.Link ? "a link" : "a special file")}: {GoStrconv.Quote(entry.Name)}");
            }

            if (!names.Add(name))
            {
                throw new GoErrorException($"chart archive holds {GoStrconv.Quote(name)} more than once");
            }

            files.Add(new ChartFile(name, ChartFile.WithoutMark(entry.Bytes)));
        }

        return files.Count > 0 ? files : throw new GoErrorException("no files in chart archive");
    }

    private static string NameBelowTop(string entry)
    {
        // Archives made on Windows separate with backslashes.
        var separator = entry.Contains('\\') ? '\\' : '/';
        var cut = entry.IndexOf(separator);
        var top = cut < 0 ? entry : entry[..cut];
        var rest = cut < 0 ? "" : entry[(cut + 1)..].Replace(separator, '/');
        if (rest.StartsWith('/'))
        {
            throw new GoErrorException("chart illegally contains absolute paths");
        }

        if (rest.Contains('\\') || rest is [_, ':', ..] || !RepoPath.TryParse(rest, out var path, out _))
        {
            throw new GoErrorException(rest.StartsWith("..", StringComparison.Ordinal) || rest.Contains("/..", StringComparison.Ordinal)
                ? "chart illegally references parent directory"
                : "chart contains illegally named files");
        }

        if (path.IsRoot)
        {
            throw new GoErrorException($"chart illegally contains content outside the base directory: {GoStrconv.Quote(entry)}");
        }

        return top == "Chart.yaml" ? throw new GoErrorException("chart yaml not in base directory") : path.Value;
    }

    private static MemoryStream Stream(ReadOnlyMemory<byte> bytes) => MemoryMarshal.TryGetArray(bytes, out var segment)
        ? new MemoryStream(segment.Array!, segment.Offset, segment.Count, writable: false)
        : new MemoryStream(bytes.ToArray(), writable: false);
}

using System.IO.Compression;
using Plumbline.Core.Sources;
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
            using var gzip = new GZipStream(new ReadOnlyMemoryStream(bytes), CompressionMode.Decompress);
            using var bounded = new BoundedStream(gzip, Math.Max(RatioFrom, (long)bytes.Length * ChartLimits.MostRatio), limits);
            return Collect(new TarFile(bounded, limits));
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

    /// <summary>Ends reading of an archive that unpacks to far more than it is, or than any chart may be.</summary>
    private sealed class BoundedStream(Stream inner, long most, ChartLimits limits) : Stream
    {
        private long _read;

        public override bool CanRead => true;

        public override bool CanSeek => false;

        public override bool CanWrite => false;

        public override long Length => throw new NotSupportedException();

        public override long Position
        {
            get => throw new NotSupportedException();
            set => throw new NotSupportedException();
        }

        public override int Read(Span<byte> buffer)
        {
            var read = inner.Read(buffer);
            limits.Unpack(read);
            _read += read;
            return _read <= most ? read : throw new GoErrorException("chart archive unpacks to suspiciously much more than its own size");
        }

        public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

        public override void Flush()
        {
        }

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();

        public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
    }

    private sealed class ReadOnlyMemoryStream(ReadOnlyMemory<byte> bytes) : Stream
    {
        private int _at;

        public override bool CanRead => true;

        public override bool CanSeek => false;

        public override bool CanWrite => false;

        public override long Length => bytes.Length;

        public override long Position
        {
            get => _at;
            set => throw new NotSupportedException();
        }

        public override int Read(Span<byte> buffer)
        {
            var count = Math.Min(buffer.Length, bytes.Length - _at);
            bytes.Span.Slice(_at, count).CopyTo(buffer);
            _at += count;
            return count;
        }

        public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

        public override void Flush()
        {
        }

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();

        public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
    }
}

using System.Text;
using Plumbline.Rendering.Helm.Template;
using Plumbline.Rendering.Helm.Values;

namespace Plumbline.Rendering.Helm.Charts;

/// <summary>What a tar entry is, as far as charts care.</summary>
internal enum TarKind
{
    File,
    Folder,
    Link,
    Device,
}

/// <summary>An entry of a tar archive.</summary>
internal readonly record struct TarEntry(string Name, TarKind Kind, ReadOnlyMemory<byte> Bytes);

/// <summary>
/// Reads tar archives (ustar, pax paths and sizes, GNU long names) from a stream. Sizes are checked against limits before
/// anything is allocated for them, which the library's reader does not do for its extended headers.
/// </summary>
internal sealed class TarFile(Stream stream, ChartLimits limits)
{
    private const int Block = 512;
    private const int MostExtended = 64 * 1024;

    private readonly byte[] _header = new byte[Block];

    /// <summary>The entries in the archive's order.</summary>
    /// <exception cref="GoErrorException">The archive is malformed or over a limit.</exception>
    public IEnumerable<TarEntry> Entries()
    {
        string? longName = null;
        long? longSize = null;
        while (ReadHeader())
        {
            var size = longSize ?? Size();
            var type = (char)_header[156];
            switch (type)
            {
                case 'x':
                    (longName, longSize) = Extended(Content(Bounded(size)), longName, longSize);
                    continue;
                case 'L':
                    longName = Text(Content(Bounded(size)).Span);
                    continue;
                case 'K' or 'g':
                    _ = Content(Bounded(size));
                    continue;
            }

            limits.Entry();
            var name = longName ?? Name();
            (longName, longSize) = (null, null);
            yield return Entry(name, type, size);
        }
    }

    private TarEntry Entry(string name, char type, long size)
    {
        if (type == '5' || (type is '0' or '\0' or '7' && name.EndsWith('/')))
        {
            Skip(size);
            return new TarEntry(name, TarKind.Folder, default);
        }

        if (type is not ('0' or '\0' or '7'))
        {
            return new TarEntry(name, type is '1' or '2' ? TarKind.Link : TarKind.Device, default);
        }

        limits.File(name, size);
        return new TarEntry(name, TarKind.File, Content((int)size));
    }

    private bool ReadHeader()
    {
        var read = stream.ReadAtLeast(_header, Block, throwOnEndOfStream: false);
        if (read == 0 || (read == Block && !_header.AsSpan().ContainsAnyExcept((byte)0)))
        {
            return false;
        }

        if (read < Block)
        {
            throw new GoErrorException("unexpected EOF");
        }

        var unsigned = 0;
        var signed = 0;
        for (var i = 0; i < Block; i++)
        {
            var value = i is >= 148 and < 156 ? (byte)' ' : _header[i];
            unsigned += value;
            signed += (sbyte)value;
        }

        return Octal(_header.AsSpan(148, 8)) is { } sum && (sum == unsigned || sum == signed)
            ? true
            : throw new GoErrorException("archive/tar: invalid tar header");
    }

    private long Size()
    {
        var field = _header.AsSpan(124, 12);
        if ((field[0] & 0x80) != 0)
        {
            // Base 256, used for sizes no chart may have; small ones are legal all the same.
            long value = field[0] & 0x7F;
            foreach (var b in field[1..])
            {
                value = value >> 55 == 0 ? (value << 8) | b : throw new GoErrorException("archive/tar: invalid tar header");
            }

            return value;
        }

        return Octal(field) ?? throw new GoErrorException("archive/tar: invalid tar header");
    }

    private static int Bounded(long size) => size is >= 0 and <= MostExtended
        ? (int)size
        : throw new GoErrorException($"archive/tar: an extended header is larger than {MostExtended} bytes");

    private ReadOnlyMemory<byte> Content(int size)
    {
        var bytes = new byte[size];
        if (stream.ReadAtLeast(bytes, size, throwOnEndOfStream: false) < size)
        {
            throw new GoErrorException("unexpected EOF");
        }

        Skip((Block - (size % Block)) % Block);
        return bytes;
    }

    // Padding may be missing at the very end.
    private void Skip(long count)
    {
        Span<byte> waste = stackalloc byte[Block];
        while (count > 0)
        {
            var read = stream.Read(waste[..(int)Math.Min(count, Block)]);
            if (read == 0)
            {
                return;
            }

            count -= read;
        }
    }

    private string Name()
    {
        var name = Text(_header.AsSpan(0, 100));
        var prefix = _header.AsSpan(257, 5).SequenceEqual("ustar"u8) && _header[262] == 0 ? Text(_header.AsSpan(345, 155)) : "";
        return prefix.Length > 0 ? $"{prefix}/{name}" : name;
    }

    private static string Text(ReadOnlySpan<byte> field)
    {
        var end = field.IndexOf((byte)0);
        return GoText.FromBytes(end < 0 ? field : field[..end]);
    }

    private static long? Octal(ReadOnlySpan<byte> field)
    {
        field = field.Trim("\0 "u8);
        long value = 0;
        foreach (var b in field)
        {
            if (b is < (byte)'0' or > (byte)'7' || value >> 58 != 0)
            {
                return null;
            }

            value = (value << 3) | (uint)(b - '0');
        }

        return value;
    }

    // Records of "LENGTH KEY=VALUE\n".
    private static (string? Name, long? Size) Extended(ReadOnlyMemory<byte> content, string? name, long? size)
    {
        var rest = content.Span;
        while (!rest.IsEmpty)
        {
            var space = rest.IndexOf((byte)' ');
            if (space <= 0 || !int.TryParse(Encoding.ASCII.GetString(rest[..space]), out var length) || length <= space + 2 || length > rest.Length)
            {
                throw new GoErrorException("archive/tar: invalid tar header");
            }

            var record = rest[(space + 1)..(length - 1)];
            var equals = record.IndexOf((byte)'=');
            if (equals > 0 && record[..equals].SequenceEqual("path"u8))
            {
                name = GoText.FromBytes(record[(equals + 1)..]);
            }
            else if (equals > 0 && record[..equals].SequenceEqual("size"u8))
            {
                size = long.TryParse(Encoding.ASCII.GetString(record[(equals + 1)..]), out var given) && given >= 0
                    ? given
                    : throw new GoErrorException("archive/tar: invalid tar header");
            }
            else if (equals > 0 && record[..equals].StartsWith("GNU.sparse"u8))
            {
                throw new GoErrorException("chart archive holds a sparse file");
            }

            rest = rest[length..];
        }

        return (name, size);
    }
}

using Plumbline.Core.Sources;
using Plumbline.Rendering.Helm.Values;

namespace Plumbline.Rendering.Helm.Charts;

/// <summary>One file of a chart, without a byte order mark.</summary>
/// <param name="Name">Path inside the chart, with forward slashes.</param>
/// <param name="Bytes">Its content.</param>
/// <param name="Source">Where it lies in the source tree; null for files that come out of an archive.</param>
internal sealed record ChartFile(string Name, ReadOnlyMemory<byte> Bytes, RepoPath? Source = null)
{
    private string? _text;

    /// <summary>The content as a Go string; decoded once.</summary>
    public string Text => _text ??= GoText.FromBytes(Bytes.Span);

    /// <summary>The same file under another name.</summary>
    public ChartFile Renamed(string name) => this with { Name = name };

    /// <summary><paramref name="bytes"/> without a leading byte order mark.</summary>
    public static ReadOnlyMemory<byte> WithoutMark(ReadOnlyMemory<byte> bytes) =>
        bytes.Span.StartsWith("\uFEFF"u8) ? bytes[3..] : bytes;
}

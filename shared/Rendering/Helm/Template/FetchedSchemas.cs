using Plumbline.Core.Rendering;

namespace Plumbline.Rendering.Helm.Template;

/// <summary>Documents at URLs that schemas of values refer to, fetched before. What was not is noted, and the render is made again once it was.</summary>
/// <param name="parts">What was fetched.</param>
internal sealed class FetchedSchemas(IReadOnlyDictionary<OutsidePart, FetchedPart> parts)
{
    private readonly List<OutsidePart> _wanted = [];

    /// <summary>What was asked for and is missing, in the order in which it was asked for.</summary>
    public IReadOnlyList<OutsidePart> Wanted => _wanted;

    /// <summary>The document; null where it was not fetched yet.</summary>
    /// <exception cref="GoErrorException">It cannot be had; the message says why.</exception>
    public ReadOnlyMemory<byte>? Find(string url)
    {
        var part = new OutsidePart.Schema(url);
        if (parts.TryGetValue(part, out var found))
        {
            return found.Failure is { } failure ? throw new GoErrorException(failure) : found.Bytes;
        }

        if (!_wanted.Contains(part))
        {
            _wanted.Add(part);
        }

        return null;
    }

    /// <summary>Whether the document is these bytes.</summary>
    public bool Has(string url, ReadOnlySpan<byte> bytes) =>
        parts.TryGetValue(new OutsidePart.Schema(url), out var found) && found.Failure is null && found.Bytes.Span.SequenceEqual(bytes);
}

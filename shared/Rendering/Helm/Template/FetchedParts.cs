using Plumbline.Core.Rendering;

namespace Plumbline.Rendering.Helm.Template;

/// <summary>What lies outside of the chart and was fetched before. What was not is noted: the render goes on to learn what else it asks for, and is made again once that was fetched.</summary>
/// <param name="parts">What was fetched.</param>
internal sealed class FetchedParts(IReadOnlyDictionary<OutsidePart, FetchedPart> parts)
{
    private readonly List<OutsidePart> _wanted = [];

    /// <summary>What was asked for and is missing, in the order in which it was asked for.</summary>
    public IReadOnlyList<OutsidePart> Wanted => _wanted;

    /// <summary>The part; null where it was not fetched yet.</summary>
    /// <exception cref="GoErrorException">It cannot be had; the message says why.</exception>
    public FetchedPart? Find(OutsidePart part)
    {
        if (Known(part) is { } found)
        {
            return found.Failure is { } failure ? throw new GoErrorException(failure) : found;
        }

        if (!_wanted.Contains(part))
        {
            _wanted.Add(part);
        }

        return null;
    }

    /// <summary>What came of fetching the part; null, and nothing is noted, where it was not fetched.</summary>
    public FetchedPart? Known(OutsidePart part) => parts.GetValueOrDefault(part);
}

using Plumbline.Core.Objects;
using Plumbline.Core.Rendering;
using Plumbline.Rendering.Helm.Values;

namespace Plumbline.Rendering.Helm.Template;

/// <summary>
/// <c>lookup</c> out of what was read from the cluster before. What was not is noted and, for now, not found: the render goes on to learn what else it asks for,
/// and is made again once that was read.
/// </summary>
/// <param name="parts">What was read.</param>
internal sealed class FetchedLookup(IReadOnlyDictionary<OutsidePart, FetchedPart> parts)
{
    // The longest that Kubernetes has. What is asked for is kept, so it must have a measure.
    private const int LongestName = 253;

    private readonly List<OutsidePart> _wanted = [];

    /// <summary>What was asked for and is missing, in the order in which it was asked for.</summary>
    public IReadOnlyList<OutsidePart> Wanted => _wanted;

    /// <summary>The object, a list of objects where no name is given, or an empty map where there is none.</summary>
    /// <exception cref="GoErrorException">It could not be read; the message says why.</exception>
    public GoMap Find(OutsidePart.LiveObjects what, TemplateContext context)
    {
        if (Math.Max(Math.Max(what.ApiVersion.Length, what.Kind.Length), Math.Max(what.Namespace.Length, what.Name.Length)) > LongestName)
        {
            throw new GoErrorException($"a name of more than {LongestName} characters is none");
        }

        if (!parts.TryGetValue(what, out var found))
        {
            if (!_wanted.Contains(what))
            {
                _wanted.Add(what);
            }

            return new GoMap();
        }

        if (found.Failure is { } failure)
        {
            throw new GoErrorException(failure);
        }

        if (found.Live is not { } live)
        {
            return new GoMap();
        }

        // A template may change what it was given, so each call has its own.
        context.Work(SizeOf(live));
        return (GoMap)GoValues.FromNode(live, wholeNumbers: true)!;
    }

    private static long SizeOf(Node node) => 1 + node switch
    {
        MapNode map => map.AsEnumerable().Sum(e => SizeOf(e.Value)),
        ListNode list => list.AsEnumerable().Sum(SizeOf),
        _ => 0,
    };
}

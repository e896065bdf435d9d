using Plumbline.Core.Objects;
using Plumbline.Core.Rendering;
using Plumbline.Rendering.Helm.Values;

namespace Plumbline.Rendering.Helm.Template;

/// <summary><c>lookup</c> out of what was read from the cluster before; what was not is, for now, not found.</summary>
internal static class FetchedLookup
{
    // The longest that Kubernetes has. What is asked for is kept, so it must have a measure.
    private const int LongestName = 253;

    /// <summary>The object, a list of objects where no name is given, or an empty map where there is none.</summary>
    /// <exception cref="GoErrorException">It could not be read; the message says why.</exception>
    public static GoMap Find(OutsidePart.LiveObjects what, FetchedParts parts, TemplateContext context)
    {
        if (Math.Max(Math.Max(what.ApiVersion.Length, what.Kind.Length), Math.Max(what.Namespace.Length, what.Name.Length)) > LongestName)
        {
            throw new GoErrorException($"a name of more than {LongestName} characters is none");
        }

        if (parts.Find(what)?.Live is not { } live)
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

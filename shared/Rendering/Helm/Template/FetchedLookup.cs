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
    private readonly List<OutsidePart> _wanted = [];

    /// <summary>What was asked for and is missing, in the order in which it was asked for.</summary>
    public IReadOnlyList<OutsidePart> Wanted => _wanted;

    /// <summary>The object, a list of objects where no name is given, or an empty map where there is none.</summary>
    /// <exception cref="GoErrorException">It could not be read; the message says why.</exception>
    public GoMap Find(OutsidePart.LiveObjects what, TemplateContext context)
    {
        if (!parts.TryGetValue(what, out var found))
        {
            if (!_wanted.Contains(what))
            {
                _wanted.Add(what);
            }

            return new GoMap();
        }

        return found.Failure is { } failure ? throw new GoErrorException(failure) : found.Live is { } live ? Map(live, context) : new GoMap();
    }

    // A template may change what it was given, so each call has its own.
    private static GoMap Map(MapNode map, TemplateContext context)
    {
        context.Work(map.Count);
        var values = new GoMap(map.Count);
        foreach (var (key, value, _) in map)
        {
            values[key] = Value(value, context);
        }

        return values;
    }

    private static GoList List(ListNode list, TemplateContext context)
    {
        context.Work(list.Count);
        var values = new GoList(list.Count);
        foreach (var item in list)
        {
            values.Add(Value(item, context));
        }

        return values;
    }

    // As Kubernetes' own decoder has them: whole numbers are int64, all others float64.
    private static object? Value(Node node, TemplateContext context) => node switch
    {
        MapNode map => Map(map, context),
        ListNode list => List(list, context),
        ScalarNode { Kind: NodeKind.Boolean } flag => flag.BooleanValue,
        ScalarNode { Kind: NodeKind.Integer } number when number.IntegerValue <= long.MaxValue => (long)number.IntegerValue,
        ScalarNode { Kind: NodeKind.Integer or NodeKind.Float } number => number.FloatValue,
        ScalarNode scalar => scalar.StringValue,
        _ => null,
    };
}

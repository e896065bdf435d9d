using System.Numerics;
using Plumbline.Rendering.Helm.Template;
using Plumbline.Rendering.Helm.Template.Fmt;
using Plumbline.Rendering.Helm.Values;

namespace Plumbline.Rendering.Helm.Functions;

/// <summary>Comparing and copying whole values.</summary>
internal static class GoDeepValue
{
    /// <summary>Go's <c>reflect.DeepEqual</c>: same type and same content.</summary>
    public static bool Equal(object? left, object? right, TemplateContext context) => Equal(left, right, context, 0);

    /// <summary>A copy that shares no map and no list with the original.</summary>
    /// <exception cref="GoErrorException">It is nil, which Go's library cannot copy.</exception>
    public static object? Copy(object? value, TemplateContext context) =>
        value is null ? throw new GoErrorException(ArgumentReading.NoType) : Copy(value, context, 0);

    private static bool Equal(object? left, object? right, TemplateContext context, int depth)
    {
        if (ReferenceEquals(left, right))
        {
            return left is not GoFunction;
        }

        switch (left, right)
        {
            case (null, _) or (_, null):
                return false;
            case (GoMap a, GoMap b):
                return EqualMaps(a, b, context, depth);
            case (GoList a, GoList b):
                return EqualLists(a, b, context, depth);
            case (byte[] a, byte[] b):
                return a.AsSpan().SequenceEqual(b);
            case (double a, double b):
                return a == b;
            case (Complex a, Complex b):
                return a == b;
            default:
                return left.GetType() == right.GetType() && left is not GoFunction && left.Equals(right);
        }
    }

    private static bool EqualMaps(GoMap left, GoMap right, TemplateContext context, int depth)
    {
        GoPrinter.CheckDepth(depth, context);
        if (left.Type != right.Type || left.Count != right.Count)
        {
            return false;
        }

        foreach (var (key, value) in left)
        {
            if (!right.TryGetValue(key, out var other) || !Equal(value, other, context, depth + 1))
            {
                return false;
            }
        }

        return true;
    }

    private static bool EqualLists(GoList left, GoList right, TemplateContext context, int depth)
    {
        GoPrinter.CheckDepth(depth, context);
        if (left.Type != right.Type || left.Count != right.Count)
        {
            return false;
        }

        for (var i = 0; i < left.Count; i++)
        {
            if (!Equal(left[i], right[i], context, depth + 1))
            {
                return false;
            }
        }

        return true;
    }

    private static object? Copy(object? value, TemplateContext context, int depth)
    {
        switch (value)
        {
            case GoMap map:
                GoPrinter.CheckDepth(depth, context);
                context.Work(map.Count);
                var copiedMap = new GoMap(map.Count) { Type = map.Type, IsNil = map.IsNil };
                foreach (var (key, item) in map)
                {
                    copiedMap[key] = Copy(item, context, depth + 1);
                }

                return copiedMap;
            case GoList list:
                GoPrinter.CheckDepth(depth, context);
                context.Work(list.Count);
                var copiedList = new GoList(list.Count) { Type = list.Type, IsNil = list.IsNil };
                foreach (var item in list)
                {
                    copiedList.Add(Copy(item, context, depth + 1));
                }

                return copiedList;
            case byte[] bytes:
                context.Work(bytes.Length);
                return bytes.Clone();
            case GoVersion:
                // Go's library copies exported fields only, and a version has none.
                return GoVersion.Zero;
            default:
                return value;
        }
    }
}

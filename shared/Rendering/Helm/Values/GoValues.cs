using Plumbline.Core.Objects;

namespace Plumbline.Rendering.Helm.Values;

/// <summary>Values from read YAML, and copies of values.</summary>
internal static class GoValues
{
    /// <summary>A value as Go gets it from YAML by way of JSON: every number is a float64.</summary>
    public static object? FromNode(Node node) => FromNode(node, wholeNumbers: false);

    /// <summary>A value as Go gets it from JSON.</summary>
    /// <param name="node">The value.</param>
    /// <param name="wholeNumbers">Whether whole numbers are int64, as Kubernetes' own decoder has them; otherwise every number is a float64.</param>
    public static object? FromNode(Node node, bool wholeNumbers)
    {
        switch (node)
        {
            case MapNode map:
                var values = new GoMap(map.Count);
                foreach (var entry in map)
                {
                    values[entry.Key] = FromNode(entry.Value, wholeNumbers);
                }

                return values;
            case ListNode list:
                var items = new GoList(list.Count);
                foreach (var item in list)
                {
                    items.Add(FromNode(item, wholeNumbers));
                }

                return items;
            case ScalarNode scalar:
                return scalar.Kind switch
                {
                    NodeKind.Boolean => scalar.BooleanValue,
                    NodeKind.Integer when wholeNumbers && scalar.IntegerValue <= long.MaxValue => (object)(long)scalar.IntegerValue,
                    NodeKind.Integer or NodeKind.Float => scalar.FloatValue,
                    NodeKind.String => scalar.StringValue,
                    _ => null,
                };
            default:
                return null;
        }
    }

    /// <summary>A map that shares nothing mutable with <paramref name="map"/>.</summary>
    public static GoMap Copy(GoMap map)
    {
        var copy = new GoMap(map);
        foreach (var (key, value) in map)
        {
            if (value is GoMap or GoList)
            {
                copy[key] = CopyValue(value);
            }
        }

        return copy;
    }

    /// <summary>
    /// <paramref name="over"/> laid over <paramref name="under"/> as several values files are: maps merge, anything else (null too)
    /// replaces. Changes neither; the result shares parts with both.
    /// </summary>
    public static GoMap Overlay(GoMap under, GoMap over)
    {
        var result = new GoMap(under);
        foreach (var (key, value) in over)
        {
            result[key] = value is GoMap upper && under[key] is GoMap lower ? Overlay(lower, upper) : value;
        }

        return result;
    }

    /// <summary>The table at a dotted path; null where a step is missing or no table.</summary>
    public static GoMap? Table(GoMap values, string path)
    {
        var table = values;
        foreach (var step in path.Split('.'))
        {
            if (table[step] is not GoMap inner)
            {
                return null;
            }

            table = inner;
        }

        return table;
    }

    private static object? CopyValue(object? value)
    {
        if (value is GoMap map)
        {
            return Copy(map);
        }

        if (value is not GoList list)
        {
            return value;
        }

        var copy = new GoList(list.Count) { Type = list.Type };
        foreach (var item in list)
        {
            copy.Add(item is GoMap or GoList ? CopyValue(item) : item);
        }

        return copy;
    }
}

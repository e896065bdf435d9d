using Plumbline.Rendering.Helm.Template;
using Plumbline.Rendering.Helm.Template.Fmt;
using Plumbline.Rendering.Helm.Values;

namespace Plumbline.Rendering.Helm.Charts;

/// <summary>Lays given values over those of a chart and all charts in it, and passes <c>global</c> down.</summary>
internal sealed class ChartValues(ValueTables tables)
{
    private const string Global = "global";

    /// <summary>The values a render of <paramref name="chart"/> starts from; <paramref name="given"/> stays as it is.</summary>
    /// <param name="chart">The root.</param>
    /// <param name="given">What the user gives.</param>
    /// <param name="merge">Whether nulls are kept.</param>
    /// <exception cref="GoErrorException">A value stands where a subchart's section should.</exception>
    public GoMap Of(ReleaseChart chart, GoMap? given, bool merge = false)
    {
        var values = given is null ? new GoMap() : GoValues.Copy(given);
        Join(chart, values, "", merge);
        return values;
    }

    private void Join(ReleaseChart chart, GoMap values, string path, bool merge)
    {
        JoinOwn(chart, values, path, merge);
        foreach (var child in chart.Children)
        {
            if (!values.TryGetValue(child.Name, out var section))
            {
                values[child.Name] = section = new GoMap();
            }

            if (section is not GoMap table)
            {
                throw new GoErrorException($"type mismatch on {child.Name}: {BooleanVerb(section)}");
            }

            var childPath = ValueTables.Path(path, chart.Name);
            PassGlobals(table, values, childPath);
            Join(child, table, childPath, merge);
        }
    }

    private void JoinOwn(ReleaseChart chart, GoMap values, string path, bool merge)
    {
        if (chart.Values is null)
        {
            return;
        }

        var here = ValueTables.Path(path, chart.Name);
        foreach (var (key, own) in GoValues.Copy(chart.Values))
        {
            if (!values.TryGetValue(key, out var value))
            {
                Default(values, key, own, merge);
            }
            else if (value is null && !merge)
            {
                values.Remove(key);
            }
            else if (value is GoMap table)
            {
                JoinTable(chart, table, own, ValueTables.Path(here, key), key, merge);
            }
        }
    }

    private void Default(GoMap values, string key, object? own, bool merge)
    {
        if (!merge && tables.DropsDefaultNulls)
        {
            if (own is null)
            {
                return;
            }

            if (own is GoMap table)
            {
                ValueTables.DropNulls(table);
            }
        }

        values[key] = own;
    }

    private void JoinTable(ReleaseChart chart, GoMap table, object? own, string path, string key, bool merge)
    {
        if (own is not GoMap ownTable)
        {
            if (own is not null)
            {
                tables.Warn($"skipped value for {path}: Not a table.");
            }

            return;
        }

        // The section of a subchart keeps its nulls: they delete the subchart's own values further down.
        var keepNulls = merge || chart.Children.Exists(c => c.Name == key);
        if (!keepNulls && tables.DropsDefaultNulls)
        {
            ValueTables.DropNulls(ownTable);
        }

        tables.Join(table, ownTable, path, keepNulls);
    }

    private void PassGlobals(GoMap child, GoMap parent, string path)
    {
        if (TableOrNew(child, "destination") is not { } into || TableOrNew(parent, "source") is not { } from)
        {
            return;
        }

        foreach (var (key, value) in from)
        {
            if (value is GoMap table)
            {
                var copy = new GoMap(table);
                if (!into.TryGetValue(key, out var existing))
                {
                    into[key] = copy;
                }
                else if (existing is GoMap existingTable)
                {
                    // Nulls are kept here: coalescing the child takes them out.
                    into[key] = tables.Join(copy, existingTable, ValueTables.Path(path, key), merge: true);
                }
                else
                {
                    tables.Warn($"Conflict: cannot merge map onto non-map for {GoStrconv.Quote(key)}. Skipping.");
                }
            }
            else if (into[key] is GoMap)
            {
                tables.Warn($"key {key} is table. Skipping");
            }
            else
            {
                into[key] = value;
            }
        }

        child[Global] = into;
    }

    private GoMap? TableOrNew(GoMap values, string side)
    {
        if (!values.TryGetValue(Global, out var value))
        {
            return new GoMap();
        }

        if (value is not GoMap)
        {
            tables.Warn($"skipping globals because {side} {Global} is not a table.");
        }

        return value as GoMap;
    }

    // What Go's %t makes of a value that is no boolean.
    private static string BooleanVerb(object? value) => value is null ? "%!t(<nil>)" : InnerBooleanVerb(value);

    private static string InnerBooleanVerb(object? value) => value switch
    {
        null => "<nil>",
        bool flag => flag ? "true" : "false",
        string text => $"%!t(string={text})",
        long number => $"%!t(int64={number})",
        double number => $"%!t(float64={GoFloat.Shortest(number)})",
        GoList list => $"[{string.Join(' ', list.Select(InnerBooleanVerb))}]",
        GoMap map => $"map[{string.Join(' ', map.SortedKeys().Select(k => $"{InnerBooleanVerb(k)}:{InnerBooleanVerb(map[k])}"))}]",
        _ => "%!t()",
    };
}

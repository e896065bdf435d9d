using Plumbline.Rendering.Helm.Template;
using Plumbline.Rendering.Helm.Values;

namespace Plumbline.Rendering.Helm.Charts;

/// <summary>Decides which dependencies take part (conditions, tags, aliases) and imports values of children into their parents.</summary>
internal sealed class DependencyChoice(ValueTables tables, HelmVersion helm = HelmVersion.V4)
{
    private readonly ChartValues _values = new(tables);

    /// <summary>Changes <paramref name="root"/> to what takes part under the given values.</summary>
    /// <exception cref="GoErrorException">A value stands where a subchart's section should.</exception>
    public void Apply(ReleaseChart root, GoMap given)
    {
        Choose(root, given, "");
        Import(root);
    }

    private void Choose(ReleaseChart chart, GoMap given, string path)
    {
        if (chart.Requirements is null)
        {
            return;
        }

        chart.TakeInDependencies(helm);
        var values = _values.Of(chart, given);
        var dropped = new HashSet<string>(StringComparer.Ordinal);
        foreach (var requirement in chart.Requirements)
        {
            requirement.Entry = requirement.Entry with { Enabled = ByCondition(requirement.Entry, values, path) ?? ByTags(requirement.Entry, values) };
            if (!requirement.Entry.Enabled)
            {
                dropped.Add(requirement.Entry.Name);
            }
        }

        foreach (var child in chart.Children.Where(c => !dropped.Contains(c.Name)).ToList())
        {
            Choose(child, values, $"{path}{child.Name}.");
        }

        chart.Drop(dropped);
    }

    // The first path that leads to a boolean decides.
    private bool? ByCondition(ChartDependency requirement, GoMap values, string path)
    {
        foreach (var condition in requirement.Condition.Trim().Split(','))
        {
            if (condition.Length == 0)
            {
                continue;
            }

            var full = path + condition;
            var dot = full.LastIndexOf('.');
            var table = dot < 0 ? values : GoValues.Table(values, full[..dot]);
            if (table?[full[(dot + 1)..]] is bool decided)
            {
                return decided;
            }

            if (table is not null && table.TryGetValue(full[(dot + 1)..], out var other) && other is not GoMap)
            {
                tables.Warn($"condition {full} of dependency {requirement.Name} is no boolean and is not counted");
            }
        }

        return null;
    }

    private bool ByTags(ChartDependency requirement, GoMap values)
    {
        if (values["tags"] is not GoMap tags)
        {
            return true;
        }

        var off = false;
        foreach (var tag in requirement.Tags)
        {
            if (!tags.TryGetValue(tag, out var value))
            {
                continue;
            }

            switch (value)
            {
                case true:
                    return true;
                case false:
                    off = true;
                    break;
                default:
                    tables.Warn($"tag {tag} of dependency {requirement.Name} is no boolean and is not counted");
                    break;
            }
        }

        return !off;
    }

    // Children first, so that values travel up through several levels.
    private void Import(ReleaseChart chart)
    {
        foreach (var child in chart.Children)
        {
            Import(child);
        }

        if (chart.Requirements is null)
        {
            return;
        }

        var values = _values.Of(chart, null, merge: true);
        var imported = new GoMap();
        foreach (var dependency in chart.Requirements)
        {
            var requirement = dependency.Entry;
            var links = new List<object?>();
            foreach (var item in requirement.ImportValues)
            {
                if (ReadImport(item) is not { } link)
                {
                    continue;
                }

                links.Add(new GoMap { Type = GoMapType.String, ["child"] = link.Child, ["parent"] = link.Parent });
                if (GoValues.Table(values, $"{requirement.Name}.{link.Child}") is { } table)
                {
                    imported = tables.Join(imported, At(link.Parent, table), "", merge: true);
                }
                else
                {
                    tables.Warn($"import-values of dependency {requirement.Name}: there is no table {link.Child}");
                }
            }

            dependency.Entry = requirement with { ImportValues = links };
        }

        // The parent's own values win over what it imports.
        chart.Values = tables.Join(GoValues.Copy(values), imported, "", merge: true);
    }

    // What was read before is left in a form that is not read again, which shows where copies of a chart share it.
    private static (string Child, string Parent)? ReadImport(object? item) => item switch
    {
        GoMap { Type.Element: GoType.String } => null,
        GoMap map => (Words(map["child"]), Words(map["parent"])),
        string name => ("exports." + name, "."),
        _ => null,
    };

    private static string Words(object? value) => value switch
    {
        null => "<nil>",
        string text => text,
        bool flag => flag ? "true" : "false",
        _ => $"{value}",
    };

    private static GoMap At(string path, GoMap table)
    {
        if (path == ".")
        {
            return table;
        }

        foreach (var step in path.Split('.').Reverse())
        {
            table = new GoMap { [step] = table };
        }

        return table;
    }
}

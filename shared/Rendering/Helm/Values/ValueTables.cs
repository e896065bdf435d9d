namespace Plumbline.Rendering.Helm.Values;

/// <summary>
/// How tables of values of different rank are put together. <em>Coalescing</em> is the last step before rendering: a null deletes
/// what a lower rank set. <em>Merging</em> keeps nulls, for steps that are coalesced later.
/// </summary>
/// <param name="warnings">Collects what is skipped because a table meets something else.</param>
/// <param name="helm">Helm 3 leaves nulls of a chart's own values in, and takes away what is null on top of nothing.</param>
internal sealed class ValueTables(ICollection<string> warnings, HelmVersion helm = HelmVersion.V4)
{
    /// <summary>Whether the nulls of a chart's own values say nothing.</summary>
    public bool DropsDefaultNulls => helm == HelmVersion.V4;

    /// <summary>Lays <paramref name="destination"/> over <paramref name="source"/>; both are changed, the result is the destination.</summary>
    public GoMap Join(GoMap destination, GoMap source, string path, bool merge)
    {
        // Told before nulls are copied over: a null above a value deletes it, a null above nothing stays.
        var sourceSet = new HashSet<string>(source.Count, StringComparer.Ordinal);
        foreach (var (key, value) in source)
        {
            if (value is not null)
            {
                sourceSet.Add(key);
            }
        }

        foreach (var key in NullKeys(destination))
        {
            source[key] = null;
        }

        foreach (var (key, value) in ReferenceEquals(source, destination) ? new GoMap(source) : source)
        {
            JoinEntry(destination, key, value, path, merge, sourceSet);
        }

        return destination;
    }

    /// <summary>Takes nulls out of a table and the tables in it.</summary>
    public static void DropNulls(GoMap table)
    {
        foreach (var key in NullKeys(table))
        {
            table.Remove(key);
        }

        foreach (var (_, value) in table)
        {
            if (value is GoMap inner)
            {
                DropNulls(inner);
            }
        }
    }

    /// <summary><c>a.b</c>, or <paramref name="key"/> alone at the top.</summary>
    public static string Path(string path, string key) => path.Length == 0 ? key : $"{path}.{key}";

    /// <summary>Notes something that is skipped.</summary>
    public void Warn(string warning) => warnings.Add(warning);

    private void JoinEntry(GoMap destination, string key, object? value, string path, bool merge, HashSet<string> sourceSet)
    {
        if (!destination.TryGetValue(key, out var existing))
        {
            destination[key] = value;
            return;
        }

        if (!merge && existing is null && (helm == HelmVersion.V3 || sourceSet.Contains(key)))
        {
            destination.Remove(key);
            return;
        }

        if (value is GoMap lower)
        {
            if (existing is GoMap upper)
            {
                Join(upper, lower, Path(path, key), merge);
            }
            else
            {
                Warn($"cannot overwrite table with non table for {Path(path, key)}");
            }
        }
        else if (existing is GoMap && value is not null)
        {
            Warn($"destination for {Path(path, key)} is a table. Ignoring non-table value");
        }
    }

    private static List<string> NullKeys(GoMap table)
    {
        List<string>? keys = null;
        foreach (var (key, value) in table)
        {
            if (value is null)
            {
                (keys ??= []).Add(key);
            }
        }

        return keys ?? [];
    }
}

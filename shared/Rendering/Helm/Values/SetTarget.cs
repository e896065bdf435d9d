using Plumbline.Rendering.Helm.Template;

namespace Plumbline.Rendering.Helm.Values;

/// <summary>The maps and lists that a setting writes to.</summary>
internal static class SetTarget
{
    // Helm's limit (threat T-TPL-7).
    private const int MostIndex = 65_536;

    /// <summary>Sets a key; an empty one is passed over.</summary>
    public static void Set(GoMap map, string key, object? value)
    {
        if (key.Length > 0)
        {
            map[key] = value;
        }
    }

    /// <summary>Sets an item; what is missing before it becomes null, and the list a new one.</summary>
    /// <exception cref="GoErrorException">The index is over the limit.</exception>
    public static void SetItem(ref GoList list, int index, object? value)
    {
        if (index > MostIndex)
        {
            throw new GoErrorException($"index of {index} is greater than maximum supported index of {MostIndex}");
        }

        if (index >= list.Count)
        {
            // A new list: the old one may belong to values that others still read.
            list = new GoList(list);
            while (list.Count <= index)
            {
                list.Add(null);
            }
        }

        list[index] = value;
    }

    /// <summary>What is there, as a map or list.</summary>
    /// <exception cref="GoErrorException">It is something else; the text is the Go runtime's.</exception>
    public static T Expect<T>(object? value)
        where T : class => value as T ?? throw new GoErrorException(
            $"unable to parse key: interface conversion: interface {{}} is {TypeName(value)}, not {(typeof(T) == typeof(GoMap) ? GoMapType.Any.Name : GoListType.Any.Name)}");

    private static string TypeName(object? value) => value switch
    {
        null => "nil",
        bool => "bool",
        string => "string",
        long => "int64",
        double => "float64",
        GoMap map => map.Type.Name,
        GoList list => list.Type.Name,
        _ => value.GetType().Name,
    };
}

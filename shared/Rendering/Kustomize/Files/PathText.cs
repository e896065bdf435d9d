namespace Plumbline.Rendering.Kustomize.Files;

/// <summary>Splits paths of fields.</summary>
internal static class PathText
{
    /// <summary>
    /// Splits at <paramref name="separator"/>, but not behind a backslash (which goes) nor inside brackets: <c>a.b\.c.[d=e.f].g</c>.
    /// Brackets stay where they name an item by a field; around a key they go. A path may begin with the separator.
    /// </summary>
    public static List<string> Split(string path, char separator)
    {
        var parts = new List<string>();
        foreach (var part in (path.Length > 1 && path[0] == separator ? path[1..] : path).Split(separator))
        {
            if (parts.Count > 0 && parts[^1].EndsWith('\\'))
            {
                parts[^1] = parts[^1][..^1] + separator + part;
            }
            else
            {
                parts.Add(part);
            }
        }

        var result = new List<string>(parts.Count);
        for (var i = 0; i < parts.Count; i++)
        {
            if (!parts[i].StartsWith('[') || parts[i].EndsWith(']'))
            {
                result.Add(parts[i]);
                continue;
            }

            var end = parts.FindIndex(i + 1, p => p.EndsWith(']'));
            end = end < 0 ? parts.Count - 1 : end;
            var whole = string.Join(separator, parts[i..(end + 1)]);
            result.Add(whole.Contains('=') ? whole : whole.Trim('[', ']'));
            i = end;
        }

        return result;
    }
}

namespace Plumbline.Core.Fields;

/// <summary>Paths of fields for problems: <c>spec.sources[1].path</c>, <c>metadata.annotations[example.com/x]</c>.</summary>
internal static class FieldPath
{
    private const int LongestKey = 100;

    public static string Child(string path, string key)
    {
        var shown = key.Length > LongestKey ? $"{key[..LongestKey]}…" : key;
        return path.Length == 0 ? shown : shown.AsSpan().ContainsAny('.', '/', ' ') ? $"{path}[{shown}]" : $"{path}.{shown}";
    }
}

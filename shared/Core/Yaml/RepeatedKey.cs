namespace Plumbline.Core.Yaml;

/// <summary>
/// Keys that a map has a second time, read with <see cref="DuplicateKeys.Keep"/>. The mark before them is half of a surrogate pair, which no text can hold, so they never
/// meet a key that was written.
/// </summary>
public static class RepeatedKey
{
    private const char Mark = '\uDFFF';

    /// <summary>Whether the key repeats one that is there already.</summary>
    public static bool Is(string key) => key.Length > 0 && key[0] == Mark;

    /// <summary>The key as it was written.</summary>
    public static string Written(string key) => key.TrimStart(Mark);

    /// <summary>A key for what repeats <paramref name="key"/>; put before once more where it is there for the third time.</summary>
    internal static string Of(string key) => Mark + key;
}

using Plumbline.Core.Objects;

namespace Plumbline.Core.Yaml;

/// <summary>
/// Keys that have no form in JSON: maps and lists, such as a template's <c>{{ .Values.port }}</c> makes, null, truth values, fractions and dates. kustomize reads them and refuses them
/// only where it prints them. The mark before them is half of a surrogate pair, which no text can hold, so they never meet a key that was written.
/// </summary>
public static class OddKey
{
    private const char Mark = '\uDFFE';

    /// <summary>Whether the key is no text.</summary>
    public static bool Is(string key) => key.Length > 0 && key[0] == Mark;

    /// <summary>The key as YAML.</summary>
    public static string Written(string key) => key[1..];

    /// <summary>A key for <paramref name="key"/>; null where its text says all.</summary>
    internal static string? Of(Node key) => key switch
    {
        ScalarNode { Kind: NodeKind.String } text => text.Text != text.StringValue && GoTimestamp.TryParse(text.Text, out _) ? Mark + text.Text : null,
        ScalarNode { Kind: NodeKind.Integer } => null,
        ScalarNode scalar => Mark + scalar.Text,
        _ => Mark + StyledYaml.ToText(key).TrimEnd('\n'),
    };
}

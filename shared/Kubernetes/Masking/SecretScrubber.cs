using System.Text;
using Plumbline.Core.Json;
using Plumbline.Core.Kubernetes;
using Plumbline.Core.Objects;
using Plumbline.Kubernetes.Trees;

namespace Plumbline.Kubernetes.Masking;

/// <summary>
/// Takes the values of a Secret out of texts that quote it: API servers repeat what they refuse (T-SEC-3). Finds a value as it is, in base64,
/// URL-encoded, escaped as JSON, and line by line.
/// </summary>
internal sealed class SecretScrubber
{
    // Shorter pieces ("1", "no") stand everywhere and give nothing away by themselves.
    private const int Shortest = 3;

    // In texts that quote no Secret, short values are ordinary words; to mask those would make a plan unreadable.
    private const int ShortestAnywhere = 8;

    private readonly string[] _forms;

    private SecretScrubber(IEnumerable<string> forms, int shortest = Shortest) =>
        _forms = [.. forms.Where(f => f.Length >= shortest).Distinct(StringComparer.Ordinal).OrderByDescending(f => f.Length).ThenBy(f => f, StringComparer.Ordinal)];

    /// <summary>Knows the values of <paramref name="value"/> if it is a Secret, else none.</summary>
    public static SecretScrubber For(KubernetesObject? value) =>
        new(SecretMask.IsSecret(value?.Root) ? Values(value!.Root).SelectMany(Forms) : []);

    /// <summary>Knows the values under <c>data</c> and <c>stringData</c>.</summary>
    public static SecretScrubber ForBody(MapNode secret) => new(Values(secret).SelectMany(Forms));

    /// <summary>Knows credentials.</summary>
    public static SecretScrubber ForValues(IEnumerable<string> values) => new(values.SelectMany(Forms));

    /// <summary>Knows nothing.</summary>
    public static SecretScrubber None { get; } = new([]);

    /// <summary>Knows the values of all Secrets in the trees, for texts and objects that need not have to do with them.</summary>
    public static SecretScrubber ForAnywhere(IEnumerable<MapNode> trees) => new(trees.SelectMany(SecretsIn).SelectMany(Values).SelectMany(Forms), ShortestAnywhere);

    /// <summary>Whether it knows anything.</summary>
    public bool KnowsAny => _forms.Length > 0;

    /// <summary>A copy of the tree with every known value masked.</summary>
    public Node Scrub(Node node) => node switch
    {
        ScalarNode { StringValue: { } text } scalar => Finds(text) ? ScalarNode.Of(Scrub(text)) : scalar,
        MapNode map => Scrubbed(map),
        ListNode list => new ListNode(list.AsEnumerable().Select(Scrub)),
        _ => node,
    };

    /// <summary>The text with every known value masked.</summary>
    public string Scrub(string text)
    {
        foreach (var form in _forms)
        {
            text = text.Replace(form, "********", StringComparison.Ordinal);
        }

        return text;
    }

    /// <summary>Whether the text holds a known value.</summary>
    public bool Finds(string text) => Array.Exists(_forms, f => text.Contains(f, StringComparison.Ordinal));

    private MapNode Scrubbed(MapNode map)
    {
        var copy = new MapNode();
        foreach (var (key, value, _) in map)
        {
            copy.Set(Scrub(key), Scrub(value));
        }

        return copy;
    }

    private static IEnumerable<MapNode> SecretsIn(Node node) => node switch
    {
        MapNode map when SecretMask.IsSecret(map) => [map],
        MapNode map => map.AsEnumerable().SelectMany(e => SecretsIn(e.Value)),
        ListNode list => list.AsEnumerable().SelectMany(SecretsIn),
        _ => [],
    };

    private static IEnumerable<string> Values(MapNode secret)
    {
        foreach (var (field, encoded) in (IEnumerable<(string, bool)>)[("data", true), ("stringData", false)])
        {
            foreach (var text in Texts(secret[field]))
            {
                yield return text;
                if (encoded && Decode(text) is { } plain)
                {
                    yield return plain;
                }
            }
        }
    }

    private static IEnumerable<string> Texts(Node? node) => node switch
    {
        MapNode map => map.SelectMany(e => Texts(e.Value)),
        ListNode list => list.AsEnumerable().SelectMany(Texts),
        ScalarNode { IsNull: false } scalar => [scalar.ToString()],
        _ => [],
    };

    private static IEnumerable<string> Forms(string value)
    {
        yield return value;
        yield return value.Trim();
        yield return Convert.ToBase64String(Encoding.UTF8.GetBytes(value));
        yield return Uri.EscapeDataString(value);
        yield return JsonTree.ToText(ScalarNode.Of(value))[1..^1];
        if (value.Contains('\n', StringComparison.Ordinal))
        {
            foreach (var line in value.Split('\n', StringSplitOptions.TrimEntries).Where(l => l.Length >= 8))
            {
                yield return line;
            }
        }
    }

    private static string? Decode(string text)
    {
        var bytes = new byte[text.Length];
        return Convert.TryFromBase64String(text, bytes, out var length) && length > 0 ? Encoding.UTF8.GetString(bytes, 0, length) : null;
    }
}

using System.Text;
using Plumbline.Core.Json;
using Plumbline.Core.Kubernetes;
using Plumbline.Core.Objects;
using Plumbline.Core.Problems;
using Plumbline.Kubernetes.Trees;

namespace Plumbline.Kubernetes.Masking;

/// <summary>
/// Takes the values of a Secret out of texts that quote it: API servers repeat what they refuse (T-SEC-3). Finds a value as it is, in base64,
/// URL-encoded, escaped as JSON, and line by line; one that is looked for anywhere, also inside of what is base64 as a whole.
/// </summary>
internal sealed class SecretScrubber
{
    // Shorter pieces ("1", "no") stand everywhere and give nothing away by themselves.
    private const int Shortest = 3;

    private const string Mask = "********";

    private readonly string[] _forms;

    // In texts that quote no Secret, short values are ordinary words; to mask those would make a plan unreadable.
    private readonly KnownTexts? _anywhere;

    private SecretScrubber(IEnumerable<string> forms) =>
        _forms = [.. forms.Where(f => f.Length >= Shortest).Distinct(StringComparer.Ordinal).OrderByDescending(f => f.Length).ThenBy(f => f, StringComparer.Ordinal)];

    private SecretScrubber(KnownTexts anywhere) => (_forms, _anywhere) = ([], anywhere);

    /// <summary>Knows the values of <paramref name="value"/> if it is a Secret, else none.</summary>
    public static SecretScrubber For(KubernetesObject? value) =>
        new(SecretMask.IsSecret(value?.Root) ? Values(value!.Root).SelectMany(Forms) : []);

    /// <summary>Knows the values under <c>data</c> and <c>stringData</c>.</summary>
    public static SecretScrubber ForBody(MapNode secret) => new(Values(secret).SelectMany(Forms));

    /// <summary>Knows credentials.</summary>
    public static SecretScrubber ForValues(IEnumerable<string> values) => new(values.SelectMany(Forms));

    /// <summary>Knows the values of all Secrets in the trees, for texts and objects that need not have to do with them.</summary>
    public static SecretScrubber ForAnywhere(IEnumerable<MapNode> trees) =>
        new(new KnownTexts(trees.SelectMany(SecretsIn).SelectMany(s => Values(s).Concat(Former(s))).SelectMany(v => Forms(v).Concat(Encoded(v)))));

    /// <summary>Whether the tree holds a Secret with values, now or before.</summary>
    public static bool HoldsValues(MapNode tree) => SecretsIn(tree).Any(s => Values(s).Concat(Former(s)).Any());

    /// <summary>A copy of the tree with every known value masked.</summary>
    public Node Scrub(Node node) => node switch
    {
        ScalarNode { StringValue: { } text } scalar => Scrub(text) is var scrubbed && ReferenceEquals(scrubbed, text) ? scalar : ScalarNode.Of(scrubbed),
        MapNode map => Scrubbed(map),
        ListNode list => new ListNode(list.AsEnumerable().Select(Scrub)),
        _ => node,
    };

    /// <summary>The text with every known value masked.</summary>
    public string Scrub(string text)
    {
        foreach (var form in _forms)
        {
            text = text.Replace(form, Mask, StringComparison.Ordinal);
        }

        return _anywhere is null ? text : _anywhere.Replace(text, Mask);
    }

    /// <summary>Whether the text holds a known value.</summary>
    public bool Finds(string text) => !ReferenceEquals(Scrub(text), text);

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

    // Before it was changed by other means, kubectl kept what a Secret was, in an annotation that templates read as well.
    private static IEnumerable<string> Former(MapNode secret) =>
        (secret.Map("metadata").Map("annotations")?.Where(e => e.Key.EndsWith("last-applied-configuration", StringComparison.Ordinal)) ?? [])
            .Select(e => Read((e.Value as ScalarNode)?.StringValue)).OfType<MapNode>().SelectMany(Values);

    private static Node? Read(string? text)
    {
        try
        {
            return text is null ? null : JsonTree.Read(Encoding.UTF8.GetBytes(text));
        }
        catch (ProblemException)
        {
            return null;
        }
    }

    // What base64 makes of a value inside of a longer text, such as user:password: it begins at one of three places of a group, and its ends mix with its neighbours.
    private static IEnumerable<string> Encoded(string value)
    {
        var bytes = Encoding.UTF8.GetBytes(value);
        for (var before = 0; before < 3; before++)
        {
            var text = Convert.ToBase64String([.. new byte[before], .. bytes]);
            var (first, end) = (((before * 8) + 5) / 6, (before + bytes.Length) * 8 / 6);
            if (end > first)
            {
                yield return text[first..end];
                yield return text[first..end].Replace('+', '-').Replace('/', '_');
            }
        }
    }

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

using System.Text.Json;
using System.Text.Unicode;

namespace Plumbline.Sync.Inbox;

/// <summary>A field as it was read: its kind, and its text for strings.</summary>
internal readonly record struct JsonField(JsonTokenType Kind, string? Text);

/// <summary>
/// Reads a few fields of a stranger's JSON object under limits (T-WH-8): depth 32, strings up to 1 MiB, 10,000 keys an object, one document,
/// UTF-8 without BOM, no repeated keys, no numbers out of range. Objects that fields are read from may not even repeat a key in other case.
/// </summary>
internal sealed class StrictJson
{
    private const int MaxDepth = 32;
    private const int MaxText = 1024 * 1024;
    private const int MaxKeys = 10_000;

    private readonly IReadOnlySet<string> _wanted;
    private readonly HashSet<string> _parents;
    private readonly Dictionary<string, JsonField> _found = new(StringComparer.Ordinal);
    private readonly Stack<(string? Path, HashSet<string>? Keys)> _open = new();

    private StrictJson(IReadOnlySet<string> wanted)
    {
        _wanted = wanted;
        _parents = new HashSet<string>(wanted.Select(w => w.LastIndexOf('.') is var dot and > 0 ? w[..dot] : ""), StringComparer.Ordinal);
    }

    /// <summary>The fields of <paramref name="wanted"/> (paths such as <c>repository.clone_url</c>) that are there; null when the bytes are refused.</summary>
    public static IReadOnlyDictionary<string, JsonField>? Read(ReadOnlySpan<byte> utf8, IReadOnlySet<string> wanted)
    {
        if (!Utf8.IsValid(utf8))
        {
            return null;
        }

        try
        {
            var reading = new StrictJson(wanted);
            return reading.Walk(utf8) ? reading._found : null;
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException or FormatException)
        {
            // InvalidOperationException is how a lone surrogate shows.
            return null;
        }
    }

    private bool Walk(ReadOnlySpan<byte> utf8)
    {
        var reader = new Utf8JsonReader(utf8, new JsonReaderOptions { MaxDepth = MaxDepth });
        string? name = null;
        var first = true;
        while (reader.Read())
        {
            if (first && reader.TokenType != JsonTokenType.StartObject)
            {
                return false;
            }

            var sound = reader.TokenType switch
            {
                JsonTokenType.StartObject => Enter(first ? "" : Path(name), isObject: true),
                JsonTokenType.StartArray => Enter(Path(name), isObject: false),
                JsonTokenType.EndObject or JsonTokenType.EndArray => _open.TryPop(out _),
                JsonTokenType.PropertyName => Key(ref reader, out name),
                _ => Value(ref reader, name),
            };
            if (!sound)
            {
                return false;
            }

            if (reader.TokenType != JsonTokenType.PropertyName)
            {
                name = null;
            }

            first = false;
        }

        return !first;
    }

    private string? Path(string? name) => _open.Peek().Path is { } parent && name is not null ? parent.Length == 0 ? name : $"{parent}.{name}" : null;

    private bool Enter(string? path, bool isObject)
    {
        var kind = isObject ? JsonTokenType.StartObject : JsonTokenType.StartArray;
        if (path is not null && _wanted.Contains(path))
        {
            _found[path] = new JsonField(kind, null);
        }

        var isRead = isObject && path is not null && _parents.Contains(path);
        var keys = !isObject ? null : new HashSet<string>(isRead ? StringComparer.OrdinalIgnoreCase : StringComparer.Ordinal);
        _open.Push((isRead ? path : null, keys));
        return true;
    }

    private bool Key(ref Utf8JsonReader reader, out string? name)
    {
        name = reader.ValueSpan.Length <= MaxText ? reader.GetString() : null;
        return name is not null && _open.Peek().Keys is { } keys && keys.Add(name) && keys.Count <= MaxKeys;
    }

    private bool Value(ref Utf8JsonReader reader, string? name)
    {
        string? text = null;
        var path = Path(name);
        var isWanted = path is not null && _wanted.Contains(path);
        if (reader.TokenType == JsonTokenType.String)
        {
            if (reader.ValueSpan.Length > MaxText)
            {
                return false;
            }

            // Escapes are where surrogates can stand alone; reading is the check.
            text = isWanted || reader.ValueIsEscaped ? reader.GetString() : null;
        }
        else if (reader.TokenType == JsonTokenType.Number && !(reader.TryGetDouble(out var number) && double.IsFinite(number)))
        {
            return false;
        }

        if (isWanted)
        {
            _found[path!] = new JsonField(reader.TokenType, text);
        }

        return true;
    }
}

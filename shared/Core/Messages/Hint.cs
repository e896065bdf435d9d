using System.Text.Json;
using System.Text.Json.Serialization;

namespace Plumbline.Core.Messages;

/// <summary>The body of every queue message: ids only, with a schema version. A reader trusts none of it and looks everything up.</summary>
/// <param name="V">Schema version, now 1.</param>
/// <param name="Id">What to look at: a delivery id, an application's name, an operation's id, an event's id.</param>
public sealed record Hint([property: JsonPropertyName("v")] int V, [property: JsonPropertyName("id")] string Id)
{
    /// <summary>W3C trace context of the work that sent it, so that a trace follows a push through the queues; null without one.</summary>
    [JsonPropertyName("trace")]
    public string? Trace { get; init; }

    /// <summary>A hint of the current version.</summary>
    public static Hint To(string id, string? trace = null) => new(1, id) { Trace = trace };

    /// <summary>The message's text.</summary>
    public string ToText() => JsonSerializer.Serialize(this, HintJson.Default.Hint);

    /// <summary>Reads a message; null when it is malformed or of a version that this code does not know.</summary>
    public static Hint? Parse(string text)
    {
        try
        {
            return JsonSerializer.Deserialize(text, HintJson.Default.Hint) is { V: 1, Id.Length: > 0 and <= 1024 } hint ? hint : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }
}

[JsonSourceGenerationOptions(DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(Hint))]
internal sealed partial class HintJson : JsonSerializerContext;

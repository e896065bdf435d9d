using System.Text.Json;
using System.Text.Json.Nodes;
using Plumbline.Rendering.Helm.Values;

namespace Plumbline.Rendering.Tests.Helm.Conformance;

/// <summary>Values as JSON, for comparing with expected answers.</summary>
internal static class GoValueJson
{
    public static JsonNode? Of(object? value) => value switch
    {
        null => null,
        GoMap map => new JsonObject(map.SortedKeys().Select(k => KeyValuePair.Create(k, Of(map[k])))),
        GoList list => new JsonArray([.. list.Select(Of)]),
        string text => JsonValue.Create(text),
        bool flag => JsonValue.Create(flag),
        long number => JsonValue.Create((double)number),
        double number => JsonValue.Create(number),
        _ => throw new ArgumentException($"no value: {value.GetType()}", nameof(value)),
    };

    /// <summary>JSON equality; 1 and 1.0 are the same.</summary>
    public static bool Same(JsonNode? left, JsonNode? right) => (left, right) switch
    {
        (null, null) => true,
        (JsonObject a, JsonObject b) => a.Count == b.Count && a.All(p => b.ContainsKey(p.Key) && Same(p.Value, b[p.Key])),
        (JsonArray a, JsonArray b) => a.Count == b.Count && a.Zip(b).All(p => Same(p.First, p.Second)),
        (JsonValue a, JsonValue b) when a.GetValueKind() == JsonValueKind.Number && b.GetValueKind() == JsonValueKind.Number =>
            Number(a).Equals(Number(b)),
        (JsonValue a, JsonValue b) => JsonNode.DeepEquals(a, b),
        _ => false,
    };

    public static JsonNode? Parse(JsonElement element) => JsonNode.Parse(element.GetRawText());

    private static double Number(JsonValue value) => double.Parse(value.ToJsonString(), System.Globalization.CultureInfo.InvariantCulture);
}

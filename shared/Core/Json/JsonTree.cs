using System.Buffers;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using Plumbline.Core.Objects;
using Plumbline.Core.Problems;

namespace Plumbline.Core.Json;

/// <summary>JSON to <see cref="Node"/> and back.</summary>
public static class JsonTree
{
    private const int MaxDepth = 200;

    private static readonly JsonWriterOptions WriterOptions = new()
    {
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        MaxDepth = 1000,
        SkipValidation = true,
    };

    /// <summary>Reads one JSON value. Of a repeated key the last one counts, as the API server's own reader does.</summary>
    /// <exception cref="ProblemException">The bytes are not JSON, or nested more than 200 levels deep.</exception>
    public static Node Read(ReadOnlySpan<byte> utf8)
    {
        var reader = new Utf8JsonReader(utf8, new JsonReaderOptions { MaxDepth = MaxDepth });
        try
        {
            reader.Read();
            var node = ReadValue(ref reader);
            return reader.Read() ? throw Refuse("Something follows after the JSON value.") : node;
        }
        catch (JsonException e)
        {
            throw Refuse($"The text is not JSON (line {e.LineNumber + 1}, byte {e.BytePositionInLine}).");
        }
        catch (InvalidOperationException)
        {
            throw Refuse("The JSON holds text that is not Unicode.");
        }
    }

    /// <summary>Compact JSON, keys in their written order.</summary>
    public static byte[] Write(Node node) => Write(node, sorted: false);

    /// <summary>Compact JSON with keys in ordinal order at every level: equal trees give equal bytes, so it can be hashed.</summary>
    public static byte[] WriteCanonical(Node node) => Write(node, sorted: true);

    /// <summary>Compact JSON as text, keys in their written order.</summary>
    public static string ToText(Node node) => Encoding.UTF8.GetString(Write(node));

    private static byte[] Write(Node node, bool sorted)
    {
        var buffer = new ArrayBufferWriter<byte>(1024);
        using var writer = new Utf8JsonWriter(buffer, WriterOptions);
        WriteValue(writer, node, sorted);
        writer.Flush();
        return buffer.WrittenSpan.ToArray();
    }

    private static void WriteValue(Utf8JsonWriter writer, Node node, bool sorted)
    {
        switch (node)
        {
            case MapNode map:
                writer.WriteStartObject();
                foreach (var entry in sorted ? map.OrderBy(e => e.Key, StringComparer.Ordinal) : map.AsEnumerable())
                {
                    writer.WritePropertyName(entry.Key);
                    WriteValue(writer, entry.Value, sorted);
                }

                writer.WriteEndObject();
                break;
            case ListNode list:
                writer.WriteStartArray();
                foreach (var item in list)
                {
                    WriteValue(writer, item, sorted);
                }

                writer.WriteEndArray();
                break;
            case ScalarNode scalar:
                WriteScalar(writer, scalar);
                break;
        }
    }

    private static void WriteScalar(Utf8JsonWriter writer, ScalarNode scalar)
    {
        switch (scalar.Kind)
        {
            case NodeKind.Null:
                writer.WriteNullValue();
                break;
            case NodeKind.Boolean:
                writer.WriteBooleanValue(scalar.BooleanValue);
                break;
            case NodeKind.Integer:
                writer.WriteRawValue(scalar.ToString(), skipInputValidation: true);
                break;
            case NodeKind.Float when !double.IsFinite(scalar.FloatValue):
                throw Refuse("A number that is infinite or not a number cannot be written as JSON.");
            case NodeKind.Float:
                writer.WriteRawValue(JsonNumber.Text(scalar.FloatValue), skipInputValidation: true);
                break;
            default:
                writer.WriteStringValue(scalar.StringValue);
                break;
        }
    }

    private static Node ReadValue(ref Utf8JsonReader reader)
    {
        switch (reader.TokenType)
        {
            case JsonTokenType.StartObject:
                var map = new MapNode();
                while (reader.Read() && reader.TokenType != JsonTokenType.EndObject)
                {
                    var key = reader.GetString()!;
                    reader.Read();
                    map.Set(key, ReadValue(ref reader));
                }

                return map;
            case JsonTokenType.StartArray:
                var list = new ListNode();
                while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
                {
                    list.Add(ReadValue(ref reader));
                }

                return list;
            case JsonTokenType.String:
                return ScalarNode.Of(reader.GetString()!);
            case JsonTokenType.Number:
                return reader.TryGetInt64(out var whole) ? ScalarNode.Of(whole)
                    : reader.TryGetUInt64(out var large) ? ScalarNode.Of(large)
                    : ScalarNode.Of(reader.GetDouble());
            case JsonTokenType.True or JsonTokenType.False:
                return ScalarNode.Of(reader.TokenType == JsonTokenType.True);
            default:
                return ScalarNode.Null;
        }
    }

    private static ProblemException Refuse(string message) => new(new Problem(ProblemCode.FieldInvalid, message));
}

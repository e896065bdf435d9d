using System.Buffers;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using Plumbline.Core.Json;
using Plumbline.Core.Objects;
using Plumbline.Core.Yaml;

namespace Plumbline.Functions.Cli.Output;

/// <summary>Writes an <see cref="Answer"/> in a format.</summary>
internal static class AnswerText
{
    private static readonly YamlWriterOptions AsWritten = YamlWriterOptions.Default with { SortKeys = false };

    /// <summary>The text; ends with a line break unless it is empty.</summary>
    public static string Of(Answer answer, OutputFormat format) => format switch
    {
        OutputFormat.Name => string.Concat(answer.Items.Select(i => $"{PlainText.Of(answer.Name(i))}\n")),
        OutputFormat.Json => Json(answer.Whole),
        OutputFormat.Jsonl => string.Concat(answer.Items.Select(i => $"{JsonTree.ToText(i)}\n")),
        OutputFormat.Yaml when answer.YamlIsDocuments => Documents(answer.Items),
        OutputFormat.Yaml => YamlWriter.ToText(answer.Whole, AsWritten),
        _ => answer.Table(),
    };

    /// <summary>Objects as a stream of YAML documents.</summary>
    public static string Documents(IReadOnlyList<MapNode> objects)
    {
        var text = new StringBuilder();
        YamlWriter.WriteAll(objects, text, YamlWriterOptions.Default);
        return text.ToString();
    }

    private static string Json(MapNode whole)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var document = JsonDocument.Parse(JsonTree.Write(whole), new JsonDocumentOptions { MaxDepth = 1000 }))
        using (var writer = new Utf8JsonWriter(buffer, new JsonWriterOptions { Indented = true, MaxDepth = 1000, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping }))
        {
            document.WriteTo(writer);
        }

        return Encoding.UTF8.GetString(buffer.WrittenSpan) + "\n";
    }
}

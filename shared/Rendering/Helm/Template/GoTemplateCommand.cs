using System.Text.Json;
using Plumbline.Rendering.Helm.Functions;
using Plumbline.Rendering.Helm.Values;

namespace Plumbline.Rendering.Helm.Template;

/// <summary>Executes one plain Go template: what <c>plumb gotemplate</c> does, without the command line around it.</summary>
public static class GoTemplateCommand
{
    private const int DeepestData = 1_000;

    /// <summary>Executes a template.</summary>
    /// <param name="name">The name of the template in error texts.</param>
    /// <param name="text">The template.</param>
    /// <param name="json">The data as JSON (whole numbers become int64, others float64); null for no data.</param>
    /// <param name="missingKey">Go's option: <c>default</c>, <c>invalid</c>, <c>zero</c> or <c>error</c>; null is the default.</param>
    /// <param name="sprig">Whether Sprig's and Helm's functions may be called, not only Go's own.</param>
    /// <param name="clock">For <c>now</c> and the time limit.</param>
    /// <param name="cancellation">Ends the execution.</param>
    /// <returns>What the template writes.</returns>
    /// <exception cref="GoTemplateException">The template, the data or the option is wrong; the message says where.</exception>
    public static string Execute(string name, string text, string? json, string? missingKey, bool sprig, TimeProvider clock, CancellationToken cancellation)
    {
        var mode = missingKey switch
        {
            null or "" or "default" or "invalid" => MissingKey.Invalid,
            "zero" => MissingKey.Zero,
            "error" => MissingKey.Error,
            _ => throw new GoTemplateException($"unrecognized option: missingkey={missingKey}; use default, zero or error"),
        };
        try
        {
            var set = new TemplateSet(sprig ? FunctionTables.Helm : FunctionTables.Go, mode);
            set.Parse(name, text);
            return set.Execute(name, json is null ? null : ReadData(json), new TemplateContext(new TemplateLimits(), clock, cancellation));
        }
        catch (TemplateException error)
        {
            throw new GoTemplateException(error.Message, error);
        }
        catch (JsonException error)
        {
            throw new GoTemplateException($"the data is no JSON: {error.Message}", error);
        }
    }

    /// <summary>JSON as Go values, whole numbers as int64.</summary>
    internal static object? ReadData(string json)
    {
        using var document = JsonDocument.Parse(json, new JsonDocumentOptions { MaxDepth = DeepestData });
        return Read(document.RootElement);
    }

    private static object? Read(JsonElement element)
    {
        switch (element.ValueKind)
        {
            case JsonValueKind.Object:
                var map = new GoMap();
                foreach (var property in element.EnumerateObject())
                {
                    map[property.Name] = Read(property.Value);
                }

                return map;
            case JsonValueKind.Array:
                var list = new GoList();
                foreach (var item in element.EnumerateArray())
                {
                    list.Add(Read(item));
                }

                return list;
            case JsonValueKind.String:
                return element.GetString();
            case JsonValueKind.Number:
                return element.GetRawText().AsSpan().IndexOfAny(".eE") < 0 && element.TryGetInt64(out var integer) ? integer : (object)element.GetDouble();
            case JsonValueKind.True or JsonValueKind.False:
                return Boxes.Of(element.GetBoolean());
            default:
                return null;
        }
    }
}

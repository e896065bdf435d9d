using Plumbline.Core.Problems;
using Plumbline.Core.Yaml;
using Plumbline.Rendering.Helm.Template;
using Plumbline.Rendering.Helm.Values;

namespace Plumbline.Rendering.Helm.Functions;

/// <summary>Values to YAML and back as Helm does it: by way of JSON.</summary>
internal static class GoYaml
{
    // Maps are brought into order before, because structs keep theirs.
    private static readonly YamlWriterOptions Pretty = YamlWriterOptions.Pretty with { SortKeys = false };

    /// <summary>The YAML text without its last line break; <paramref name="pretty"/> is <c>toYamlPretty</c>, which does not go by way of JSON.</summary>
    /// <exception cref="GoErrorException">The value has no YAML form.</exception>
    public static string Write(object? value, bool pretty, TemplateContext context)
    {
        try
        {
            var text = YamlWriter.ToText(new GoYamlTree(pretty, context).ToNode(value, 0), pretty ? Pretty : YamlWriterOptions.Default);
            context.Work(text.Length);
            return text.EndsWith('\n') ? text[..^1] : text;
        }
        catch (ProblemException problem)
        {
            throw new GoErrorException(problem.Problems[0].Message, problem);
        }
    }

    /// <summary>Reads a text that must be a map.</summary>
    /// <exception cref="GoErrorException">It is none; the text is Helm's.</exception>
    public static GoMap ReadMap(string text, TemplateContext context) => Read(text, context) switch
    {
        GoMap map => map,
        null => new GoMap(),
        var other => throw Mismatch("error unmarshaling JSON: while decoding JSON: ", other, "map[string]interface {}"),
    };

    /// <summary>Reads a text that must be a list.</summary>
    /// <exception cref="GoErrorException">It is none; the text is Helm's.</exception>
    public static GoList ReadList(string text, TemplateContext context) => Read(text, context) switch
    {
        GoList list => list,
        null => new GoList(),
        var other => throw Mismatch("error unmarshaling JSON: while decoding JSON: ", other, "[]interface {}"),
    };

    /// <summary>Go's text for a JSON value of the wrong kind.</summary>
    public static GoErrorException Mismatch(string prefix, object value, string wanted)
    {
        var kind = value switch { GoMap => "object", GoList => "array", string => "string", bool => "bool", _ => "number" };
        return new GoErrorException($"{prefix}json: cannot unmarshal {kind} into Go value of type {wanted}");
    }

    private static object? Read(string text, TemplateContext context)
    {
        context.Work(text.Length * 2L);
        return GoValues.FromNode(YamlAsJson.Read(text, ""));
    }
}

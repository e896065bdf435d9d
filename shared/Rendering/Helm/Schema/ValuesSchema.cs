using System.Text;
using Plumbline.Rendering.Helm.Charts;
using Plumbline.Rendering.Helm.Template;
using Plumbline.Rendering.Helm.Values;

namespace Plumbline.Rendering.Helm.Schema;

/// <summary>Checks the values of a render against the schemas of all charts that take part.</summary>
internal static class ValuesSchema
{
    /// <summary>Checks all; every chart's errors are in one message, worded as Helm's.</summary>
    /// <exception cref="GoErrorException">Values do not fit, or a schema is malformed.</exception>
    public static void Check(ReleaseChart root, GoMap values, TemplateContext context)
    {
        var text = new StringBuilder();
        Check(root, values, text, context);
        if (text.Length > 0)
        {
            throw new GoErrorException($"values don't meet the specifications of the schema(s) in the following chart(s):\n{text}");
        }
    }

    private static void Check(ReleaseChart chart, GoMap values, StringBuilder text, TemplateContext context)
    {
        if (chart.Source.Schema is not null && Errors(chart.Source, values, context) is { } errors)
        {
            text.Append(chart.Name).Append(":\n").Append(errors);
        }

        foreach (var child in chart.Children)
        {
            switch (values[child.Name])
            {
                case GoMap section:
                    Check(child, section, text, context);
                    break;
                case null:
                    break;
                case var other:
                    text.Append(child.Name).Append(":\ninvalid type for values: expected object (map), got ").Append(GoType(other)).Append('\n');
                    break;
            }
        }
    }

    private static string? Errors(Chart chart, GoMap values, TemplateContext context)
    {
        try
        {
            return SchemaValidation.Check(chart.Compiled(context)!, values, context) is { } error ? SchemaError.Text(error) + "\n" : null;
        }
        catch (GoErrorException e)
        {
            return e.Message;
        }
    }

    private static string GoType(object value) => value switch
    {
        string => "string",
        bool => "bool",
        long => "int64",
        GoList => GoListType.Any.Name,
        _ => "float64",
    };
}

using Plumbline.Rendering.Helm.Template.Fmt;

namespace Plumbline.Rendering.Helm.Values;

/// <summary>A value that was read from YAML as Go's <c>%#v</c> shows it, in maps of any key.</summary>
internal static class GoSyntaxText
{
    private const string Map = "map[interface {}]interface {}";

    /// <summary>The text.</summary>
    public static string Of(object? value) => value switch
    {
        null => "interface {}(nil)",
        string text => GoStrconv.Quote(text),
        bool truth => truth ? "true" : "false",
        double number => GoFloat.Shortest(number),
        GoMap map => $"{Map}{{{string.Join(", ", map.SortedKeys().Select(k => $"{GoStrconv.Quote(k)}:{Of(map[k])}"))}}}",
        GoList list => $"[]interface {{}}{{{string.Join(", ", list.Select(Of))}}}",
        _ => value.ToString() ?? "",
    };
}

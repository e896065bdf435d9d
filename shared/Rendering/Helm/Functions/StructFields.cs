using Plumbline.Rendering.Helm.Values;

namespace Plumbline.Rendering.Helm.Functions;

/// <summary>The fields of a struct as the encoders see them.</summary>
internal static class StructFields
{
    /// <summary>Names (as JSON has them) and values, in declaration order.</summary>
    public static IEnumerable<KeyValuePair<string, object?>> Of(IGoObject structure) => structure.JsonFields ?? Named(structure);

    /// <summary>Names (as Go has them) and values, in declaration order.</summary>
    public static IEnumerable<KeyValuePair<string, object?>> Named(IGoObject structure)
    {
        foreach (var name in structure.FieldNames)
        {
            structure.TryGetField(name, out var value);
            yield return new(name, value);
        }
    }
}

namespace Plumbline.Rendering.Helm.Values;

/// <summary>
/// The Go type of a <see cref="GoMap"/>. Two maps have the same Go type when they share one instance.
/// </summary>
/// <param name="Name">What <c>%T</c> prints, such as <c>map[string]interface {}</c> or <c>common.Values</c>.</param>
/// <param name="Element">The type of the values: decides what a missing key is worth.</param>
/// <param name="Methods">Methods callable as <c>.Name args</c>; null for none.</param>
internal sealed record GoMapType(string Name, GoType Element, GoMethods? Methods = null)
{
    /// <summary>What a missing key reads as.</summary>
    public object? Zero => Element switch
    {
        GoType.String => "",
        GoType.Bytes => NoBytes,
        GoType.List => GoList.Nil,
        GoType.StringList => GoList.NilStrings,
        _ => null,
    };

    /// <summary>A nil <c>[]byte</c>, told by being this one array: reads as empty, encodes as null. Not <c>[]</c>, which is the array of everything empty.</summary>
    public static readonly byte[] NoBytes = (byte[])Array.CreateInstance(typeof(byte), 0);

    /// <summary><c>map[string]interface {}</c>, what YAML and JSON decode to.</summary>
    public static readonly GoMapType Any = new("map[string]interface {}", GoType.Any);

    /// <summary><c>map[string]string</c>, the result of <c>split</c>.</summary>
    public static readonly GoMapType String = new("map[string]string", GoType.String);
}

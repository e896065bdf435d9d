namespace Plumbline.Rendering.Helm.Values;

/// <summary>A nil pointer inside of a struct: only printing ever sees it.</summary>
/// <param name="typeName">Go's name of the pointer type.</param>
internal sealed class GoNilPointer(string typeName) : IGoObject
{
    /// <inheritdoc/>
    public string TypeName => typeName;

    /// <inheritdoc/>
    public IReadOnlyList<string> FieldNames => [];

    /// <inheritdoc/>
    public string? StringValue => null;

    /// <inheritdoc/>
    public bool TryGetField(string name, out object? value)
    {
        value = null;
        return false;
    }

    /// <inheritdoc/>
    public bool TryGetMethod(string name, out GoFunction? method)
    {
        method = null;
        return false;
    }
}

using Plumbline.Rendering.Helm.Template;

namespace Plumbline.Rendering.Helm.Values;

/// <summary>A value with named fields and methods, such as <c>.Capabilities</c>: what a Go struct (or a pointer to one) is to a template.</summary>
internal interface IGoObject
{
    /// <summary>Go's type name as <c>%T</c> and error texts show it, such as <c>*common.Capabilities</c>.</summary>
    string TypeName { get; }

    /// <summary>Names of the exported fields in declaration order, as <c>%v</c> and the encoders show them.</summary>
    IReadOnlyList<string> FieldNames { get; }

    /// <summary>The fields as JSON and <c>toYaml</c> name them, empty ones left out where Go's tags say so; null when they are <see cref="FieldNames"/>.</summary>
    IReadOnlyList<KeyValuePair<string, object?>>? JsonFields => null;

    /// <summary>The fields as printing shows them, unexported ones too; null when they are <see cref="FieldNames"/>.</summary>
    IReadOnlyList<KeyValuePair<string, object?>>? AllFields => null;

    /// <summary>The result of a <c>GoString()</c> method, which <c>%#v</c> shows; null when the type has none.</summary>
    string? GoStringValue => null;

    /// <summary>
    /// The result of a <c>String()</c> method that only a pointer to the type has: an action shows it where the value is a field or variable, nothing else does;
    /// null when there is none.
    /// </summary>
    string? PointerStringValue => null;

    /// <summary>Reads an exported field.</summary>
    bool TryGetField(string name, out object? value);

    /// <summary>Finds a method; its body gets the object as first argument, see <see cref="GoMethods"/>.</summary>
    bool TryGetMethod(string name, out GoFunction? method);

    /// <summary>The result of a <c>String()</c> method, used for printing; null when the type has none.</summary>
    string? StringValue { get; }
}

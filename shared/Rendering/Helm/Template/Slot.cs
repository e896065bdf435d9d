using Plumbline.Rendering.Helm.Values;

namespace Plumbline.Rendering.Helm.Template;

/// <summary>
/// A value during evaluation. Besides the value it knows what Go's reflection knows: whether it was reached through an <c>interface {}</c> (an element of a map or list),
/// which decides how nil behaves and what error texts call its type.
/// </summary>
internal readonly struct Slot(object? value, SlotState state)
{
    /// <summary>No argument at all (nothing piped in).</summary>
    public static readonly Slot Missing = new(null, SlotState.Missing);

    /// <summary>Go's zero reflect.Value: an untyped nil.</summary>
    public static readonly Slot Invalid = new(null, SlotState.Invalid);

    public readonly object? Value = value;

    public readonly SlotState State = state;

    public bool IsInvalid => State == SlotState.Invalid;

    public bool IsMissing => State == SlotState.Missing;

    /// <summary>A value whose type is its own.</summary>
    public static Slot Concrete(object? value) => value is null ? Invalid : new Slot(value, SlotState.Concrete);

    /// <summary>A field of a struct.</summary>
    public static Slot Field(object? value) => value is null ? new Slot(null, SlotState.Interface) : new Slot(value, SlotState.Field);

    /// <summary>An element of a collection, or a result, of the given static type.</summary>
    public static Slot Typed(object? value, GoType type) => new(value, type == GoType.Any || value is null ? SlotState.Interface : SlotState.Concrete);

    /// <summary>The value inside the interface.</summary>
    public Slot Unwrapped => State == SlotState.Interface ? Concrete(Value) : this;

    /// <summary>Go's name of the static type.</summary>
    public string TypeName => State == SlotState.Interface ? "interface {}" : GoReflect.TypeName(Value);
}

namespace Plumbline.Rendering.Helm.Template;

/// <summary>How a value was reached.</summary>
internal enum SlotState : byte
{
    Concrete,

    /// <summary>A field of a struct behind a pointer: Go finds the methods of its pointer too.</summary>
    Field,
    Interface,
    Invalid,
    Missing,
}

namespace Plumbline.Rendering.Helm.Template;

/// <summary>How a value was reached.</summary>
internal enum SlotState : byte
{
    Concrete,
    Interface,
    Invalid,
    Missing,
}

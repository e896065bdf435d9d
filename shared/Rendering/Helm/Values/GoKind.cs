namespace Plumbline.Rendering.Helm.Values;

/// <summary>Go's kinds of values, as far as they occur.</summary>
internal enum GoKind
{
    Invalid,
    Bool,
    Int,
    Int32,
    Int64,
    Uint8,
    Uint64,
    Float64,
    Complex128,
    String,
    Slice,
    Map,
    Struct,
    Pointer,
    Function,
}

namespace Plumbline.Rendering.Helm.Values;

/// <summary>
/// The Go types that parameters, elements and results have. Values themselves are plain CLR objects:
/// null = nil, <see cref="bool"/>, <see cref="string"/> (see <see cref="GoText"/> for bytes that are no UTF-8), <see cref="nint"/> = int, <see cref="long"/> = int64,
/// <see cref="int"/> = int32, <see cref="byte"/> = uint8, <see cref="ulong"/> = uint64, <see cref="double"/> = float64, <see cref="System.Numerics.Complex"/> = complex128,
/// <c>byte[]</c> = []byte, <see cref="GoMap"/>, <see cref="GoList"/>, <see cref="IGoObject"/> for structs, <see cref="GoFunction"/> for functions.
/// </summary>
internal enum GoType
{
    /// <summary><c>interface {}</c>.</summary>
    Any,

    /// <summary><c>reflect.Value</c>: takes everything, nil included; only Go's own built-in functions have it.</summary>
    Value,

    /// <summary>As <see cref="Value"/>, but a value that is not there at all comes as <see cref="GoNothing"/>: <c>len</c> tells it from nil.</summary>
    Measured,

    /// <summary>As <see cref="Value"/>, but what was reached through an interface comes as <see cref="GoElement"/>: Go's <c>slice</c> refuses such positions.</summary>
    Position,

    /// <summary><c>string</c>.</summary>
    String,

    /// <summary><c>bool</c>.</summary>
    Bool,

    /// <summary><c>int</c>.</summary>
    Int,

    /// <summary><c>int64</c>.</summary>
    Int64,

    /// <summary><c>uint32</c>; only constants fit.</summary>
    Uint32,

    /// <summary><c>uint64</c>; only results have it.</summary>
    Uint64,

    /// <summary><c>float64</c>.</summary>
    Float64,

    /// <summary><c>map[string]interface {}</c>; a nil map is null.</summary>
    Map,

    /// <summary><c>[]interface {}</c>; a nil list is null.</summary>
    List,

    /// <summary><c>[]string</c>; a nil list is null.</summary>
    StringList,

    /// <summary><c>[]byte</c>.</summary>
    Bytes,

    /// <summary><c>time.Time</c>.</summary>
    Time,

    /// <summary><c>time.Duration</c>; whole constants fit.</summary>
    Duration,

    /// <summary><c>sprig.certificate</c>.</summary>
    Certificate,

    /// <summary><c>*semver.Version</c>.</summary>
    Version,

    /// <summary><c>io.Writer</c>; nothing in a template is one, but nil fits.</summary>
    Writer,

    /// <summary>Another struct type; its name stands in the function's description.</summary>
    Struct,
}

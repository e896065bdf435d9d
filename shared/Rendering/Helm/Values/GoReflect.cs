using System.Numerics;
using Plumbline.Rendering.Helm.Functions;

namespace Plumbline.Rendering.Helm.Values;

/// <summary>What Go's reflection would say of a value.</summary>
internal static class GoReflect
{
    /// <summary>The kind of a value; nil is <see cref="GoKind.Invalid"/>.</summary>
    public static GoKind Kind(object? value) => value switch
    {
        null => GoKind.Invalid,
        string => GoKind.String,
        bool => GoKind.Bool,
        nint => GoKind.Int,
        long => GoKind.Int64,
        double => GoKind.Float64,
        GoMap => GoKind.Map,
        GoList or byte[] => GoKind.Slice,
        byte => GoKind.Uint8,
        int => GoKind.Int32,
        ulong => GoKind.Uint64,
        Complex => GoKind.Complex128,
        GoNamedInt named => named.Kind,
        IGoObject o => o.TypeName.StartsWith('*') ? GoKind.Pointer : GoKind.Struct,
        GoFunction => GoKind.Function,
        _ => throw new ArgumentException($"not a template value: {value.GetType()}", nameof(value)),
    };

    /// <summary>Go's name of the type, as <c>%T</c> prints it; nil is <c>&lt;nil&gt;</c>.</summary>
    public static string TypeName(object? value) => value switch
    {
        null => "<nil>",
        string => "string",
        bool => "bool",
        nint => "int",
        long => "int64",
        double => "float64",
        GoMap map => map.Type.Name,
        GoList list => list.Type.Name,
        byte[] => "[]uint8",
        byte => "uint8",
        int => "int32",
        ulong => "uint64",
        Complex => "complex128",
        GoNamedInt named => named.TypeName,
        IGoObject o => o.TypeName,
        GoFunction f => f.TypeName,
        _ => throw new ArgumentException($"not a template value: {value.GetType()}", nameof(value)),
    };

    /// <summary>Go's name of a kind, as <c>kindOf</c> gives it.</summary>
    public static string KindName(GoKind kind) => kind switch
    {
        GoKind.Invalid => "invalid",
        GoKind.Bool => "bool",
        GoKind.Int => "int",
        GoKind.Int32 => "int32",
        GoKind.Int64 => "int64",
        GoKind.Uint8 => "uint8",
        GoKind.Uint64 => "uint64",
        GoKind.Float64 => "float64",
        GoKind.Complex128 => "complex128",
        GoKind.String => "string",
        GoKind.Slice => "slice",
        GoKind.Map => "map",
        GoKind.Struct => "struct",
        GoKind.Pointer => "ptr",
        _ => "func",
    };

    /// <summary>Go's name of a parameter or element type.</summary>
    public static string TypeName(GoType type) => type switch
    {
        GoType.Any => "interface {}",
        GoType.Value or GoType.Measured or GoType.Position => "reflect.Value",
        GoType.String => "string",
        GoType.Bool => "bool",
        GoType.Int => "int",
        GoType.Int64 => "int64",
        GoType.Float64 => "float64",
        GoType.Map => "map[string]interface {}",
        GoType.List => "[]interface {}",
        GoType.StringList => "[]string",
        GoType.Bytes => "[]uint8",
        GoType.Time => "time.Time",
        GoType.Duration => "time.Duration",
        GoType.Uint32 => "uint32",
        GoType.Uint64 => "uint64",
        GoType.Certificate => "sprig.certificate",
        GoType.Version => "*semver.Version",
        GoType.Writer => "io.Writer",
        _ => "struct",
    };

    /// <summary>The truth of a value, as <c>if</c> sees it: whether it is not the zero value of its type, collections being false when empty.</summary>
    public static bool IsTrue(object? value) => value switch
    {
        null => false,
        bool b => b,
        string s => s.Length > 0,
        GoMap map => map.Count > 0,
        GoList list => list.Count > 0,
        byte[] bytes => bytes.Length > 0,
        nint n => n != 0,
        long n => n != 0,
        double d => d != 0,
        byte n => n != 0,
        int n => n != 0,
        ulong n => n != 0,
        GoNamedInt named => named.Value != 0,
        Complex c => c != Complex.Zero,
        _ => true,
    };

    /// <summary>The value of a signed integer of any size.</summary>
    public static bool TryInteger(object? value, out long integer)
    {
        switch (value)
        {
            case nint n:
                integer = n;
                return true;
            case long n:
                integer = n;
                return true;
            case int n:
                integer = n;
                return true;
            case GoNamedInt named:
                integer = named.Value;
                return true;
            default:
                integer = 0;
                return false;
        }
    }

    /// <summary>The value of an unsigned integer of any size.</summary>
    public static bool TryUnsigned(object? value, out ulong integer)
    {
        integer = value switch { ulong n => n, byte n => n, _ => 0 };
        return value is ulong or byte;
    }

    /// <summary>The method of that name, or null.</summary>
    public static GoFunction? FindMethod(object value, string name) => value switch
    {
        GoMap map => map.Type.Methods?.Find(name),
        GoList list => list.Type.Methods?.Find(name),
        IGoObject o when o.TryGetMethod(name, out var method) => method,
        GoNamedInt named => GoNamedIntMethods.Find(named, name),
        _ => null,
    };
}

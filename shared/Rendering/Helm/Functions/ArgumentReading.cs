using Plumbline.Rendering.Helm.Template;
using Plumbline.Rendering.Helm.Values;

namespace Plumbline.Rendering.Helm.Functions;

/// <summary>Reads checked arguments, and words the failures Go's runtime would word.</summary>
internal static class ArgumentReading
{
    /// <summary>Go's text for using nil where there must be something.</summary>
    public const string NilDereference = "runtime error: invalid memory address or nil pointer dereference";

    /// <summary>Go's text for asking for the type of nothing.</summary>
    public const string NoType = "reflect: call of reflect.Value.Type on zero Value";

    private static readonly GoMap EmptyMap = new();

    /// <summary>A string argument.</summary>
    public static string Text(this ReadOnlySpan<object?> arguments, int index) => (string)arguments[index]!;

    /// <summary>An int argument.</summary>
    public static long Int(this ReadOnlySpan<object?> arguments, int index) => (nint)arguments[index]!;

    /// <summary>A map argument for reading; nil reads as empty.</summary>
    public static GoMap Map(this ReadOnlySpan<object?> arguments, int index) => (GoMap?)arguments[index] ?? EmptyMap;

    /// <summary>A map argument for writing.</summary>
    public static GoMap WritableMap(this ReadOnlySpan<object?> arguments, int index) =>
        (GoMap?)arguments[index] is { IsNil: false } map ? map : throw new GoErrorException("assignment to entry in nil map");

    /// <summary>A list of any type (byte slices too), or the failure <paramref name="failure"/> makes of the kind of what it is instead.</summary>
    public static GoList List(object? value, Func<string, string> failure) => value switch
    {
        GoList list => list,
        byte[] bytes => new GoList(Array.ConvertAll(bytes, b => (object?)b)),
        null => throw new GoErrorException(NilDereference),
        _ => throw new GoErrorException(failure(GoReflect.KindName(GoReflect.Kind(value)))),
    };

    /// <summary>Part of a string by bytes, failing as Go's slice expressions fail.</summary>
    public static string Bytes(string text, long start, long end)
    {
        var length = GoText.ByteLength(text);
        if (end < 0 || start < 0)
        {
            throw new GoErrorException(end < 0 ? $"runtime error: slice bounds out of range [:{end}]" : $"runtime error: slice bounds out of range [{start}:]");
        }

        if (end > length)
        {
            throw new GoErrorException($"runtime error: slice bounds out of range [:{end}] with length {length}");
        }

        return start > end
            ? throw new GoErrorException($"runtime error: slice bounds out of range [{start}:{end}]")
            : GoText.ByteSlice(text, (int)start, (int)end);
    }
}

using System.Numerics;
using Plumbline.Rendering.Helm.Template;
using Plumbline.Rendering.Helm.Template.Fmt;
using Plumbline.Rendering.Helm.Values;

namespace Plumbline.Rendering.Helm.Functions;

/// <summary>Go's comparison functions, with its rules on kinds.</summary>
internal static class GoComparison
{
    private enum Basic
    {
        None,
        Bool,
        Complex,
        Int,
        Float,
        String,
        Uint,
    }

    /// <summary>Go's <c>eq</c>: whether the first equals any of the others.</summary>
    public static bool EqualToAny(object? first, ReadOnlySpan<object?> others, TemplateContext context)
    {
        if (others.IsEmpty)
        {
            throw new GoErrorException("missing argument for comparison");
        }

        foreach (var other in others)
        {
            if (Equal(first, other, context))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Go's <c>lt</c>.</summary>
    public static bool Less(object? left, object? right)
    {
        var leftKind = KindOf(left);
        var rightKind = KindOf(right);
        if (leftKind == Basic.None || rightKind == Basic.None)
        {
            throw new GoErrorException("invalid type for comparison");
        }

        if (leftKind != rightKind)
        {
            return (leftKind, rightKind) switch
            {
                (Basic.Int, Basic.Uint) => Int(left) < 0 || (ulong)Int(left) < Uint(right),
                (Basic.Uint, Basic.Int) => Int(right) >= 0 && Uint(left) < (ulong)Int(right),
                _ => throw Incompatible(left, right),
            };
        }

        return leftKind switch
        {
            Basic.Float => (double)left! < (double)right!,
            Basic.Int => Int(left) < Int(right),
            Basic.String => GoText.Compare((string)left!, (string)right!) < 0,
            Basic.Uint => Uint(left) < Uint(right),
            _ => throw new GoErrorException("invalid type for comparison"),
        };
    }

    private static bool Equal(object? left, object? right, TemplateContext context)
    {
        var leftKind = KindOf(left);
        var rightKind = KindOf(right);
        if (leftKind != rightKind)
        {
            return (leftKind, rightKind) switch
            {
                (Basic.Int, Basic.Uint) => Int(left) >= 0 && (ulong)Int(left) == Uint(right),
                (Basic.Uint, Basic.Int) => Int(right) >= 0 && Uint(left) == (ulong)Int(right),
                _ => left is null || right is null ? false : throw Incompatible(left, right),
            };
        }

        switch (leftKind)
        {
            case Basic.Bool:
                return (bool)left! == (bool)right!;
            case Basic.Complex:
                return (Complex)left! == (Complex)right!;
            case Basic.Float:
                return (double)left! == (double)right!;
            case Basic.Int:
                return Int(left) == Int(right);
            case Basic.String:
                return string.Equals((string)left!, (string)right!, StringComparison.Ordinal);
            case Basic.Uint:
                return Uint(left) == Uint(right);
        }

        if (left is null || right is null)
        {
            return left is null && right is null;
        }

        if (GoReflect.Kind(left) != GoReflect.Kind(right))
        {
            throw new GoErrorException(
                $"non-comparable types {Shown(left, context)}: {GoReflect.TypeName(left)}, {GoReflect.TypeName(right)}: {GoPrinter.Text(right, context)}");
        }

        if (left is GoMap or GoList or byte[] or GoFunction)
        {
            throw new GoErrorException($"non-comparable type {Shown(right, context)}: {GoReflect.TypeName(right)}");
        }

        return Equals(left, right);
    }

    // Go words these messages with %s, whatever the value is.
    private static string Shown(object value, TemplateContext context) => GoPrinter.Sprintf("%s", [value], context);

    private static GoErrorException Incompatible(object? left, object? right) =>
        new($"incompatible types for comparison: {GoReflect.TypeName(left)} and {GoReflect.TypeName(right)}");

    private static long Int(object? value)
    {
        GoReflect.TryInteger(value, out var integer);
        return integer;
    }

    private static ulong Uint(object? value)
    {
        GoReflect.TryUnsigned(value, out var integer);
        return integer;
    }

    private static Basic KindOf(object? value) => value switch
    {
        string => Basic.String,
        double => Basic.Float,
        nint or long or int or GoNamedInt => Basic.Int,
        bool => Basic.Bool,
        ulong or byte => Basic.Uint,
        Complex => Basic.Complex,
        _ => Basic.None,
    };
}

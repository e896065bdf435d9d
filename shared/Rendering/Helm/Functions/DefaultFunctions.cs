using Plumbline.Rendering.Helm.Values;
using static Plumbline.Rendering.Helm.Values.GoType;

namespace Plumbline.Rendering.Helm.Functions;

/// <summary>Sprig's defaults, choices and questions about types.</summary>
internal static class DefaultFunctions
{
    /// <summary>The family.</summary>
    public static IReadOnlyList<GoFunction> All { get; } = new FunctionList()
        .Add("hello", [], GoType.String, static (_, _) => "Hello!")
        .AddVariadic("default", [Any, Any], Any, static (_, a) => a.Length < 2 || GoCast.IsEmpty(a[1]) ? a[0] : a[1])
        .Add("empty", [Any], Bool, static (_, a) => Boxes.Of(GoCast.IsEmpty(a[0])))
        .AddVariadic("coalesce", [Any], Any, static (_, a) => FirstSet(a))
        .AddVariadic("all", [Any], Bool, static (_, a) => Boxes.Of(!Exists(a, empty: true)))
        .AddVariadic("any", [Any], Bool, static (_, a) => Boxes.Of(Exists(a, empty: false)))
        .Add("ternary", [Any, Any, Bool], Any, static (_, a) => (bool)a[2]! ? a[0] : a[1])
        .Add("typeOf", [Any], GoType.String, static (_, a) => GoReflect.TypeName(a[0]))
        .Add("typeIs", [GoType.String, Any], Bool, static (_, a) => Boxes.Of(a.Text(0) == GoReflect.TypeName(a[1])))
        .Add("typeIsLike", [GoType.String, Any], Bool, static (_, a) => Boxes.Of(GoReflect.TypeName(a[1]) is var t && (t == a.Text(0) || t == "*" + a.Text(0))))
        .Add("kindOf", [Any], GoType.String, static (_, a) => GoReflect.KindName(GoReflect.Kind(a[0])))
        .Add("kindIs", [GoType.String, Any], Bool, static (_, a) => Boxes.Of(a.Text(0) == GoReflect.KindName(GoReflect.Kind(a[1]))))
        .Functions;

    private static object? FirstSet(ReadOnlySpan<object?> values)
    {
        foreach (var value in values)
        {
            if (!GoCast.IsEmpty(value))
            {
                return value;
            }
        }

        return null;
    }

    private static bool Exists(ReadOnlySpan<object?> values, bool empty)
    {
        foreach (var value in values)
        {
            if (GoCast.IsEmpty(value) == empty)
            {
                return true;
            }
        }

        return false;
    }
}

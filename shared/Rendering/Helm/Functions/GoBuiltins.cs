using Plumbline.Rendering.Helm.Template;
using Plumbline.Rendering.Helm.Template.Fmt;
using Plumbline.Rendering.Helm.Values;
using static Plumbline.Rendering.Helm.Values.GoType;

namespace Plumbline.Rendering.Helm.Functions;

/// <summary>The functions of Go's text/template itself.</summary>
internal static class GoBuiltins
{
    /// <summary><c>and</c>; the executor evaluates it itself because it stops early.</summary>
    public static readonly GoFunction And = new("and", [Value, Value], true, static (_, _) => throw new InvalidOperationException("evaluated by the executor"));

    /// <summary><c>or</c>; as <see cref="And"/>.</summary>
    public static readonly GoFunction Or = new("or", [Value, Value], true, static (_, _) => throw new InvalidOperationException("evaluated by the executor"));

    /// <summary><c>call</c>; the executor puts the text of the callee before the arguments, for messages.</summary>
    public static readonly GoFunction Call = new("call", [Value, Value], true, CallFunction);

    /// <summary>All of them.</summary>
    public static readonly FunctionTable Table = new(
    [
        And,
        Or,
        Call,
        new("html", [Any], true, static (c, a) => GoEscape.Html(Printed(c, a))) { Result = GoType.String },
        new("index", [Value, Value], true, static (_, a) => GoIndexing.Index(a[0], a[1..])),
        new("slice", [Value, Position], true, static (_, a) => GoIndexing.Slice(a[0], a[1..])),
        new("js", [Any], true, static (c, a) => GoEscape.JavaScript(Printed(c, a))) { Result = GoType.String },
        new("len", [Measured], false, static (_, a) => Boxes.Of(GoIndexing.Length(a[0]))) { Result = Int },
        new("not", [Value], false, static (_, a) => Boxes.Of(!GoReflect.IsTrue(a[0]))) { Result = Bool },
        new("print", [Any], true, static (c, a) => GoPrinter.Sprint(a, c)) { Result = GoType.String },
        new("printf", [GoType.String, Any], true, static (c, a) => GoPrinter.Sprintf((string)a[0]!, a[1..], c)) { Result = GoType.String },
        new("println", [Any], true, static (c, a) => GoPrinter.Sprintln(a, c)) { Result = GoType.String },
        new("urlquery", [Any], true, static (c, a) => GoEscape.Query(Printed(c, a))) { Result = GoType.String },
        new("eq", [Value, Value], true, static (c, a) => Boxes.Of(GoComparison.EqualToAny(a[0], a[1..], c))) { Result = Bool },
        new("ne", [Value, Value], false, static (c, a) => Boxes.Of(!GoComparison.EqualToAny(a[0], a[1..], c))) { Result = Bool },
        new("lt", [Value, Value], false, static (_, a) => Boxes.Of(GoComparison.Less(a[0], a[1]))) { Result = Bool },
        new("le", [Value, Value], false, static (c, a) => Boxes.Of(LessOrEqual(a, c))) { Result = Bool },
        new("gt", [Value, Value], false, static (c, a) => Boxes.Of(!LessOrEqual(a, c))) { Result = Bool },
        new("ge", [Value, Value], false, static (_, a) => Boxes.Of(!GoComparison.Less(a[0], a[1]))) { Result = Bool },
    ]);

    private static bool LessOrEqual(ReadOnlySpan<object?> a, TemplateContext context) =>
        GoComparison.Less(a[0], a[1]) || GoComparison.EqualToAny(a[0], a[1..], context);

    // Arguments of the escaping functions print as an action would print them.
    private static string Printed(TemplateContext context, ReadOnlySpan<object?> arguments) =>
        arguments is [string text] ? text : GoPrinter.SprintShown(arguments, context);

    private static object? CallFunction(TemplateContext context, ReadOnlySpan<object?> arguments)
    {
        if (arguments[1] is null)
        {
            throw new GoErrorException("call of nil");
        }

        if (arguments[1] is not GoFunction function)
        {
            throw new GoErrorException($"non-function {arguments[0]} of type {GoReflect.TypeName(arguments[1])}");
        }

        var given = arguments[2..];
        var required = function.Variadic ? function.Parameters.Length - 1 : function.Parameters.Length;
        if (function.Variadic ? given.Length < required : given.Length != required)
        {
            throw new GoErrorException($"wrong number of args for {arguments[0]}: got {given.Length} want {(function.Variadic ? "at least " : "")}{required}");
        }

        return function.Body(context, given);
    }
}

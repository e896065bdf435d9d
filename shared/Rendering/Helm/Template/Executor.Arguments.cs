using Plumbline.Rendering.Helm.Functions;
using Plumbline.Rendering.Helm.Template.Parse;
using Plumbline.Rendering.Helm.Values;

namespace Plumbline.Rendering.Helm.Template;

/// <summary>The part of the executor that makes arguments of the types a function's parameters have.</summary>
internal sealed partial class Executor
{
    private void PushArgument(object? value)
    {
        if (_argumentCount == _arguments.Length)
        {
            Array.Resize(ref _arguments, _arguments.Length * 2);
        }

        _arguments[_argumentCount++] = value;
    }

    private object? EvaluateArgument(Slot dot, GoType type, Node node)
    {
        _node = node;
        if (node is NilNode && !CanBeNil(type))
        {
            throw Error($"cannot assign nil to {GoReflect.TypeName(type)}");
        }

        var slot = EvaluateArgument(dot, node);
        return slot.IsMissing ? Constant(type, node) : Checked(slot, type);
    }

    // What "and" and "or" hand on: the argument with all that is known of it.
    private Slot Operand(Slot dot, Node node)
    {
        _node = node;
        var slot = EvaluateArgument(dot, node);
        return slot.IsMissing ? Slot.Concrete(Constant(GoType.Value, node)) : slot;
    }

    // An argument that is no constant; missing for a constant, whose type depends on the parameter.
    private Slot EvaluateArgument(Slot dot, Node node) => node switch
    {
        DotNode => dot,
        NilNode => Slot.Invalid,
        FieldNode field => FieldChain(dot, dot, field, field.Names, 0, [], Slot.Missing),
        VariableNode variable => EvaluateVariable(dot, variable, [], Slot.Missing),
        PipeNode pipe => EvaluatePipeline(dot, pipe),
        IdentifierNode identifier => Call(dot, identifier.Function, identifier, identifier.Function.Name, [], Slot.Missing, null),
        ChainNode chain => EvaluateChain(dot, chain, [], Slot.Missing),
        _ => Slot.Missing,
    };

    private object Constant(GoType type, Node node)
    {
        switch (type)
        {
            case GoType.Any or GoType.Value or GoType.Measured or GoType.Position:
                return node switch
                {
                    BoolNode truth => truth.Value,
                    NumberNode number => Ideal(number),
                    StringNode text => text.Value,
                    _ => throw Error($"can't handle assignment of {node} to empty interface argument"),
                };
            case GoType.String:
                return node is StringNode { Value: var value } ? value : throw Error($"expected string; found {node}");
            case GoType.Bool:
                return node is BoolNode flag ? flag.Value : throw Error($"expected bool; found {node}");
            case GoType.Int:
                return node is NumberNode { Integer: { } integer } ? Boxes.Of((nint)integer) : throw Error($"expected integer; found {node}");
            case GoType.Duration:
                return node is NumberNode { Integer: { } nanoseconds } ? GoDuration.Of(nanoseconds) : throw Error($"expected integer; found {node}");
            case GoType.Int64:
                return node is NumberNode { Integer: { } wide } ? wide : throw Error($"expected integer; found {node}");
            case GoType.Uint32:
                return node is NumberNode { Unsigned: { } unsigned } ? (uint)unsigned : throw Error($"expected unsigned integer; found {node}");
            case GoType.Float64:
                return node is NumberNode { Float: { } real } ? real : throw Error($"expected float; found {node}");
            default:
                throw Error($"can't handle {node} for arg of type {GoReflect.TypeName(type)}");
        }
    }

    private static bool CanBeNil(GoType type) =>
        type is GoType.Any or GoType.Value or GoType.Measured or GoType.Position or GoType.Map or GoType.List or GoType.StringList or GoType.Bytes or GoType.Writer;

    // Go's validateType: the value if a parameter of this type takes it.
    private object? Checked(Slot slot, GoType type)
    {
        if (type is GoType.Any or GoType.Value)
        {
            return slot.Value;
        }

        if (type == GoType.Measured)
        {
            return slot.IsInvalid ? GoNothing.Instance : slot.Value;
        }

        if (type == GoType.Position)
        {
            return slot.State == SlotState.Interface ? new GoElement(slot.Value) : slot.Value;
        }

        if (slot.IsInvalid)
        {
            return CanBeNil(type) ? null : throw Error($"invalid value; expected {GoReflect.TypeName(type)}");
        }

        var fits = type switch
        {
            GoType.String => slot.Value is string,
            GoType.Bool => slot.Value is bool,
            GoType.Int => slot.Value is nint,
            GoType.Int64 => slot.Value is long,
            GoType.Float64 => slot.Value is double,
            GoType.Map => slot.Value is GoMap { Type.Element: GoType.Any },
            GoType.List => slot.Value is GoList { Type.Element: GoType.Any },
            GoType.StringList => slot.Value is GoList { Type.Element: GoType.String },
            GoType.Bytes => slot.Value is byte[],
            GoType.Uint32 => false,
            GoType.Duration => slot.Value is GoNamedInt { TypeName: "time.Duration" },
            _ => slot.Value is IGoObject o && (type == GoType.Struct || o.TypeName == GoReflect.TypeName(type)),
        };
        if (!fits)
        {
            var got = slot.Value is null ? "interface {}" : GoReflect.TypeName(slot.Value);
            throw Error($"wrong type for value; expected {GoReflect.TypeName(type)}; got {got}");
        }

        return slot.Value;
    }
}

using Plumbline.Rendering.Helm.Functions;
using Plumbline.Rendering.Helm.Template.Fmt;
using Plumbline.Rendering.Helm.Template.Parse;
using Plumbline.Rendering.Helm.Values;

namespace Plumbline.Rendering.Helm.Template;

/// <summary>The part of the executor that evaluates pipelines, commands, fields and calls.</summary>
internal sealed partial class Executor
{
    // Longer results are charged, whatever function made them, so that a loop cannot double a text for ever.
    private const int FreeText = 256;

    private object?[] _arguments = new object?[64];
    private int _argumentCount;

    private Slot EvaluatePipeline(Slot dot, PipeNode pipe)
    {
        _node = pipe;
        var value = Slot.Missing;
        foreach (var command in pipe.Commands)
        {
            value = EvaluateCommand(dot, command, value).Unwrapped;
        }

        foreach (var variable in pipe.Declarations)
        {
            if (pipe.IsAssign)
            {
                Assign(variable.Names[0], value);
            }
            else
            {
                Push(variable.Names[0], value);
            }
        }

        return value;
    }

    private Slot EvaluateCommand(Slot dot, CommandNode command, Slot final)
    {
        var arguments = command.Arguments;
        var first = arguments[0];
        switch (first)
        {
            case IdentifierNode identifier:
                _node = identifier;
                return Call(dot, identifier.Function, command, identifier.Function.Name, arguments, final, null);
            case FieldNode field:
                _node = field;
                return FieldChain(dot, dot, field, field.Names, 0, arguments, final);
            case ChainNode chain:
                return EvaluateChain(dot, chain, arguments, final);
            case VariableNode variable:
                return EvaluateVariable(dot, variable, arguments, final);
            case PipeNode pipe:
                NotAFunction(arguments, final);
                return EvaluatePipeline(dot, pipe);
        }

        _node = first;
        NotAFunction(arguments, final);
        return first switch
        {
            BoolNode truth => Slot.Concrete(truth.Value),
            DotNode => dot,
            NilNode => throw Error("nil is not a command"),
            NumberNode number => Slot.Concrete(Ideal(number)),
            StringNode text => Slot.Concrete(text.Value),
            _ => throw Error($"can't evaluate command {GoStrconv.Quote(first.ToString())}"),
        };
    }

    private void NotAFunction(Node[] arguments, Slot final)
    {
        if (arguments.Length > 1 || !final.IsMissing)
        {
            throw Error($"can't give argument to non-function {arguments[0]}");
        }
    }

    private object Ideal(NumberNode number)
    {
        _node = number;
        return number.Ideal ?? throw Error($"{number.Source} overflows int");
    }

    private Slot EvaluateChain(Slot dot, ChainNode chain, Node[] arguments, Slot final)
    {
        _node = chain;
        if (chain.Term is NilNode)
        {
            throw Error($"indirection through explicit nil in {chain}");
        }

        _node = chain.Term;
        var receiver = chain.Term switch
        {
            PipeNode pipe => EvaluatePipeline(dot, pipe),
            IdentifierNode identifier => Call(dot, identifier.Function, identifier, identifier.Function.Name, [], Slot.Missing, null),
            VariableNode variable => EvaluateVariable(dot, variable, [], Slot.Missing),
            FieldNode field => FieldChain(dot, dot, field, field.Names, 0, [], Slot.Missing),
            _ => dot,
        };
        return FieldChain(dot, receiver, chain, chain.Names, 0, arguments, final);
    }

    private Slot EvaluateVariable(Slot dot, VariableNode variable, Node[] arguments, Slot final)
    {
        _node = variable;
        var value = VariableValue(variable.Names[0]);
        if (variable.Names.Length > 1)
        {
            return FieldChain(dot, value, variable, variable.Names, 1, arguments, final);
        }

        if (arguments.Length > 0 || !final.IsMissing)
        {
            NotAFunction(arguments, final);
        }

        return value;
    }

    private Slot FieldChain(Slot dot, Slot receiver, Node node, string[] names, int from, Node[] arguments, Slot final)
    {
        for (var i = from; i < names.Length - 1; i++)
        {
            receiver = Field(dot, names[i], node, [], Slot.Missing, receiver);
        }

        return Field(dot, names[^1], node, arguments, final, receiver);
    }

    private Slot Field(Slot dot, string name, Node node, Node[] arguments, Slot final, Slot receiver)
    {
        if (receiver.IsInvalid)
        {
            return _set.MissingKey == MissingKey.Error ? throw Error($"nil data; no entry for key {GoStrconv.Quote(name)}") : Slot.Invalid;
        }

        if (receiver.Value is GoMap map && map.Type.Methods is null)
        {
            return MapEntry(map, name, arguments, final);
        }

        if (receiver.Value is null)
        {
            throw Error($"nil pointer evaluating {receiver.TypeName}.{name}");
        }

        if (GoReflect.FindMethod(receiver.Value, name) is { } method)
        {
            return Call(dot, method, node, name, arguments, final, receiver.Value);
        }

        if (receiver.Value is GoMap withMethods)
        {
            return MapEntry(withMethods, name, arguments, final);
        }

        if (receiver.Value is IGoObject structure && structure.TryGetField(name, out var value))
        {
            return arguments.Length > 1 || !final.IsMissing
                ? throw Error($"{name} has arguments but cannot be invoked as function")
                : Slot.Field(value);
        }

        throw Error(receiver.Value is IGoObject { AllFields: { } all } && all.Any(f => f.Key == name)
            ? $"{name} is an unexported field of struct type {receiver.TypeName}"
            : $"can't evaluate field {name} in type {receiver.TypeName}");
    }

    private Slot MapEntry(GoMap map, string name, Node[] arguments, Slot final)
    {
        if (arguments.Length > 1 || !final.IsMissing)
        {
            throw Error($"{name} is not a method but has arguments");
        }

        if (map.TryGetValue(name, out var value))
        {
            return Slot.Typed(value, map.Type.Element);
        }

        return _set.MissingKey switch
        {
            MissingKey.Invalid => Slot.Invalid,
            MissingKey.Zero => Slot.Typed(map.Type.Zero, map.Type.Element),
            _ => throw Error($"map has no entry for key {GoStrconv.Quote(name)}"),
        };
    }

    // arguments[0] is the function itself, as in a shell; it may be empty.
    private Slot Call(Slot dot, GoFunction function, Node node, string name, Node[] arguments, Slot final, object? receiver)
    {
        var given = arguments.Length > 0 ? arguments.Length - 1 : 0;
        var count = final.IsMissing ? given : given + 1;
        var parameters = function.Parameters;
        var required = function.Variadic ? parameters.Length - 1 : parameters.Length;
        if (function.Variadic)
        {
            if (count < required)
            {
                throw Error($"wrong number of args for {name}: want at least {required} got {given}");
            }
        }
        else if (count != required)
        {
            throw Error($"wrong number of args for {name}: want {required} got {count}");
        }

        if (function.Refusal is { } refusal)
        {
            throw Error(refusal);
        }

        if (ReferenceEquals(function, GoBuiltins.And) || ReferenceEquals(function, GoBuiltins.Or))
        {
            return AndOr(dot, arguments, given, final, ReferenceEquals(function, GoBuiltins.Or));
        }

        var start = _argumentCount;
        if (receiver is not null)
        {
            PushArgument(receiver);
        }

        if (ReferenceEquals(function, GoBuiltins.Call))
        {
            PushArgument(given == 0 ? final.Value as string ?? $"<{GoReflect.TypeName(final.Value)} Value>" : arguments[1].ToString());
        }

        for (var i = 0; i < given; i++)
        {
            PushArgument(EvaluateArgument(dot, i < required ? parameters[i] : parameters[^1], arguments[i + 1]));
        }

        if (!final.IsMissing)
        {
            PushArgument(Checked(final, count - 1 < required ? parameters[count - 1] : parameters[^1]));
        }

        _context.Step();
        var result = Invoke(function, node, name, _arguments.AsSpan(start, _argumentCount - start));
        _arguments.AsSpan(start, _argumentCount - start).Clear();
        _argumentCount = start;
        if (result is string { Length: > FreeText } text)
        {
            _context.Work(text.Length);
        }

        return Slot.Typed(result, function.Result);
    }

    private object? Invoke(GoFunction function, Node node, string name, ReadOnlySpan<object?> arguments)
    {
        // Thrown again outside of the handler: inside of it the stack of the failed call is still there, and a thousand nested calls would pile theirs up.
        Exception failure;
        try
        {
            return function.Body(_context, arguments);
        }
        catch (GoErrorException error)
        {
            failure = error;
        }
        catch (TemplateException error) when (!error.IsLimit)
        {
            failure = error;
        }
        catch (TemplateLimitException error)
        {
            failure = error;
        }

        _node = node;
        throw failure is TemplateLimitException ? Limit(node, failure.Message) : Error($"error calling {name}: {failure.Message}", failure);
    }

    // "and" and "or" stop at the first argument that decides.
    private Slot AndOr(Slot dot, Node[] arguments, int given, Slot final, bool isOr)
    {
        var value = Slot.Invalid;
        for (var i = 0; i < given; i++)
        {
            value = Operand(dot, arguments[i + 1]);
            if (GoReflect.IsTrue(value.Value) == isOr)
            {
                return value;
            }
        }

        return final.IsMissing ? value : final;
    }
}

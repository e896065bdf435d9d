using System.Buffers;
using Plumbline.Rendering.Helm.Template.Fmt;
using Plumbline.Rendering.Helm.Template.Parse;
using Plumbline.Rendering.Helm.Values;

namespace Plumbline.Rendering.Helm.Template;

/// <summary>The part of the executor for <c>range</c>.</summary>
internal sealed partial class Executor
{
    private Flow WalkRange(Slot dot, BranchNode range)
    {
        var before = _variableCount;
        var value = EvaluatePipeline(dot, range.Pipe);
        var flow = Flow.Next;
        if (!Iterate(range, value.Value) && range.Else is not null)
        {
            flow = Walk(dot, range.Else);
        }

        _variableCount = before;
        return flow;
    }

    // False when there was nothing to walk over.
    private bool Iterate(BranchNode range, object? value)
    {
        switch (value)
        {
            case null:
                return false;
            case GoList list:
                var type = list.Type.Element;
                for (var i = 0; i < list.Count && Turn(range, Boxes.Of(i), Slot.Typed(list[i], type)); i++)
                {
                }

                return list.Count > 0;
            case byte[] bytes:
                for (var i = 0; i < bytes.Length && Turn(range, Boxes.Of(i), Slot.Concrete(bytes[i])); i++)
                {
                }

                return bytes.Length > 0;
            case GoMap map:
                IterateMap(range, map);
                return map.Count > 0;
            case nint or long or int or ulong or byte or GoNamedInt:
                return IterateInteger(range, value);
            default:
                throw Error($"range can't iterate over {GoPrinter.Text(value, _context)}");
        }
    }

    // Go takes keys and values before the first turn, so what the body changes in the map is not seen.
    private void IterateMap(BranchNode range, GoMap map)
    {
        var keys = map.SortedKeys();
        var values = ArrayPool<object?>.Shared.Rent(keys.Length);
        try
        {
            for (var i = 0; i < keys.Length; i++)
            {
                values[i] = map[keys[i]];
            }

            for (var i = 0; i < keys.Length && Turn(range, keys[i], Slot.Typed(values[i], map.Type.Element)); i++)
            {
            }
        }
        finally
        {
            ArrayPool<object?>.Shared.Return(values, clearArray: true);
        }
    }

    private bool IterateInteger(BranchNode range, object value)
    {
        if (range.Pipe.Declarations.Count > 1)
        {
            throw Error($"can't use {GoPrinter.Text(value, _context)} to iterate over more than one variable");
        }

        var unsigned = GoReflect.TryUnsigned(value, out var limit);
        if (!unsigned && GoReflect.TryInteger(value, out var signed))
        {
            limit = signed > 0 ? (ulong)signed : 0;
        }

        for (ulong i = 0; i < limit; i++)
        {
            object turn = value switch
            {
                nint => Boxes.Of((nint)i),
                int => (int)i,
                ulong => i,
                byte => (byte)i,
                _ => (long)i,
            };
            if (!Turn(range, null, Slot.Concrete(turn)))
            {
                break;
            }
        }

        return limit > 0;
    }

    // One turn of a loop; false after break.
    private bool Turn(BranchNode range, object? index, Slot element)
    {
        var declarations = range.Pipe.Declarations;
        if (range.Pipe.IsAssign)
        {
            if (declarations.Count > 1)
            {
                Assign(declarations[0].Names[0], Slot.Concrete(index));
                Assign(declarations[1].Names[0], element);
            }
            else
            {
                Assign(declarations[0].Names[0], element);
            }
        }
        else if (declarations.Count > 0)
        {
            _variables[_variableCount - 1].Value = element;
            if (declarations.Count > 1)
            {
                _variables[_variableCount - 2].Value = Slot.Concrete(index);
            }
        }

        var mark = _variableCount;
        var flow = Walk(element, range.Body);
        _variableCount = mark;
        return flow != Flow.Break;
    }
}

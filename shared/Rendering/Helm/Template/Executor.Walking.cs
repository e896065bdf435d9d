using Plumbline.Rendering.Helm.Template.Fmt;
using Plumbline.Rendering.Helm.Template.Parse;
using Plumbline.Rendering.Helm.Values;

namespace Plumbline.Rendering.Helm.Template;

/// <summary>The part of the executor that walks nodes and writes what they print.</summary>
internal sealed partial class Executor
{
    private enum Flow
    {
        Next,
        Break,
        Continue,
    }

    private Flow Walk(Slot dot, Node node)
    {
        _node = node;
        _context.Step();
        switch (node)
        {
            case TextNode text:
                Write(text.Text);
                return Flow.Next;
            case ActionNode action:
                var value = EvaluatePipeline(dot, action.Pipe);
                if (action.Pipe.Declarations.Count == 0)
                {
                    PrintValue(action, value);
                }

                return Flow.Next;
            case ListNode list:
                return WalkList(dot, list);
            case BranchNode { Kind: BranchKind.Range } range:
                return WalkRange(dot, range);
            case BranchNode branch:
                return WalkIfOrWith(dot, branch);
            case TemplateNode call:
                WalkTemplate(dot, call);
                return Flow.Next;
            case JumpNode jump:
                return jump.IsBreak ? Flow.Break : Flow.Continue;
            default:
                throw Error($"unknown node: {node}");
        }
    }

    private Flow WalkList(Slot dot, ListNode list)
    {
        foreach (var node in list.Nodes)
        {
            var flow = Walk(dot, node);
            if (flow != Flow.Next)
            {
                return flow;
            }
        }

        return Flow.Next;
    }

    private Flow WalkIfOrWith(Slot dot, BranchNode branch)
    {
        var mark = _variableCount;
        var value = EvaluatePipeline(dot, branch.Pipe);
        var flow = Flow.Next;
        if (GoReflect.IsTrue(value.Value))
        {
            flow = Walk(branch.Kind == BranchKind.With ? value : dot, branch.Body);
        }
        else if (branch.Else is not null)
        {
            flow = Walk(dot, branch.Else);
        }

        _variableCount = mark;
        return flow;
    }

    private void WalkTemplate(Slot dot, TemplateNode call)
    {
        var tree = _scope.Find(call.Name) ?? throw Error($"template {GoStrconv.Quote(call.Name)} not defined");
        var data = call.Pipe is null ? Slot.Invalid : EvaluatePipeline(dot, call.Pipe);
        Enter(tree, data, call);
        _node = call;
    }

    private void PrintValue(Node node, Slot value)
    {
        _node = node;
        switch (value.Value)
        {
            case null:
                Write("<no value>");
                break;
            case string text:
                Write(text);
                break;
            case GoFunction:
                throw Error($"can't print {node} of type {value.TypeName}");
            case IGoObject structure:
                var start = _output.Length;
                if (value.State == SlotState.Field && structure.PointerStringValue is { } shown)
                {
                    _output.Append(shown);
                }
                else
                {
                    GoPrinter.PrintTarget(_output, structure, _context);
                }

                _context.Wrote(_output.Length - start);
                break;
            default:
                var before = _output.Length;
                GoPrinter.Print(_output, value.Value, _context);
                _context.Wrote(_output.Length - before);
                break;
        }
    }

    private void Write(string text)
    {
        _context.Wrote(text.Length);
        _output.Append(text);
    }
}

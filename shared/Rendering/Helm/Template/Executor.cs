using System.Buffers;
using System.Globalization;
using System.Runtime.CompilerServices;
using System.Runtime.ExceptionServices;
using Plumbline.Rendering.Helm.Template.Fmt;
using Plumbline.Rendering.Helm.Template.Parse;
using Plumbline.Rendering.Helm.Values;

namespace Plumbline.Rendering.Helm.Template;

/// <summary>
/// Executes templates of a set for one render: walks the nodes. Keeps the node it is at, as Go's executor does, because error texts name it.
/// </summary>
internal sealed partial class Executor
{
    private const int FreshStackBytes = 16 * 1024 * 1024;

    private readonly TemplateSet _set;
    private readonly TemplateContext _context;
    private TextBuffer _output = null!;
    private Variable[] _variables = new Variable[32];
    private int _variableCount;
    private int _frame;
    private Tree _template = null!;
    private TemplateScope _scope;
    private Node? _node;
    private int _depth;

    private Executor(TemplateSet set, TemplateContext context)
    {
        _set = set;
        _context = context;
        _scope = set.Scope;
    }

    private enum Flow
    {
        Next,
        Break,
        Continue,
    }

    /// <summary>The executor of a render; one serves all files of a set.</summary>
    public static Executor For(TemplateSet set, TemplateContext context)
    {
        if (context.Current is not { } executor || executor._set != set)
        {
            context.Current = executor = new Executor(set, context);
        }

        return executor;
    }

    /// <summary>Executes a template and returns what it writes.</summary>
    public string Run(Tree tree, TemplateScope scope, object? data)
    {
        // Nested templates write behind what is there already, and take it off again.
        var outermost = _depth == 0;
        if (outermost)
        {
            _output = new TextBuffer(4096);
        }

        var start = _output.Length;
        var saved = (_template, _scope, _node, _frame, _variableCount, _argumentCount);
        _scope = scope;
        try
        {
            Enter(tree, Slot.Concrete(data), null);
            return outermost ? _output.Finish() : new string(_output.From(start));
        }
        finally
        {
            (_template, _scope, _node, _frame, _variableCount, _argumentCount) = saved;
            _output.Length = start;
        }
    }

    /// <summary>Helm's <c>include</c>: the text of a named template.</summary>
    public string Include(string name, object? data)
    {
        var tree = _scope.Find(name) ?? throw new GoErrorException($"template: no template {GoStrconv.Quote(name)} associated with template \"gotpl\"");
        return Run(tree, _scope, data);
    }

    /// <summary>Helm's <c>tpl</c>: executes a text as a template that sees all named templates.</summary>
    public string ExecuteText(string text, object? data)
    {
        // Failures are thrown outside of the handlers, see Invoke.
        TemplateException failure;
        var what = "cannot parse template";
        try
        {
            _context.Work(text.Length);
            var file = _set.ParseText(text);
            var scope = new TemplateScope(_scope);
            scope.Add(file);
            what = "error during tpl function execution for";
            return Run(file.Main, scope, data);
        }
        catch (TemplateException error) when (!error.IsLimit)
        {
            failure = error;
        }

        throw new GoErrorException($"{what} {GoStrconv.Quote(text)}: {failure.Message}", failure);
    }

    // Runs a tree as a template of its own: no variables of the caller, its own name in errors.
    private void Enter(Tree tree, Slot data, Node? caller)
    {
        if (_depth >= _context.Limits.Depth)
        {
            throw Limit(caller ?? _node ?? tree.Root, $"templates are nested more than {_context.Limits.Depth} levels deep");
        }

        if (!RuntimeHelpers.TryEnsureSufficientExecutionStack())
        {
            EnterOnFreshStack(tree, data, caller);
            return;
        }

        var (template, frame, count) = (_template, _frame, _variableCount);
        TemplateException? failure = null;
        _depth++;
        _template = tree;
        _frame = count;
        Push("$", data);
        try
        {
            Walk(data, tree.Root);
        }
        catch (TemplateLimitException error)
        {
            failure = Limit(_node ?? tree.Root, error.Message);
        }
        finally
        {
            _depth--;
            (_template, _frame, _variableCount) = (template, frame, count);
        }

        if (failure is not null)
        {
            throw failure;
        }
    }

    // Deep recursion is legal up to a limit but stacks are small: go on with a stack of our own when one runs out.
    private void EnterOnFreshStack(Tree tree, Slot data, Node? caller)
    {
        ExceptionDispatchInfo? failure = null;
        var thread = new Thread(
            () =>
            {
                try
                {
                    Enter(tree, data, caller);
                }
                catch (Exception error) when (error is TemplateException or TemplateLimitException or GoErrorException or OperationCanceledException)
                {
                    failure = ExceptionDispatchInfo.Capture(error);
                }
            },
            FreshStackBytes);
        thread.Start();
        thread.Join();
        failure?.Throw();
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

    private void Push(string name, Slot value)
    {
        if (_variableCount == _variables.Length)
        {
            Array.Resize(ref _variables, _variables.Length * 2);
        }

        _variables[_variableCount++] = new Variable(name, value);
    }

    private void Assign(string name, Slot value)
    {
        for (var i = _variableCount - 1; i >= _frame; i--)
        {
            if ((object)_variables[i].Name == name)
            {
                _variables[i].Value = value;
                return;
            }
        }

        throw Error($"undefined variable: {name}");
    }

    private Slot VariableValue(string name)
    {
        for (var i = _variableCount - 1; i >= _frame; i--)
        {
            if ((object)_variables[i].Name == name)
            {
                return _variables[i].Value;
            }
        }

        throw Error($"undefined variable: {name}");
    }

    private TemplateException Error(string message, Exception? cause = null) => Error(_node!, message, cause, isLimit: false);

    private TemplateException Limit(Node node, string message) => Error(node, message, null, isLimit: true);

    private TemplateException Error(Node node, string message, Exception? cause, bool isLimit)
    {
        var tree = node.Tree ?? _template;
        var (line, column) = tree.Locate(node.Position);
        var text = string.Create(
            CultureInfo.InvariantCulture,
            $"template: {tree.ParseName}:{line}:{column}: executing {GoStrconv.Quote(_template.Name)} at <{node}>: {message}");
        return new TemplateException(text, tree.ParseName, line, column, cause) { IsExecution = true, IsLimit = isLimit };
    }

    // Names are interned by the parser, so comparing references is enough.
    private struct Variable(string name, Slot value)
    {
        public readonly string Name = name;
        public Slot Value = value;
    }
}

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
            throw Limit(caller ?? _node ?? tree.Root, $"exceeded maximum template depth ({_context.Limits.Depth})");
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
}

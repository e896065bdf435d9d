using System.Collections.Concurrent;
using Plumbline.Rendering.Helm.Functions;
using Plumbline.Rendering.Helm.Template.Fmt;
using Plumbline.Rendering.Helm.Template.Parse;
using Plumbline.Rendering.Helm.Values;

namespace Plumbline.Rendering.Helm.Template;

/// <summary>
/// Named templates parsed once and executed any number of times, also from several threads at once (when parsing is over).
/// </summary>
internal sealed class TemplateSet
{
    // Texts given to tpl that are kept parsed; beyond that they are parsed each time.
    private const int KeptTexts = 4_096;
    private const int LongestKeptText = 65_536;

    private readonly ConcurrentDictionary<string, ParsedFile> _texts = new(StringComparer.Ordinal);
    private readonly Func<string, GoFunction?> _find;

    /// <summary>An empty set.</summary>
    /// <param name="functions">The functions its templates may call.</param>
    /// <param name="missingKey">What a missing map key is worth; Helm uses <see cref="MissingKey.Zero"/>.</param>
    public TemplateSet(FunctionTable functions, MissingKey missingKey)
    {
        Functions = functions;
        MissingKey = missingKey;
        _find = name => Functions.Find(name) ?? GoBuiltins.Table.Find(name);
    }

    /// <summary>The functions its templates may call, besides Go's own.</summary>
    public FunctionTable Functions { get; }

    /// <summary>What a missing map key is worth.</summary>
    public MissingKey MissingKey { get; }

    /// <summary>The templates by name.</summary>
    internal TemplateScope Scope { get; } = new(null);

    /// <summary>
    /// Parses a template file. Its text outside of <c>define</c> becomes the template <paramref name="name"/>; a later definition of a name replaces an earlier one
    /// unless the later one is blank.
    /// </summary>
    /// <exception cref="TemplateException">The text is no template; the message has file and line.</exception>
    public void Parse(string name, string text) => Scope.Add(Parser.Parse(name, text, _find));

    /// <summary>Whether a template of that name is defined.</summary>
    public bool Contains(string name) => Scope.Find(name) is not null;

    /// <summary>Executes a template and returns what it writes (<c>&lt;no value&gt;</c> included; Helm's renderer takes that out).</summary>
    /// <exception cref="TemplateException">It fails or uses up a budget; the message has file, line and column.</exception>
    public string Execute(string name, object? data, TemplateContext context)
    {
        var tree = Scope.Find(name)
            ?? throw new TemplateException($"template: no template {GoStrconv.Quote(name)} associated with template \"gotpl\"", name, 0, -1);
        return Executor.For(this, context).Run(tree, Scope, data);
    }

    /// <summary>Parses a text given to <c>tpl</c>. Nothing it defines enters the set.</summary>
    internal ParsedFile ParseText(string text)
    {
        if (_texts.TryGetValue(text, out var known))
        {
            return known;
        }

        // Helm names every such template after the root of its set.
        var parsed = Parser.Parse("gotpl", text, _find);
        if (text.Length <= LongestKeptText && _texts.Count < KeptTexts)
        {
            _texts.TryAdd(text, parsed);
        }

        return parsed;
    }
}

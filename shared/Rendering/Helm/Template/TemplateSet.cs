using Plumbline.Rendering.Helm.Values;

namespace Plumbline.Rendering.Helm.Template;

/// <summary>
/// Named templates parsed once and executed any number of times, also from several threads at once (when parsing is over).
/// </summary>
internal sealed class TemplateSet
{
    /// <summary>An empty set.</summary>
    /// <param name="functions">The functions its templates may call.</param>
    /// <param name="missingKey">What a missing map key is worth; Helm uses <see cref="MissingKey.Zero"/>.</param>
    public TemplateSet(FunctionTable functions, MissingKey missingKey)
    {
        Functions = functions;
        MissingKey = missingKey;
    }

    /// <summary>The functions its templates may call.</summary>
    public FunctionTable Functions { get; }

    /// <summary>What a missing map key is worth.</summary>
    public MissingKey MissingKey { get; }

    /// <summary>
    /// Parses a template file. Its text outside of <c>define</c> becomes the template <paramref name="name"/>; a later definition of a name replaces an earlier one
    /// unless the later one is blank.
    /// </summary>
    /// <exception cref="TemplateException">The text is no template; the message has file and line.</exception>
    public void Parse(string name, string text) => throw new NotSupportedException(name + text);

    /// <summary>Whether a template of that name is defined.</summary>
    public bool Contains(string name) => throw new NotSupportedException(name);

    /// <summary>Executes a template and returns what it writes (<c>&lt;no value&gt;</c> included; Helm's renderer takes that out).</summary>
    /// <exception cref="TemplateException">It fails or uses up a budget; the message has file, line and column.</exception>
    public string Execute(string name, object? data, TemplateContext context) => throw new NotSupportedException(name + data + context);
}

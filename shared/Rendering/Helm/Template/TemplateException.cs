namespace Plumbline.Rendering.Helm.Template;

/// <summary>
/// A template that cannot be parsed or executed. <see cref="Exception.Message"/> is the text Go gives (<c>template: name:line:col: executing "x" at &lt;expr&gt;: …</c>).
/// <see cref="Exception.InnerException"/> is the error it wraps, if any, again a <see cref="TemplateException"/> or a <see cref="GoErrorException"/>.
/// </summary>
internal sealed class TemplateException : Exception
{
    /// <summary>A failure.</summary>
    /// <param name="message">Go's text.</param>
    /// <param name="template">Name of the template file the position is in.</param>
    /// <param name="line">Line, from 1; 0 when there is none.</param>
    /// <param name="column">Byte in the line, from 0, as Go counts; -1 when parsing gives only a line.</param>
    /// <param name="cause">The wrapped error.</param>
    public TemplateException(string message, string template, int line, int column, Exception? cause = null)
        : base(message, cause)
    {
        Template = template;
        Line = line;
        Column = column;
    }

    /// <summary>Name of the template file the position is in.</summary>
    public string Template { get; }

    /// <summary>Line, from 1; 0 when there is none.</summary>
    public int Line { get; }

    /// <summary>Byte in the line, from 0, as Go counts; -1 when parsing gives only a line.</summary>
    public int Column { get; }

    /// <summary>Whether it comes from executing (Go's <c>ExecError</c>), not from parsing.</summary>
    public bool IsExecution { get; init; }

    /// <summary>Set when a budget ended the render; such a failure is never caught by a function.</summary>
    public bool IsLimit { get; init; }
}

namespace Plumbline.Rendering.Helm.Template;

/// <summary>A plain Go template that cannot be executed; the message is meant for the user.</summary>
public sealed class GoTemplateException : Exception
{
    /// <summary>A failure.</summary>
    public GoTemplateException(string message)
        : base(message)
    {
    }

    /// <summary>A failure with its cause.</summary>
    public GoTemplateException(string message, Exception cause)
        : base(message, cause)
    {
    }
}

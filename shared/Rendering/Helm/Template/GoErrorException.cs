namespace Plumbline.Rendering.Helm.Template;

/// <summary>
/// An error a template function returns (Go's <c>error</c>). The executor adds where it happened and turns it into a <see cref="TemplateException"/>.
/// </summary>
internal sealed class GoErrorException : Exception
{
    /// <summary>An error with Go's text.</summary>
    public GoErrorException(string message)
        : base(message)
    {
    }

    /// <summary>An error that wraps another one whose text is part of <paramref name="message"/>.</summary>
    public GoErrorException(string message, Exception cause)
        : base(message, cause)
    {
    }
}

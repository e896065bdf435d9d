namespace Plumbline.Rendering.Helm.Template;

/// <summary>A budget is used up. The executor adds where and turns it into a <see cref="TemplateException"/> with <see cref="TemplateException.IsLimit"/>.</summary>
internal sealed class TemplateLimitException(string message) : Exception(message);

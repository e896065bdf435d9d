namespace Plumbline.Rendering.Helm.Template;

/// <summary>Runs one template of a set.</summary>
internal sealed class Executor
{
}

using Plumbline.Core.Objects;

namespace Plumbline.Rendering.Helm.Output;

/// <summary>One document of a render.</summary>
/// <param name="Path">Path of its file with the chart's name in front, as in <c># Source:</c>.</param>
/// <param name="Text">Its text, trailing white space kept.</param>
/// <param name="Root">What it reads as.</param>
/// <param name="Kind">Its kind; empty where it has none.</param>
/// <param name="Hooks">The hooks it is annotated with; null for an ordinary manifest.</param>
internal sealed record Manifest(string Path, string Text, Node Root, string Kind, IReadOnlyList<string>? Hooks)
{
    /// <summary>Whether it is a test.</summary>
    public bool IsTest => Hooks?.Contains("test") == true;
}

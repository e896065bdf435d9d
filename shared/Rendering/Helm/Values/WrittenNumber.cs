namespace Plumbline.Rendering.Helm.Values;

/// <summary>A number of a JSON text that remembers how it was written, for messages that quote it.</summary>
/// <param name="Value">Its value.</param>
/// <param name="Written">Its text.</param>
internal sealed record WrittenNumber(double Value, string Written);

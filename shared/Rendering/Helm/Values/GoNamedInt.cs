namespace Plumbline.Rendering.Helm.Values;

/// <summary>A named integer type that prints as a word, such as <c>time.Month</c> or <c>time.Duration</c>.</summary>
/// <param name="TypeName">Go's name of the type.</param>
/// <param name="Kind">The underlying kind.</param>
/// <param name="Value">The number.</param>
/// <param name="Text">What its <c>String()</c> method gives.</param>
internal sealed record GoNamedInt(string TypeName, GoKind Kind, long Value, string Text);

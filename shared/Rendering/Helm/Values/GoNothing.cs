namespace Plumbline.Rendering.Helm.Values;

/// <summary>Go's zero reflect.Value as an argument of a function that tells it from nil.</summary>
internal sealed class GoNothing
{
    /// <summary>The only one.</summary>
    public static readonly GoNothing Instance = new();

    private GoNothing()
    {
    }
}

/// <summary>An argument that was reached through an <c>interface {}</c>, for a function that minds.</summary>
/// <param name="Value">The value.</param>
internal sealed record GoElement(object? Value);

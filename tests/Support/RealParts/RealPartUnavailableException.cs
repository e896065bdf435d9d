namespace Plumbline.Support.RealParts;

/// <summary>A real part cannot be had on this machine; the message says why and what to do.</summary>
public sealed class RealPartUnavailableException : Exception
{
    /// <summary>Makes the exception for a part and a reason.</summary>
    public RealPartUnavailableException(string part, string reason, Exception? inner = null)
        : base($"{part} cannot be had here: {reason}", inner)
    {
        Part = part;
    }

    /// <summary>The part, such as <c>a Kubernetes control plane</c>.</summary>
    public string Part { get; }
}

namespace Microsoft.Azure.Functions.Worker;

/// <summary>Values of a trigger by name.</summary>
public abstract class BindingContext
{
    /// <summary>The values; names without regard to case.</summary>
    public abstract IReadOnlyDictionary<string, object?> BindingData { get; }
}

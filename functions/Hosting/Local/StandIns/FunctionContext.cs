namespace Microsoft.Azure.Functions.Worker;

/// <summary>The call of a function.</summary>
public abstract class FunctionContext
{
    /// <summary>Id of this call.</summary>
    public abstract string InvocationId { get; }

    /// <summary>Id of the function.</summary>
    public abstract string FunctionId { get; }

    /// <summary>Values of the trigger.</summary>
    public abstract BindingContext BindingContext { get; }

    /// <summary>Services of this call.</summary>
    public abstract IServiceProvider InstanceServices { get; set; }

    /// <summary>Values kept for this call.</summary>
    public abstract IDictionary<object, object> Items { get; set; }

    /// <summary>Cancelled when the call ran out of time, or the host stops.</summary>
    public virtual CancellationToken CancellationToken => CancellationToken.None;
}

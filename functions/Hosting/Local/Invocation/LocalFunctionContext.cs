using Microsoft.Azure.Functions.Worker;

namespace Plumbline.Functions.Hosting.Local.Invocation;

/// <summary>The context of one call.</summary>
internal sealed class LocalFunctionContext(string invocation, string function, IServiceProvider services, BindingContext binding, CancellationToken token) : FunctionContext
{
    /// <inheritdoc/>
    public override string InvocationId => invocation;

    /// <inheritdoc/>
    public override string FunctionId => function;

    /// <inheritdoc/>
    public override BindingContext BindingContext => binding;

    /// <inheritdoc/>
    public override IServiceProvider InstanceServices { get; set; } = services;

    /// <inheritdoc/>
    public override IDictionary<object, object> Items { get; set; } = new Dictionary<object, object>();

    /// <inheritdoc/>
    public override CancellationToken CancellationToken => token;
}

/// <summary>Values of the trigger.</summary>
internal sealed class LocalBindingContext(IReadOnlyDictionary<string, object?> data) : BindingContext
{
    /// <summary>No values.</summary>
    public static LocalBindingContext Empty { get; } = new(new Dictionary<string, object?>());

    /// <inheritdoc/>
    public override IReadOnlyDictionary<string, object?> BindingData => data;
}

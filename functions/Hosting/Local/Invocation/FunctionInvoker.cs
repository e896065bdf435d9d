using System.Reflection;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Extensions.DependencyInjection;
using Plumbline.Core.Chance;
using Plumbline.Functions.Hosting.Local.Catalog;

namespace Plumbline.Functions.Hosting.Local.Invocation;

/// <summary>Calls one function: a scope and an instance per call, parameters by type, as the Azure worker does.</summary>
internal sealed class FunctionInvoker
{
    private readonly FunctionDescriptor _function;
    private readonly IServiceScopeFactory _scopes;
    private readonly IIdSource _ids;
    private readonly TimeSpan _timeout;
    private readonly TimeProvider _clock;
    private readonly ObjectFactory _create;
    private readonly ParameterInfo[] _parameters;

    /// <param name="timeout">How long a call may take until its token is cancelled.</param>
    public FunctionInvoker(FunctionDescriptor function, IServiceProvider services, TimeSpan timeout)
    {
        _function = function;
        _scopes = services.GetRequiredService<IServiceScopeFactory>();
        _ids = services.GetRequiredService<IIdSource>();
        _clock = services.GetRequiredService<TimeProvider>();
        _timeout = timeout;
        _create = ActivatorUtilities.CreateFactory(function.Class, []);
        _parameters = function.Method.GetParameters();
    }

    /// <summary>The function.</summary>
    public FunctionDescriptor Function => _function;

    /// <summary>Fails where the function's class cannot be made, so that a missing service is found at start and not at the first call.</summary>
    public void Check()
    {
        using var scope = _scopes.CreateScope();
        _create(scope.ServiceProvider, []);
    }

    /// <summary>Calls the function; what it returned, or null for a function that returns nothing.</summary>
    /// <param name="trigger">The value of the trigger's parameter.</param>
    /// <param name="values">Values for parameters by name.</param>
    public async Task<object?> Invoke(object trigger, IReadOnlyDictionary<string, object?> values, CancellationToken token)
    {
        await using var scope = _scopes.CreateAsyncScope();
        using var deadline = new CancellationTokenSource(_timeout, _clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(token, deadline.Token);
        var context = new LocalFunctionContext(
            _ids.NewId(), _function.Name, scope.ServiceProvider, values.Count == 0 ? LocalBindingContext.Empty : new LocalBindingContext(values), either.Token);
        var instance = _create(scope.ServiceProvider, []);
        var arguments = Array.ConvertAll(_parameters, p => Argument(p, trigger, values, context));
        var running = (Task)_function.Method.Invoke(instance, BindingFlags.DoNotWrapExceptions, null, arguments, null)!;
        await running;
        return running switch { Task<IResult> result => result.Result, Task<IActionResult> result => result.Result, _ => null };
    }

    private static object? Argument(ParameterInfo parameter, object trigger, IReadOnlyDictionary<string, object?> values, FunctionContext context) =>
        parameter.ParameterType == typeof(FunctionContext) ? context
        : parameter.ParameterType.IsInstanceOfType(trigger) && parameter.ParameterType != typeof(string) ? trigger
        : values.GetValueOrDefault(parameter.Name!);
}

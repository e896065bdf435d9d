using Plumbline.Rendering.Helm.Values;

namespace Plumbline.Rendering.Helm.Functions;

/// <summary>Collects function definitions of one family.</summary>
internal sealed class FunctionList
{
    private readonly List<GoFunction> _functions = [];

    /// <summary>What has been defined.</summary>
    public IReadOnlyList<GoFunction> Functions => _functions;

    /// <summary>Defines a function.</summary>
    public FunctionList Add(string name, GoType[] parameters, GoType result, GoFunctionBody body)
    {
        _functions.Add(new GoFunction(name, parameters, false, body) { Result = result });
        return this;
    }

    /// <summary>Defines a function whose last parameter takes any number of arguments.</summary>
    public FunctionList AddVariadic(string name, GoType[] parameters, GoType result, GoFunctionBody body)
    {
        _functions.Add(new GoFunction(name, parameters, true, body) { Result = result });
        return this;
    }

    /// <summary>Defines a function and a second one of the same meaning.</summary>
    public FunctionList AddPair(string name, string otherName, GoType[] parameters, GoType result, GoFunctionBody body) =>
        Add(name, parameters, result, body).Add(otherName, parameters, result, body);
}

using Plumbline.Rendering.Helm.Template;

namespace Plumbline.Rendering.Helm.Values;

/// <summary>The body of a template function. Arguments have been checked and converted to the declared parameter types.</summary>
/// <param name="context">The render in progress: budgets, clock, named templates.</param>
/// <param name="arguments">The arguments; for a method the receiver comes first. Only valid during the call.</param>
/// <returns>The result; failures are thrown as <see cref="GoErrorException"/>.</returns>
internal delegate object? GoFunctionBody(TemplateContext context, ReadOnlySpan<object?> arguments);

/// <summary>A function callable from templates, with its Go signature (which decides conversions and error texts).</summary>
internal sealed class GoFunction
{
    /// <summary>A function.</summary>
    /// <param name="name">The name in templates.</param>
    /// <param name="parameters">Parameter types; the last one is the element type when <paramref name="variadic"/>.</param>
    /// <param name="variadic">Whether the last parameter takes any number of arguments.</param>
    /// <param name="body">What it does.</param>
    public GoFunction(string name, GoType[] parameters, bool variadic, GoFunctionBody body)
    {
        Name = name;
        Parameters = parameters;
        Variadic = variadic;
        Body = body;
    }

    /// <summary>The name in templates.</summary>
    public string Name { get; }

    /// <summary>Parameter types.</summary>
    public GoType[] Parameters { get; }

    /// <summary>Whether the last parameter takes any number of arguments.</summary>
    public bool Variadic { get; }

    /// <summary>What it does.</summary>
    public GoFunctionBody Body { get; }

    /// <summary>Go's reason for refusing to call it at all, such as a method with three results; null for one that can be called.</summary>
    public string? Refusal { get; init; }

    /// <summary>Go's type of the result, as far as error texts show it.</summary>
    public GoType Result { get; init; }

    /// <summary>Go's name of the function's type.</summary>
    public string TypeName
    {
        get
        {
            var parameters = Parameters.Select((p, i) => (Variadic && i == Parameters.Length - 1 ? "..." : "") + GoReflect.TypeName(p));
            return $"func({string.Join(", ", parameters)}) {GoReflect.TypeName(Result)}";
        }
    }
}

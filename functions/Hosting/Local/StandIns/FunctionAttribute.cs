namespace Microsoft.Azure.Functions.Worker;

/// <summary>Marks a method as a function. Stand-in of the Azure worker's attribute for the default build; narrower, so that what compiles here compiles there.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class FunctionAttribute(string name) : Attribute
{
    /// <summary>The function's name, unique without regard to case.</summary>
    public string Name { get; } = name;
}

namespace Microsoft.Azure.Functions.Worker;

/// <summary>Calls a function on an HTTP request. The level is always written: without it the two ways of reading the real attribute differ.</summary>
[AttributeUsage(AttributeTargets.Parameter)]
public sealed class HttpTriggerAttribute(AuthorizationLevel authLevel, params string[] methods) : Attribute
{
    /// <summary>The route, without a leading slash.</summary>
    public string? Route { get; set; }

    /// <summary>HTTP methods.</summary>
    public string[]? Methods { get; } = methods;

    /// <summary>Who may call, as far as the host decides that.</summary>
    public AuthorizationLevel AuthLevel { get; } = authLevel;
}

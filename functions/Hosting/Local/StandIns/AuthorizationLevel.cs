namespace Microsoft.Azure.Functions.Worker;

/// <summary>Which key the host of Azure asks for.</summary>
public enum AuthorizationLevel
{
    /// <summary>None.</summary>
    Anonymous = 0,

    /// <summary>A signed-in user.</summary>
    User = 1,

    /// <summary>A key of the function.</summary>
    Function = 2,

    /// <summary>A key of the host's extensions.</summary>
    System = 3,

    /// <summary>The master key.</summary>
    Admin = 4,
}

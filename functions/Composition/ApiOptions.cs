namespace Plumbline.Functions.Composition;

/// <summary>One token of the API as configured: section <c>Plumbline:Api:Tokens:NAME</c>.</summary>
public sealed record ApiTokenOptions
{
    /// <summary>Name of the section that holds the tokens by name.</summary>
    public const string Section = "Plumbline:Api:Tokens";

    /// <summary>Reference to the token (<c>env:NAME</c>, <c>file:PATH</c>, <c>keyvault:NAME</c>). Required; the value has 16 bytes or more.</summary>
    public string? Secret { get; init; }

    /// <summary><c>read</c> or <c>sync</c>, which includes reading. Default <c>read</c>.</summary>
    public string Permission { get; init; } = "read";

    /// <summary>Names of the projects it may see; null or empty for all.</summary>
    public IReadOnlyList<string>? Projects { get; init; }
}

/// <summary>What a call of the API needs.</summary>
public enum ApiPermission
{
    /// <summary>To look.</summary>
    Read,

    /// <summary>To ask for a sync.</summary>
    Sync,
}

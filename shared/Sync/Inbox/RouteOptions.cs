namespace Plumbline.Sync.Inbox;

/// <summary>One route of the inbox as configured: section <c>Plumbline:Routes:ID</c>.</summary>
public sealed record RouteOptions
{
    /// <summary>Name of the section that holds the routes by id.</summary>
    public const string Section = "Plumbline:Routes";

    /// <summary><c>github</c> or <c>generic-hmac</c>. Required.</summary>
    public string? Provider { get; init; }

    /// <summary>Reference to the secret (<c>env:NAME</c>, <c>file:PATH</c>, <c>keyvault:NAME</c>) that signs. Required; the value has 16 bytes or more.</summary>
    public string? Secret { get; init; }

    /// <summary>Reference to the secret before, still good while senders are changed over. Default none.</summary>
    public string? PreviousSecret { get; init; }

    /// <summary>Until when the previous secret is good; null for as long as it is configured.</summary>
    public DateTimeOffset? PreviousUntil { get; init; }
}

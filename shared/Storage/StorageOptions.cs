using System.Text.RegularExpressions;

namespace Plumbline.Storage;

/// <summary>Which storage account is used, and how. Section <see cref="Section"/> of the configuration; checked at start.</summary>
public sealed partial record StorageOptions
{
    /// <summary>Name of the configuration section.</summary>
    public const string Section = "Plumbline:Storage";

    /// <summary>Connection string with a key; a secret. Either this or <see cref="Account"/>. <c>UseDevelopmentStorage=true</c> for an emulator on its usual ports. Default none.</summary>
    public string? ConnectionString { get; init; }

    /// <summary>Name of the account, used with the identity of the process and public Azure's endpoints. Default none.</summary>
    public string? Account { get; init; }

    /// <summary>Client id of a user-assigned managed identity; null for the system-assigned one, workload identity or a developer's sign-in. Only with <see cref="Account"/>.</summary>
    public string? ManagedIdentityClientId { get; init; }

    /// <summary>Suffix of the endpoints. Default <c>core.windows.net</c>; other clouds differ. Only with <see cref="Account"/>.</summary>
    public string EndpointSuffix { get; init; } = "core.windows.net";

    /// <summary>Put before the names of the table, the container and, in the local host, the queues: 0 to 20 lower-case letters and digits, a letter first. Default none. Several installations may so share an account.</summary>
    public string Prefix { get; init; } = "";

    /// <summary>How long one try of a call may take. Default 15 s, 1 s to 2 min.</summary>
    public TimeSpan CallTimeout { get; init; } = TimeSpan.FromSeconds(15);

    /// <summary>Name of the table.</summary>
    public string TableName => $"{Prefix}plumbline";

    /// <summary>Name of the blob container.</summary>
    public string ContainerName => $"{Prefix}plumbline";

    /// <summary>What is wrong, as sentences without the values; empty when nothing is.</summary>
    public IReadOnlyList<string> Validate()
    {
        var faults = new List<string>();
        if (string.IsNullOrWhiteSpace(ConnectionString) == string.IsNullOrWhiteSpace(Account))
        {
            faults.Add($"{Section} needs either ConnectionString or Account, and not both.");
        }

        if (!string.IsNullOrWhiteSpace(Account) && !AccountName().IsMatch(Account))
        {
            faults.Add($"{Section}:Account must be 3 to 24 lower-case letters and digits.");
        }

        if (!HostName().IsMatch(EndpointSuffix))
        {
            faults.Add($"{Section}:EndpointSuffix must be a host name.");
        }

        if (!PrefixText().IsMatch(Prefix))
        {
            faults.Add($"{Section}:Prefix must be at most 20 lower-case letters and digits, a letter first.");
        }

        if (CallTimeout < TimeSpan.FromSeconds(1) || CallTimeout > TimeSpan.FromMinutes(2))
        {
            faults.Add($"{Section}:CallTimeout must be 1 second to 2 minutes.");
        }

        return faults;
    }

    /// <summary>Names the account, never the key.</summary>
    public override string ToString() => Account is null ? "storage by connection string" : $"storage account {Account}";

    [GeneratedRegex("^[a-z0-9]{3,24}$", RegexOptions.NonBacktracking)]
    private static partial Regex AccountName();

    [GeneratedRegex("^[a-z0-9]([a-z0-9.-]{0,60}[a-z0-9])?$", RegexOptions.NonBacktracking)]
    private static partial Regex HostName();

    [GeneratedRegex("^([a-z][a-z0-9]{0,19})?$", RegexOptions.NonBacktracking)]
    private static partial Regex PrefixText();
}

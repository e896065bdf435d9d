namespace Plumbline.Reporting;

/// <summary>What the operator may set about reports: section <see cref="Section"/>.</summary>
public sealed record ReportingSettings
{
    /// <summary>Name of the configuration section.</summary>
    public const string Section = "Plumbline:Reporting";

    /// <summary>How long the right to tell about an application lasts; another worker waits that long for one that died. Default 60 s, 2 s to 10 min.</summary>
    public TimeSpan Lease { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>What is wrong, as sentences; empty when nothing is.</summary>
    public IReadOnlyList<string> Validate() =>
        Lease >= TimeSpan.FromSeconds(2) && Lease <= TimeSpan.FromMinutes(10) ? [] : ["Lease must be 2 seconds to 10 minutes."];
}

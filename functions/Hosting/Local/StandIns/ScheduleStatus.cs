namespace Microsoft.Azure.Functions.Worker;

/// <summary>State of a schedule.</summary>
public sealed class ScheduleStatus
{
    /// <summary>When the last run began.</summary>
    public DateTime Last { get; set; }

    /// <summary>When the next run is due.</summary>
    public DateTime Next { get; set; }

    /// <summary>When this state was written.</summary>
    public DateTime LastUpdated { get; set; }
}

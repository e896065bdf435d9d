namespace Microsoft.Azure.Functions.Worker;

/// <summary>Calls a function by the clock.</summary>
[AttributeUsage(AttributeTargets.Parameter)]
public sealed class TimerTriggerAttribute(string schedule) : Attribute
{
    /// <summary>Six fields, seconds first; or <c>%NAME%</c> of a setting.</summary>
    public string Schedule { get; } = schedule;

    /// <summary>Whether a missed run is made up for.</summary>
    public bool UseMonitor { get; set; } = true;

    /// <summary>Whether every start of an instance runs it.</summary>
    public bool RunOnStartup { get; set; }
}

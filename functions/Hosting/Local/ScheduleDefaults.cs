namespace Plumbline.Functions.Hosting.Local;

/// <summary>Schedules of the timers where the operator sets none; <c>infra/main.bicep</c> sets the same for Azure, which knows no defaults.</summary>
internal static class ScheduleDefaults
{
    /// <summary>By name of the setting.</summary>
    public static readonly IReadOnlyDictionary<string, string?> All = new Dictionary<string, string?>
    {
        ["Plumbline:Schedules:Sweep"] = "0 * * * * *",
        ["Plumbline:Schedules:DriftScan"] = "30 */5 * * * *",
        ["Plumbline:Schedules:CheckRefs"] = "15 */3 * * * *",
        ["Plumbline:Schedules:Retention"] = "0 17 3 * * *",
    };
}

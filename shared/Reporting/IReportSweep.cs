namespace Plumbline.Reporting;

/// <summary>Finds what is still to be told, each minute, so that no status stays pending and no message stays behind.</summary>
public interface IReportSweep
{
    /// <summary>Wakes the telling of every application with something left to tell. Safe to run twice or not at all.</summary>
    Task Sweep(CancellationToken token);
}

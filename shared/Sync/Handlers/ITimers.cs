using Plumbline.Core.Messages;
namespace Plumbline.Sync.Handlers;

/// <summary>Wakes what is behind, each minute.</summary>
public interface ISweeper
{
    /// <summary>Wakes every application that is due. Safe to run twice or not at all.</summary>
    Task Sweep(CancellationToken token);
}

/// <summary>Finds what changed in clusters without us.</summary>
public interface IDriftScan
{
    /// <summary>Scans every cluster that applications go to, and wakes the applications whose objects moved or are gone.</summary>
    Task Scan(CancellationToken token);
}

/// <summary>Finds pushes whose webhook never came.</summary>
public interface IRefCheck
{
    /// <summary>Asks every repository's host for its tips and wakes what they touch.</summary>
    Task Check(CancellationToken token);
}

/// <summary>Deletes what has been kept long enough.</summary>
public interface IRetention
{
    /// <summary>Deletes deliveries, plans and renders older than the settings say. Ledgers stay.</summary>
    Task Clean(CancellationToken token);
}

namespace Plumbline.Reporting;

/// <summary>Tells the outside of what happened.</summary>
public interface IReportHandler
{
    /// <summary>Publishes what <paramref name="hint"/> (the message's id) names. An unknown id is no failure. Returning means the message is done with; throwing means try again. Safe to run twice.</summary>
    Task Publish(string hint, CancellationToken token);

    /// <summary>Notes that publishing failed as often as is allowed; a timer tries again later. Safe to repeat.</summary>
    Task GiveUp(string hint, CancellationToken token);
}

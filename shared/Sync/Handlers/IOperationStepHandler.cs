namespace Plumbline.Sync.Handlers;

/// <summary>Serves the queue <c>sync</c>.</summary>
public interface IOperationStepHandler
{
    /// <summary>Takes the next steps of an application's operation. Throwing means: try again.</summary>
    Task Step(string application, CancellationToken token);
}

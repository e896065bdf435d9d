namespace Plumbline.Sync.Handlers;

/// <summary>Serves the queue <c>reconcile</c>.</summary>
public interface IReconcileHandler
{
    /// <summary>Looks at one application. Throwing means: try again.</summary>
    Task Reconcile(string application, CancellationToken token);
}

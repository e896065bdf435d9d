namespace Plumbline.Core.Events;

/// <summary>What happened to an application. The names are stored and shown; they never change meaning.</summary>
public static class EventKind
{
    /// <summary>The control repository has a new Application.</summary>
    public const string Registered = "Registered";

    /// <summary>The Application's manifest changed.</summary>
    public const string Changed = "Changed";

    /// <summary>The Application left the control repository; its objects are deleted or left, as its finalizers say.</summary>
    public const string Deregistered = "Deregistered";

    /// <summary>A delivery, a person or a timer gave a reason to look.</summary>
    public const string Woken = "Woken";

    /// <summary>The sources could not be rendered, or are not allowed. The cluster was not touched.</summary>
    public const string RenderFailed = "RenderFailed";

    /// <summary>A plan was made that changes something.</summary>
    public const string PlanMade = "PlanMade";

    /// <summary>The application is as its sources say; nothing to do.</summary>
    public const string InSync = "InSync";

    /// <summary>The cluster differs from what was applied, without a new commit.</summary>
    public const string DriftFound = "DriftFound";

    /// <summary>A decision is asked for.</summary>
    public const string ApprovalRequested = "ApprovalRequested";

    /// <summary>Somebody approved.</summary>
    public const string Approved = "Approved";

    /// <summary>Somebody rejected.</summary>
    public const string Rejected = "Rejected";

    /// <summary>Nobody decided in time, which is a rejection.</summary>
    public const string ApprovalExpired = "ApprovalExpired";

    /// <summary>The plan changed, so the question was withdrawn.</summary>
    public const string ApprovalVoided = "ApprovalVoided";

    /// <summary>An operation began.</summary>
    public const string OperationStarted = "OperationStarted";

    /// <summary>An operation finished a batch.</summary>
    public const string OperationProgressed = "OperationProgressed";

    /// <summary>All is applied and healthy.</summary>
    public const string OperationSucceeded = "OperationSucceeded";

    /// <summary>The operation failed; what was applied stays.</summary>
    public const string OperationFailed = "OperationFailed";

    /// <summary>A newer commit took the place of work that had not begun to write.</summary>
    public const string OperationSuperseded = "OperationSuperseded";

    /// <summary>The application is left alone until somebody acts; the message says why.</summary>
    public const string Parked = "Parked";

    /// <summary>Something was told outside: a status, a message.</summary>
    public const string Reported = "Reported";
}

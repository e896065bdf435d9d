namespace Plumbline.Core.Faults;

/// <summary>Named places at which a crash must lose nothing. The product passes them by; only test hosts stop there.</summary>
public interface ICrashPoints
{
    /// <summary>Called when the work reaches <paramref name="point"/> (see <see cref="CrashPoint"/>).</summary>
    void Reached(string point);
}

/// <summary>Nothing ever happens.</summary>
public sealed class NoCrashPoints : ICrashPoints
{
    /// <inheritdoc/>
    public void Reached(string point)
    {
    }
}

/// <summary>The places; each is named for what has just been done.</summary>
public static class CrashPoint
{
    /// <summary>CP1: a signature was found good.</summary>
    public const string SignatureVerified = "CP1-signature-verified";

    /// <summary>CP2: the delivery's row is written.</summary>
    public const string DeliveryWritten = "CP2-delivery-written";

    /// <summary>CP3: its message is queued.</summary>
    public const string MessageQueued = "CP3-message-queued";

    /// <summary>CP4: the sender has its answer.</summary>
    public const string AnswerSent = "CP4-answer-sent";

    /// <summary>CP5: a worker took the message.</summary>
    public const string MessageTaken = "CP5-message-taken";

    /// <summary>CP6: the commits are here.</summary>
    public const string FetchDone = "CP6-fetch-done";

    /// <summary>CP7: the sources are rendered and the read sets recorded.</summary>
    public const string RenderStored = "CP7-render-stored";

    /// <summary>CP8: the plan is stored.</summary>
    public const string PlanStored = "CP8-plan-stored";

    /// <summary>CP9: the inventory has what is about to be written.</summary>
    public const string IntentSaved = "CP9-intent-saved";

    /// <summary>CP10: one object of a batch is written, others are not.</summary>
    public const string InsideBatch = "CP10-inside-batch";

    /// <summary>CP11: a batch is written, the operation does not know it yet.</summary>
    public const string BatchApplied = "CP11-batch-applied";

    /// <summary>CP12: the operation is saved, the next step is not queued.</summary>
    public const string StepSaved = "CP12-step-saved";

    /// <summary>CP14: a deletion was sent, the operation does not know it yet.</summary>
    public const string PruneSent = "CP14-prune-sent";

    /// <summary>CP15: a gate is decided, the application is not woken.</summary>
    public const string GateDecided = "CP15-gate-decided";

    /// <summary>CP16: a report was sent and not marked.</summary>
    public const string ReportSent = "CP16-report-sent";

    /// <summary>CP17: the work of a message is done, the message is not deleted.</summary>
    public const string MessageDone = "CP17-message-done";

    /// <summary>All of them.</summary>
    public static IReadOnlyList<string> All { get; } =
    [
        SignatureVerified, DeliveryWritten, MessageQueued, AnswerSent, MessageTaken, FetchDone, RenderStored, PlanStored, IntentSaved, InsideBatch,
        BatchApplied, StepSaved, PruneSent, GateDecided, ReportSent, MessageDone,
    ];
}

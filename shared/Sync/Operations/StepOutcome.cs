namespace Plumbline.Sync.Operations;

/// <summary>What a step came to. Waiting is an answer, not an error.</summary>
internal abstract record StepOutcome
{
    private StepOutcome()
    {
    }

    /// <summary>Whether it tells what may be the words of others.</summary>
    public bool QuotesOthers => this is Moved { Told: not null } or Waiting { Next.Message.Length: > 0 } or Failed;

    /// <summary>The same, with what is told of it passed through <paramref name="hide"/>.</summary>
    public StepOutcome Hidden(Func<string, string> hide) => this switch
    {
        Moved { Told: { } told } moved => moved with { Told = hide(told) },
        Waiting waiting => waiting with { Next = waiting.Next with { Message = hide(waiting.Next.Message) } },
        Failed failed => failed with { Message = hide(failed.Message), Lines = [.. failed.Lines.Select(hide)] },
        _ => this,
    };

    /// <summary>The operation moved on.</summary>
    /// <param name="Next">Where it is now.</param>
    /// <param name="Told">What was done, as a sentence, when it is worth an event; null otherwise.</param>
    internal sealed record Moved(OperationState Next, string? Told) : StepOutcome;

    /// <summary>Nothing to do until later.</summary>
    internal sealed record Waiting(OperationState Next, TimeSpan Pause) : StepOutcome;

    /// <summary>All is applied and healthy.</summary>
    internal sealed record Succeeded(string Message) : StepOutcome;

    /// <summary>It failed for good.</summary>
    internal sealed record Failed(string Code, string Message, IReadOnlyList<string> Lines) : StepOutcome;

    /// <summary>The plan is no longer the plan; look again before writing anything.</summary>
    internal sealed record Outdated(string Message) : StepOutcome;
}

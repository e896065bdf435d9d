namespace Plumbline.Sync.Inbox;

/// <summary>What became of a delivery.</summary>
public abstract record DeliveryOutcome;

/// <summary>It changed nothing.</summary>
/// <param name="Why">One plain sentence.</param>
public sealed record DeliveryIgnored(string Why) : DeliveryOutcome;

/// <summary>It gave applications a reason to look.</summary>
/// <param name="Applications">Their names, each once.</param>
public sealed record DeliveryTouched(IReadOnlyList<string> Applications) : DeliveryOutcome;

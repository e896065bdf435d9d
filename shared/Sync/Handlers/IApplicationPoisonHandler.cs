namespace Plumbline.Sync.Handlers;

/// <summary>Parks an application whose work failed too often, with a reason that people see.</summary>
public interface IApplicationPoisonHandler
{
    /// <summary>Notes that messages for <paramref name="application"/> in <paramref name="queue"/> failed as often as is allowed. Safe to repeat; an unknown name is no failure.</summary>
    Task Park(string application, string queue, CancellationToken token);
}

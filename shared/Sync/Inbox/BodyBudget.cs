namespace Plumbline.Sync.Inbox;

/// <summary>
/// How many bytes of bodies may be held before their signature is known to be good (T-WH-5, T-DOS). Small bodies pass freely; larger ones take a share,
/// and the one that finds none left is told to come back, never queued.
/// </summary>
internal sealed class BodyBudget
{
    /// <summary>Largest body: GitHub sends no more.</summary>
    public const int MaxBody = 25 * 1024 * 1024;

    /// <summary>Largest body whose length was not told beforehand.</summary>
    public const int MaxUntold = 1024 * 1024;

    /// <summary>Bodies up to this size need no share.</summary>
    public const int Free = 64 * 1024;

    private const long Total = 32L * 1024 * 1024;
    private long _taken;

    /// <summary>Takes a share; false when there is none left.</summary>
    public bool TryTake(long bytes)
    {
        if (bytes <= Free)
        {
            return true;
        }

        if (Interlocked.Add(ref _taken, bytes) <= Total)
        {
            return true;
        }

        Interlocked.Add(ref _taken, -bytes);
        return false;
    }

    /// <summary>Gives a share back.</summary>
    public void Return(long bytes)
    {
        if (bytes > Free)
        {
            Interlocked.Add(ref _taken, -bytes);
        }
    }
}

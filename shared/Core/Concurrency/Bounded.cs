namespace Plumbline.Core.Concurrency;

/// <summary>Runs calls side by side, so many at most. Stays in the caller's context, so that a scheduler that owns the context decides the order.</summary>
public static class Bounded
{
    /// <summary>Calls <paramref name="body"/> for 0 … <paramref name="count"/> − 1, at most <paramref name="width"/> at once. The first exception is thrown once all that began have ended.</summary>
    public static async Task ForEach(int count, int width, Func<int, CancellationToken, Task> body, CancellationToken token)
    {
        var next = -1;
        var failed = false;
        async Task Lane()
        {
            while (!Volatile.Read(ref failed) && Interlocked.Increment(ref next) is var i && i < count)
            {
                token.ThrowIfCancellationRequested();
                try
                {
                    await body(i, token);
                }
                catch
                {
                    Volatile.Write(ref failed, true);
                    throw;
                }
            }
        }

        await Task.WhenAll(Enumerable.Range(0, Math.Min(width, count)).Select(_ => Lane()));
    }
}

namespace Plumbline.Sync.Inbox;

/// <summary>How reading a body ended.</summary>
public enum BodyVerdict
{
    /// <summary>Whole.</summary>
    Whole,

    /// <summary>Over the limit.</summary>
    TooLarge,

    /// <summary>Not there in time.</summary>
    TooSlow,

    /// <summary>Fewer bytes than were told.</summary>
    Short,
}

/// <summary>Reads a stranger's body once, up to a limit, within a time (T-WH-5, T-WH-6).</summary>
public static class BoundedBody
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    /// <summary>Reads <paramref name="body"/>.</summary>
    /// <param name="told">Length the sender told; null when it told none.</param>
    /// <param name="limit">Most bytes that are read.</param>
    public static async Task<(BodyVerdict Verdict, ReadOnlyMemory<byte> Bytes)> Read(Stream body, long? told, int limit, TimeProvider clock, CancellationToken token)
    {
        if (told > limit)
        {
            return (BodyVerdict.TooLarge, default);
        }

        // A megabyte a second besides the grace: slower senders hold memory for too long.
        using var deadline = new CancellationTokenSource(Patience + TimeSpan.FromSeconds((told ?? limit) / (1024 * 1024)), clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(token, deadline.Token);
        try
        {
            // Room for what came, growing: a sender that tells much and sends nothing costs nothing.
            var buffer = new byte[Math.Min(told + 1 ?? 16 * 1024, BodyBudget.Free)];
            var length = 0;
            while (true)
            {
                if (length == buffer.Length)
                {
                    Array.Resize(ref buffer, (int)Math.Min(told + 1 ?? long.MaxValue, Math.Min(buffer.Length * 4L, limit + 1L)));
                }

                var read = await body.ReadAsync(buffer.AsMemory(length), either.Token);
                length += read;
                if (length > (told ?? limit))
                {
                    return (BodyVerdict.TooLarge, default);
                }

                if (read == 0)
                {
                    return (told is { } expected && length < expected ? BodyVerdict.Short : BodyVerdict.Whole, buffer.AsMemory(0, length));
                }
            }
        }
        catch (OperationCanceledException) when (deadline.IsCancellationRequested && !token.IsCancellationRequested)
        {
            return (BodyVerdict.TooSlow, default);
        }
    }
}

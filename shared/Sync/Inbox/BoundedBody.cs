using System.Buffers;

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

/// <summary>A stranger's body, read once, up to a limit, within a time (T-WH-5, T-WH-6). Its bytes are gone when it is disposed.</summary>
public sealed class BoundedBody : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    private readonly BodyPieces _pool;
    private readonly List<byte[]> _pieces = [];
    private long _length;

    private BoundedBody(BodyPieces pool) => _pool = pool;

    /// <summary>How reading ended.</summary>
    public BodyVerdict Verdict { get; private set; }

    /// <summary>What was read; all of it only when the verdict says so.</summary>
    public ReadOnlySequence<byte> Bytes
    {
        get
        {
            if (_pieces.Count <= 1)
            {
                return _pieces.Count == 0 ? ReadOnlySequence<byte>.Empty : new ReadOnlySequence<byte>(_pieces[0], 0, (int)_length);
            }

            var first = new Part(_pieces[0], null);
            var last = _pieces.Skip(1).Aggregate(first, (before, piece) => new Part(piece, before));
            return new ReadOnlySequence<byte>(first, 0, last, BodyPieces.Size).Slice(0, _length);
        }
    }

    /// <summary>Reads <paramref name="body"/>.</summary>
    /// <param name="told">Length the sender told; null when it told none.</param>
    /// <param name="limit">Most bytes that are read.</param>
    public static async Task<BoundedBody> Read(Stream body, long? told, int limit, BodyPieces pool, TimeProvider clock, CancellationToken token)
    {
        var read = new BoundedBody(pool);
        if (told > limit)
        {
            read.Verdict = BodyVerdict.TooLarge;
            return read;
        }

        // A megabyte a second besides the grace: slower senders hold memory for too long.
        using var deadline = new CancellationTokenSource(Patience + TimeSpan.FromSeconds((told ?? limit) / (1024 * 1024)), clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(token, deadline.Token);
        try
        {
            while (await read.More(body, either.Token))
            {
                if (read._length > (told ?? limit))
                {
                    read.Verdict = BodyVerdict.TooLarge;
                    return read;
                }
            }

            read.Verdict = read._length < told ? BodyVerdict.Short : BodyVerdict.Whole;
        }
        catch (OperationCanceledException) when (deadline.IsCancellationRequested && !token.IsCancellationRequested)
        {
            read.Verdict = BodyVerdict.TooSlow;
        }

        return read;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _pieces.ForEach(_pool.Return);
        _pieces.Clear();
        _length = 0;
    }

    private async Task<bool> More(Stream body, CancellationToken token)
    {
        var used = (int)(_length % BodyPieces.Size);
        if (used == 0 && _length == (long)_pieces.Count * BodyPieces.Size)
        {
            // Room for what comes, piece by piece: a sender that tells much and sends nothing costs nothing.
            _pieces.Add(_pool.Take());
        }

        var count = await body.ReadAsync(_pieces[^1].AsMemory(used), token);
        _length += count;
        return count > 0;
    }

    private sealed class Part : ReadOnlySequenceSegment<byte>
    {
        public Part(byte[] piece, Part? before)
        {
            Memory = piece;
            RunningIndex = before is null ? 0 : before.RunningIndex + before.Memory.Length;
            before?.Next = this;
        }
    }
}

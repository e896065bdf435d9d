namespace Plumbline.Core.Streams;

/// <summary>Reads from a stream that a stranger fills, until more than a limit comes. Reading only; forward only.</summary>
/// <param name="inner">What is read; closed with this stream.</param>
/// <param name="most">Bytes that may come.</param>
/// <param name="tooLarge">Makes what is thrown when more come.</param>
/// <param name="translate">Turns an exception of <paramref name="inner"/> into the one to throw instead; null leaves it as it is.</param>
/// <param name="read">Told how many bytes each read gave, before they count against the limit; a budget that several streams share throws here.</param>
public sealed class LimitedStream(Stream inner, long most, Func<Exception> tooLarge, Func<Exception, Exception?>? translate = null, Action<int>? read = null) : Stream
{
    private long _left = most;

    /// <inheritdoc/>
    public override bool CanRead => true;

    /// <inheritdoc/>
    public override bool CanSeek => false;

    /// <inheritdoc/>
    public override bool CanWrite => false;

    /// <inheritdoc/>
    public override long Length => throw new NotSupportedException();

    /// <inheritdoc/>
    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    /// <inheritdoc/>
    public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

    /// <inheritdoc/>
    public override int Read(Span<byte> buffer)
    {
        try
        {
            return Counted(inner.Read(buffer));
        }
        catch (Exception e) when (translate?.Invoke(e) is { } translated)
        {
            throw translated;
        }
    }

    /// <inheritdoc/>
    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    /// <inheritdoc/>
    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        try
        {
            return Counted(await inner.ReadAsync(buffer, cancellationToken));
        }
        catch (Exception e) when (translate?.Invoke(e) is { } translated)
        {
            throw translated;
        }
    }

    /// <inheritdoc/>
    public override void Flush()
    {
    }

    /// <inheritdoc/>
    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    /// <inheritdoc/>
    public override void SetLength(long value) => throw new NotSupportedException();

    /// <inheritdoc/>
    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            inner.Dispose();
        }

        base.Dispose(disposing);
    }

    private int Counted(int count)
    {
        read?.Invoke(count);
        _left -= count;
        return _left >= 0 ? count : throw tooLarge();
    }
}

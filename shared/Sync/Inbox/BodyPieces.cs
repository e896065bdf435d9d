using System.Collections.Concurrent;

namespace Plumbline.Sync.Inbox;

/// <summary>
/// Pieces of memory, all of one size, that bodies are read into and that are used again: whatever lengths strangers choose, the process holds no more than the most
/// that was ever read at once, and leaves nothing for the garbage collector to find later (T-WH-5).
/// </summary>
public sealed class BodyPieces
{
    /// <summary>Bytes of a piece; below what the garbage collector treats as large.</summary>
    public const int Size = 64 * 1024;

    private const int MostKept = 640;
    private readonly ConcurrentStack<byte[]> _kept = new();

    /// <summary>A piece with anything in it.</summary>
    public byte[] Take() => _kept.TryPop(out var piece) ? piece : GC.AllocateUninitializedArray<byte>(Size);

    /// <summary>Takes a piece back; nobody may look at it any more.</summary>
    public void Return(byte[] piece)
    {
        if (_kept.Count < MostKept)
        {
            _kept.Push(piece);
        }
    }
}

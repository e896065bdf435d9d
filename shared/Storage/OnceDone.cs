namespace Plumbline.Storage;

/// <summary>Runs something until it succeeded once; later callers pass by. A failure is the caller's, and the next caller tries again.</summary>
internal sealed class OnceDone(Func<CancellationToken, Task> work)
{
    private volatile bool _done;

    public async ValueTask Ensure(CancellationToken token)
    {
        if (!_done)
        {
            // Two at the same time do the same harmless thing twice.
            await work(token);
            _done = true;
        }
    }
}

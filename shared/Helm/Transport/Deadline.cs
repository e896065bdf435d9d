using Plumbline.Core.Charts;

namespace Plumbline.Helm.Transport;

/// <summary>Our own time limit, told apart from the caller's token.</summary>
internal static class Deadline
{
    /// <summary>Runs the work within a limit.</summary>
    /// <exception cref="ChartRepositoryException">It took longer.</exception>
    public static async Task<T> Run<T>(TimeSpan limit, TimeProvider clock, Func<CancellationToken, Task<T>> work, string late, CancellationToken token)
    {
        using var deadline = new CancellationTokenSource(limit, clock);
        using var both = CancellationTokenSource.CreateLinkedTokenSource(token, deadline.Token);
        try
        {
            return await work(both.Token);
        }
        catch (OperationCanceledException e) when (deadline.IsCancellationRequested && !token.IsCancellationRequested)
        {
            throw new ChartRepositoryException(ChartFailure.Unavailable, $"{late} within {limit.TotalSeconds:0} s.", e);
        }
    }
}

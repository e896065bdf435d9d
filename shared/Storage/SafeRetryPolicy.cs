using Azure.Core;
using Azure.Core.Pipeline;

namespace Plumbline.Storage;

/// <summary>
/// Repeats a write only where the server certainly did not do it (429, 503, connection refused). A write whose answer was lost may have happened;
/// repeating it would meet its own result and take it for somebody else's, so the caller is told instead.
/// </summary>
internal sealed class SafeRetryPolicy(int retries) : RetryPolicy(retries, DelayStrategy.CreateExponentialDelayStrategy(TimeSpan.FromMilliseconds(200), TimeSpan.FromSeconds(2)))
{
    /// <inheritdoc/>
    protected override bool ShouldRetry(HttpMessage message, Exception? exception) => base.ShouldRetry(message, exception) && IsSafe(message, exception);

    /// <inheritdoc/>
    protected override async ValueTask<bool> ShouldRetryAsync(HttpMessage message, Exception? exception) =>
        await base.ShouldRetryAsync(message, exception) && IsSafe(message, exception);

    private static bool IsSafe(HttpMessage message, Exception? exception)
    {
        if (message.Request.Method == RequestMethod.Get || message.Request.Method == RequestMethod.Head)
        {
            return true;
        }

        return exception is null
            ? message.HasResponse && message.Response.Status is 429 or 503
            : exception.GetBaseException() is System.Net.Sockets.SocketException { SocketErrorCode: System.Net.Sockets.SocketError.ConnectionRefused };
    }
}

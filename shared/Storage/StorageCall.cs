using Azure;
using Azure.Identity;
using Plumbline.Core.State;

namespace Plumbline.Storage;

/// <summary>
/// Runs a call of a storage SDK and turns its exceptions into <see cref="StorageException"/>. The SDK's own text is dropped: it may hold
/// signatures, string-to-sign and headers (T-SEC-3).
/// </summary>
internal static class StorageCall
{
    public static async Task<T> Run<T>(string what, Func<Task<T>> call, CancellationToken token)
    {
        try
        {
            return await call();
        }
        catch (Exception e) when (Translate(what, e, token) is { } translated)
        {
            throw translated;
        }
    }

    /// <summary>The typed form; null for what is not the storage's trouble.</summary>
    public static StorageException? Translate(string what, Exception exception, CancellationToken token) => exception switch
    {
        StorageException => null,
        RequestFailedException { Status: 0 } failed => new StorageException($"{what}: storage cannot be reached ({Cause(failed)})", isTransient: true),
        RequestFailedException failed => new StorageException(
            $"{what}: storage answered {failed.Status} {failed.ErrorCode}", failed.Status is 408 or 429 or >= 500),
        AuthenticationFailedException => new StorageException($"{what}: no token for storage could be had", isTransient: true),
        AggregateException all when all.InnerExceptions.Count > 0 => Translate(what, all.InnerExceptions[^1], token),
        OperationCanceledException when !token.IsCancellationRequested => new StorageException($"{what}: storage did not answer in time", isTransient: true),
        HttpRequestException or IOException => new StorageException($"{what}: storage cannot be reached ({Cause(exception)})", isTransient: true),
        _ => null,
    };

    private static string Cause(Exception exception) =>
        exception.GetBaseException() is System.Net.Sockets.SocketException socket ? socket.SocketErrorCode.ToString() : exception.GetBaseException().GetType().Name;
}

using System.Globalization;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;

namespace Plumbline.Functions.Composition;

/// <summary>What functions take from a request.</summary>
internal static class RequestReading
{
    private const int LongestQuery = 300;
    private const int DefaultLimit = 100;
    private const int MaxLimit = 500;

    /// <summary>All values of a header; empty for none.</summary>
    public static IReadOnlyList<string> AllValues(this HttpRequest request, string header) => [.. request.Headers[header].Select(v => v ?? "")];

    /// <summary>Stops when the caller is gone, the call ran out of time, or the host stops.</summary>
    public static CancellationToken StopToken(this HttpRequest request, FunctionContext context)
    {
        var either = CancellationTokenSource.CreateLinkedTokenSource(request.HttpContext.RequestAborted, context.CancellationToken);
        request.HttpContext.Response.RegisterForDispose(either);
        return either.Token;
    }

    /// <summary>One query value of at most 300 characters without control characters; null otherwise.</summary>
    public static string? QueryText(this HttpRequest request, string name) =>
        request.Query[name] is [{ Length: > 0 and <= LongestQuery } text] && !text.Any(char.IsControl) ? text : null;

    /// <summary>The name after which a page begins; null for the first page.</summary>
    public static string? After(this HttpRequest request) => request.QueryText("after");

    /// <summary>The number after which a page begins; 0 for the first page.</summary>
    public static long AfterNumber(this HttpRequest request) =>
        long.TryParse(request.QueryText("after"), NumberStyles.None, CultureInfo.InvariantCulture, out var after) ? after : 0;

    /// <summary>Items on a page: 100 unless told, at most 500.</summary>
    public static int Limit(this HttpRequest request) =>
        int.TryParse(request.QueryText("limit"), NumberStyles.None, CultureInfo.InvariantCulture, out var limit) ? Math.Clamp(limit, 1, MaxLimit) : DefaultLimit;
}

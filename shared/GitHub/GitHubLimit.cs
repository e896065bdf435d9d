using System.Globalization;
using System.Net;
using Octokit;

namespace Plumbline.GitHub;

/// <summary>
/// Reads from a refusal how long GitHub wants to be left alone, in the order its documentation gives: <c>Retry-After</c>; else, where the quota is used up, its reset;
/// else a minute. Read from the answer itself, since the library tells some limits by words of the body and others not at all.
/// </summary>
internal static class GitHubLimit
{
    private static readonly TimeSpan Usual = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan Longest = TimeSpan.FromHours(2);

    /// <summary>The pause; null when the refusal is not about a limit.</summary>
    public static TimeSpan? PauseOf(ApiException refusal, DateTimeOffset now)
    {
        if (refusal.StatusCode is not (HttpStatusCode.Forbidden or HttpStatusCode.TooManyRequests))
        {
            return null;
        }

        if (Number(refusal, "Retry-After") is { } seconds)
        {
            return Sound(TimeSpan.FromSeconds(Math.Min(seconds, int.MaxValue)));
        }

        if (Number(refusal, "X-RateLimit-Remaining") == 0 && Number(refusal, "X-RateLimit-Reset") is { } reset and < uint.MaxValue)
        {
            return Sound(DateTimeOffset.FromUnixTimeSeconds(reset) - now);
        }

        return refusal is RateLimitExceededException or AbuseException or SecondaryRateLimitExceededException || refusal.StatusCode == HttpStatusCode.TooManyRequests ? Usual : null;
    }

    private static TimeSpan Sound(TimeSpan pause) => pause < TimeSpan.FromSeconds(1) ? TimeSpan.FromSeconds(1) : pause > Longest ? Longest : pause;

    private static long? Number(ApiException refusal, string header) =>
        refusal.HttpResponse?.Headers.FirstOrDefault(h => h.Key.Equals(header, StringComparison.OrdinalIgnoreCase)).Value is { } text &&
        long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;
}

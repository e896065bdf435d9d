using System.Buffers;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace Plumbline.Sync.Inbox;

/// <summary>
/// Checks signatures over the bytes as they came in (T-WH-1, T-WH-2, T-WH-4). Always computes the same two MACs, whether the route exists, has a previous
/// secret, or the header is malformed, so that time tells nothing (T-WH-13).
/// </summary>
internal static class WebhookSignature
{
    /// <summary>How far a sender's clock may be off.</summary>
    public static readonly TimeSpan Window = TimeSpan.FromSeconds(300);

    private const string Prefix = "sha256=";
    private static readonly SearchValues<char> LowerHex = SearchValues.Create("0123456789abcdef");
    private static readonly byte[] NoSecret = RandomNumberGenerator.GetBytes(32);

    /// <summary>Whether <paramref name="body"/> was signed with a secret of <paramref name="route"/>; false for a route that does not exist (null).</summary>
    /// <param name="headers">All values of a header by its name.</param>
    public static bool Verify(WebhookRoute? route, Func<string, IReadOnlyList<string>> headers, in ReadOnlySequence<byte> body, DateTimeOffset now)
    {
        var generic = route?.Provider == DeliveryProvider.Generic;
        var signed = headers(generic ? "X-Signature" : "X-Hub-Signature-256");
        var stamps = generic ? headers("X-Timestamp") : [];
        var given = new byte[SHA256.HashSizeInBytes];
        var wellFormed = signed.Count == 1 && TryHex(signed[0], given);
        var inTime = !generic || (stamps.Count == 1 && IsNow(stamps[0], now));
        var head = generic && stamps.Count == 1 && stamps[0].Length <= 20 ? Encoding.UTF8.GetBytes(stamps[0] + ".") : [];

        var current = Matches(route is null ? NoSecret : route.Secret.Span, head, body, given);
        var previous = Matches(route?.Previous is { } old ? old.Span : NoSecret, head, body, given);
        var previousCounts = route?.Previous is not null && (route.PreviousUntil is not { } until || now <= until);
        return route is not null & wellFormed & inTime & (current | (previous & previousCounts));
    }

    private static bool Matches(ReadOnlySpan<byte> secret, ReadOnlySpan<byte> head, in ReadOnlySequence<byte> body, ReadOnlySpan<byte> given)
    {
        using var mac = IncrementalHash.CreateHMAC(HashAlgorithmName.SHA256, secret);
        mac.AppendData(head);
        foreach (var piece in body)
        {
            mac.AppendData(piece.Span);
        }

        Span<byte> computed = stackalloc byte[SHA256.HashSizeInBytes];
        mac.GetHashAndReset(computed);
        return CryptographicOperations.FixedTimeEquals(computed, given);
    }

    /// <summary>Exactly <c>sha256=</c> and 64 lower-case hexadecimal digits, as every sender writes it.</summary>
    private static bool TryHex(string text, Span<byte> bytes)
    {
        if (text.Length != Prefix.Length + (2 * bytes.Length) || !text.StartsWith(Prefix, StringComparison.Ordinal))
        {
            return false;
        }

        var hex = text.AsSpan(Prefix.Length);
        return !hex.ContainsAnyExcept(LowerHex) && Convert.FromHexString(hex, bytes, out _, out _) == OperationStatus.Done;
    }

    private static bool IsNow(string stamp, DateTimeOffset now) =>
        stamp.Length is > 0 and <= 12
        && long.TryParse(stamp, NumberStyles.None, CultureInfo.InvariantCulture, out var seconds)
        && Math.Abs(now.ToUnixTimeSeconds() - seconds) <= (long)Window.TotalSeconds;
}

using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace Plumbline.Slack;

/// <summary>What a signature check came to.</summary>
public enum SlackVerdict
{
    /// <summary>Signed with one of the secrets, and recent.</summary>
    Good,

    /// <summary>Missing, malformed, or signed with something else.</summary>
    Bad,

    /// <summary>Signed, but too old or from the future.</summary>
    Late,
}

/// <summary>Slack's request signature: HMAC-SHA256 over <c>v0:timestamp:body</c>, compared in constant time before anything is decoded (T-SL-1, T-SL-2).</summary>
public static class SlackSignature
{
    private static readonly TimeSpan Window = TimeSpan.FromSeconds(300);

    /// <summary>Checks one request. <paramref name="signature"/> and <paramref name="timestamp"/> are the header values as received, null when missing or repeated.</summary>
    /// <param name="secrets">Current and previous signing secret.</param>
    public static SlackVerdict Check(string? signature, string? timestamp, ReadOnlySpan<byte> body, IReadOnlyList<string> secrets, DateTimeOffset now)
    {
        if (signature is not { Length: 67 } || !signature.StartsWith("v0=", StringComparison.Ordinal) ||
            timestamp is not { Length: > 0 and <= 12 } || !long.TryParse(timestamp, NumberStyles.None, CultureInfo.InvariantCulture, out var seconds))
        {
            return SlackVerdict.Bad;
        }

        Span<byte> given = stackalloc byte[32];
        if (Convert.FromHexString(signature.AsSpan(3), given, out _, out var written) != System.Buffers.OperationStatus.Done || written != 32 ||
            signature.AsSpan(3).ContainsAnyInRange('A', 'F'))
        {
            return SlackVerdict.Bad;
        }

        var good = false;
        Span<byte> expected = stackalloc byte[32];
        foreach (var secret in secrets)
        {
            using var hmac = IncrementalHash.CreateHMAC(HashAlgorithmName.SHA256, Encoding.UTF8.GetBytes(secret));
            hmac.AppendData(Encoding.ASCII.GetBytes($"v0:{timestamp}:"));
            hmac.AppendData(body);
            hmac.GetHashAndReset(expected);
            good |= CryptographicOperations.FixedTimeEquals(expected, given);
        }

        return !good ? SlackVerdict.Bad : Math.Abs(now.ToUnixTimeSeconds() - seconds) > Window.TotalSeconds ? SlackVerdict.Late : SlackVerdict.Good;
    }

    /// <summary>Signs a body as Slack does; for clients that stand for Slack.</summary>
    public static string Sign(string timestamp, ReadOnlySpan<byte> body, string secret)
    {
        using var hmac = IncrementalHash.CreateHMAC(HashAlgorithmName.SHA256, Encoding.UTF8.GetBytes(secret));
        hmac.AppendData(Encoding.ASCII.GetBytes($"v0:{timestamp}:"));
        hmac.AppendData(body);
        return $"v0={Convert.ToHexStringLower(hmac.GetHashAndReset())}";
    }
}

using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Plumbline.Core.Ledger;

/// <summary>One link of an application's chain.</summary>
/// <param name="V">Schema version, now 1.</param>
/// <param name="App">The application.</param>
/// <param name="Sequence">Place in the chain, from 1, without gaps.</param>
/// <param name="Key">Names the event; a key stands in the chain once.</param>
/// <param name="At">When it happened.</param>
/// <param name="Kind">What happened.</param>
/// <param name="Body">The event as JSON.</param>
/// <param name="Previous">Hash of the link before; 64 zeros for the first.</param>
/// <param name="Hash">SHA-256, hex, over all other members.</param>
public sealed record LedgerEntry(
    int V, string App, long Sequence, string Key, DateTimeOffset At, string Kind, string Body, string Previous, string Hash)
{
    /// <summary>What the first link has as its predecessor.</summary>
    public static string Genesis { get; } = new('0', 64);

    /// <summary>Makes the link that follows <paramref name="previous"/>.</summary>
    public static LedgerEntry After(string app, long sequence, string previous, string key, DateTimeOffset at, string kind, string body)
    {
        var open = new LedgerEntry(1, app, sequence, key, at, kind, body, previous, "");
        return open with { Hash = open.ComputeHash() };
    }

    /// <summary>The hash this link must have. Every part is written with its length, so that no two links share one text.</summary>
    public string ComputeHash()
    {
        var text = new StringBuilder();
        foreach (var part in (string[])[$"{V}", App, $"{Sequence}", Key, At.ToUniversalTime().ToString("O"), Kind, Body, Previous])
        {
            text.Append(part.Length).Append(':').Append(part);
        }

        return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text.ToString())));
    }

    /// <summary>The link as JSON.</summary>
    public string ToJson() => JsonSerializer.Serialize(this, LedgerJson.Default.LedgerEntry);

    /// <summary>Reads a link.</summary>
    /// <exception cref="JsonException">The text is no link.</exception>
    public static LedgerEntry Parse(string json) =>
        JsonSerializer.Deserialize(json, LedgerJson.Default.LedgerEntry) ?? throw new JsonException("a ledger entry is null");
}

internal sealed record LedgerHead(int V, long Sequence, string Hash, List<string> Keys);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(LedgerEntry))]
[JsonSerializable(typeof(LedgerHead))]
internal sealed partial class LedgerJson : JsonSerializerContext;

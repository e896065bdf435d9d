using System.Text.Json;
using Plumbline.Core.Git;

namespace Plumbline.Sync.Inbox;

/// <summary>What decoding came to: a delivery, or a body that is not of the sender's form.</summary>
/// <param name="Delivery">Null when the form is wrong.</param>
/// <param name="Fault">One sentence without the sender's text; null when the form is right.</param>
internal sealed record DecodingResult(DecodedDelivery? Delivery, string? Fault)
{
    public static DecodingResult Of(DecodedDelivery delivery) => new(delivery, null);

    public static DecodingResult Ignore(string why) => new(new NothingToDo(why), null);

    public static DecodingResult Refuse(string fault) => new(null, fault);
}

/// <summary>Reads the few fields of a body that name what to look at. Pure; every field may be missing or of any type (T-WH-9).</summary>
internal static class DeliveryDecoder
{
    private const int LongestRef = 1024;
    private const int LongestName = 253;
    private const int LongestReason = 300;

    private static readonly HashSet<string> GitHubFields = ["ref", "ref_type", "before", "after", "created", "deleted", "repository", "repository.clone_url"];
    private static readonly HashSet<string> GenericFields = ["application", "revision", "reason"];
    private static readonly HashSet<string> AnyScheme = ["http", "ssh"];

    /// <summary>Decodes a body of <paramref name="provider"/>.</summary>
    /// <param name="eventName">The sender's name of the event; null when it names none.</param>
    public static DecodingResult Decode(DeliveryProvider provider, string? eventName, ReadOnlySpan<byte> body) => provider switch
    {
        DeliveryProvider.GitHub => GitHub(eventName, body),
        _ => Generic(body),
    };

    private static DecodingResult GitHub(string? eventName, ReadOnlySpan<byte> body)
    {
        if (eventName is not ("push" or "create" or "delete"))
        {
            return DecodingResult.Ignore(eventName == "ping" ? "A ping; nothing to do." : "Not an event that is acted on.");
        }

        if (StrictJson.Read(body, GitHubFields) is not { } fields)
        {
            return DecodingResult.Refuse("the body is not a sound JSON object");
        }

        if (!TryText(fields, "repository.clone_url", out var url) || url is null || !TryText(fields, "ref", out var name) ||
            !TryText(fields, "ref_type", out var kind) || !TryText(fields, "before", out var before) || !TryText(fields, "after", out var after))
        {
            return DecodingResult.Refuse("the body has no repository.clone_url, or a field of a wrong type");
        }

        if (!RepositoryUrl.TryParse(url, AnyScheme, out var repository, out _))
        {
            return DecodingResult.Ignore("The repository's URL is not of a form that can be configured.");
        }

        var full = eventName == "push" ? name : kind switch { "branch" => $"refs/heads/{name}", "tag" => $"refs/tags/{name}", _ => null };
        if (name is null || full is null)
        {
            return eventName == "push" ? DecodingResult.Refuse("the body has no ref") : DecodingResult.Ignore("No branch or tag was created or deleted.");
        }

        return IsRef(full)
            ? DecodingResult.Of(new RefsMoved(repository.Key, [new MovedRef(full, Commit(before), eventName == "delete" ? null : Commit(after))]))
            : DecodingResult.Ignore("The ref's name is not one that can be tracked.");
    }

    private static DecodingResult Generic(ReadOnlySpan<byte> body)
    {
        if (StrictJson.Read(body, GenericFields) is not { } fields)
        {
            return DecodingResult.Refuse("the body is not a sound JSON object");
        }

        if (!TryText(fields, "application", out var application) || !TryText(fields, "revision", out var revision) || !TryText(fields, "reason", out var reason))
        {
            return DecodingResult.Refuse("application, revision and reason must be strings");
        }

        if (application is not { Length: > 0 and <= LongestName } || !application.All(c => char.IsAsciiLetterLower(c) || char.IsAsciiDigit(c) || c is '-' or '.'))
        {
            return DecodingResult.Refuse("application must be the name of an application: lower-case letters, digits, '-' and '.'");
        }

        if (revision is { Length: > LongestRef } || revision?.Any(char.IsControl) == true)
        {
            return DecodingResult.Refuse("revision is too long or holds control characters");
        }

        return DecodingResult.Of(new SyncAsked(application, revision, Shown(reason)));
    }

    /// <summary>A string, or null when it is absent or null; false when it is of another type.</summary>
    private static bool TryText(IReadOnlyDictionary<string, JsonField> fields, string path, out string? text)
    {
        text = fields.TryGetValue(path, out var field) ? field.Text : null;
        return !fields.ContainsKey(path) || field.Kind is JsonTokenType.String or JsonTokenType.Null;
    }

    private static string? Commit(string? id) => id is not null && CommitId.IsValid(id) && id.Any(c => c != '0') ? id : null;

    private static bool IsRef(string name) =>
        name.Length is > 5 and <= LongestRef && name.StartsWith("refs/", StringComparison.Ordinal) && !name.Any(c => c <= ' ' || c == '\x7f');

    private static string? Shown(string? reason) =>
        reason is null ? null : new string([.. reason.Take(LongestReason).Select(c => char.IsControl(c) ? ' ' : c)]);
}

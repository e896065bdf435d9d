using Plumbline.Core.Git;

namespace Plumbline.Sync.Requests;

/// <summary>Who asked for a sync, as the ledger and reports tell it.</summary>
internal static class RequestText
{
    /// <summary><paramref name="actor"/>, with the revision it spoke of where that can be one, and its reason.</summary>
    public static string Of(string actor, string? revision, string? reason)
    {
        var asked = revision is { Length: > 0 } && RevisionSelection.Refuse(revision) is null ? $"{actor} ({revision})" : actor;
        return string.IsNullOrWhiteSpace(reason) ? asked : $"{asked}: {reason}";
    }
}

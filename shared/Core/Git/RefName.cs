using System.Buffers;

namespace Plumbline.Core.Git;

/// <summary>Names of refs by git's own rules (<c>git check-ref-format</c>); nothing of revision syntax passes (threat T-GIT-2). Who asks sees to its length.</summary>
internal static class RefName
{
    private static readonly SearchValues<char> Allowed = SearchValues.Create(
        [.. Enumerable.Range('!', '~' - '!' + 1).Select(c => (char)c).Except("~^:?*[\\"), .. Enumerable.Range(0xa0, 0xd800 - 0xa0).Select(c => (char)c)]);

    /// <summary>Whether <paramref name="name"/> can be a branch, a tag or a full ref.</summary>
    public static bool IsValid(string name) =>
        name.Length > 0 && name != "@" && name[0] != '-' && name[^1] != '.' && !name.AsSpan().ContainsAnyExcept(Allowed) &&
        !name.Contains("..", StringComparison.Ordinal) && !name.Contains("@{", StringComparison.Ordinal) &&
        Array.TrueForAll(name.Split('/'), part => part.Length > 0 && part[0] != '.' && !part.EndsWith(".lock", StringComparison.OrdinalIgnoreCase));
}

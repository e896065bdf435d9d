using System.Buffers;

namespace Plumbline.Git.Objects;

/// <summary>Names of tree entries that are refused (threat T-GIT-3): no sound tool writes them, and some file system or tool behind us would read them as something else.</summary>
internal static class EntryName
{
    // U+FFFD stands for bytes that are not UTF-8: two different names would look the same.
    private static readonly SearchValues<char> Refused = SearchValues.Create("/\\\uFFFD\0\u0001\u0002\u0003\u0004\u0005\u0006\u0007\b\t\n\v\f\r\u000e\u000f\u0010\u0011\u0012\u0013\u0014\u0015\u0016\u0017\u0018\u0019\u001a\u001b\u001c\u001d\u001e\u001f\u007f");

    // Characters that HFS+ drops when comparing, so that ".g\u200cit" is ".git".
    private static readonly SearchValues<char> Ignored = SearchValues.Create("\u200c\u200d\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u206a\u206b\u206c\u206d\u206e\u206f\ufeff");

    private static readonly HashSet<string> Devices = new(
        ["CON", "PRN", "AUX", "NUL", .. Enumerable.Range(1, 9).SelectMany(n => new[] { $"COM{n}", $"LPT{n}" })], StringComparer.OrdinalIgnoreCase);

    /// <summary>Whether an entry may have this name.</summary>
    public static bool IsSound(string name) =>
        name.Length > 0 && name is not "." and not ".." && name[^1] is not '.' and not ' ' && !name.AsSpan().ContainsAny(Refused) &&
        !IsGitFolder(name) && !Devices.Contains(name) && !name.Contains(":$", StringComparison.Ordinal);

    private static bool IsGitFolder(string name)
    {
        if (name[0] is not ('.' or 'g' or 'G') && !name.AsSpan().ContainsAny(Ignored))
        {
            return false;
        }

        var plain = name.AsSpan().ContainsAny(Ignored) ? string.Concat(name.Where(c => !Ignored.Contains(c))) : name;
        var stem = plain.AsSpan();
        var colon = stem.IndexOf(':');
        stem = (colon >= 0 ? stem[..colon] : stem).TrimEnd(". ");
        return stem.Equals(".git", StringComparison.OrdinalIgnoreCase) || stem.Equals("git~1", StringComparison.OrdinalIgnoreCase);
    }
}

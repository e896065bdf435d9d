using System.Diagnostics.CodeAnalysis;

namespace Plumbline.Core.Sources;

/// <summary>
/// A path inside a source: normalised, relative to its root, forward slashes, no <c>.</c> or <c>..</c>. It can only be made
/// by parsing, so that no path leaves its root (threat T-PATH-1).
/// </summary>
public readonly record struct RepoPath : IComparable<RepoPath>
{
    private const int LongestPath = 4096;
    private const int MostSegments = 256;

    private readonly string? _value;

    // The root is one value, however it was reached.
    private RepoPath(string value) => _value = value.Length == 0 ? null : value;

    /// <summary>The root itself, written as the empty text.</summary>
    public static RepoPath Root => default;

    /// <summary>The path as text without leading or trailing slash; empty for the root.</summary>
    public string Value => _value ?? "";

    /// <summary>Whether this is the root.</summary>
    public bool IsRoot => Value.Length == 0;

    /// <summary>The last segment; empty for the root.</summary>
    public string Name => Value[(Value.LastIndexOf('/') + 1)..];

    /// <summary>The folder that holds this path; the root is its own parent.</summary>
    public RepoPath Parent => Value.LastIndexOf('/') is var i and > 0 ? new RepoPath(Value[..i]) : Root;

    /// <summary>Parses <paramref name="text"/> as a path from the root; a leading <c>./</c> and a trailing slash are dropped.</summary>
    public static bool TryParse(string text, out RepoPath path, [NotNullWhen(false)] out string? reason) =>
        Root.TryCombine(text, out path, out reason);

    /// <summary>Parses a path that is known to be good.</summary>
    /// <exception cref="ArgumentException">The path is not good.</exception>
    public static RepoPath Parse(string text) =>
        TryParse(text, out var path, out var reason) ? path : throw new ArgumentException(reason, nameof(text));

    /// <summary>
    /// Goes from this folder along <paramref name="relative"/>, whose <c>..</c> may climb as far as the root and no further.
    /// False with a reason (a sentence without the path) for absolute paths, backslashes, NUL and control characters,
    /// drive letters and paths that are too long.
    /// </summary>
    public bool TryCombine(string relative, out RepoPath path, [NotNullWhen(false)] out string? reason)
    {
        path = default;
        reason = Check(relative);
        if (reason is not null)
        {
            return false;
        }

        var segments = new List<string>();
        if (!IsRoot)
        {
            segments.AddRange(Value.Split('/'));
        }

        foreach (var segment in relative.Split('/'))
        {
            if (segment.Length == 0 || segment == ".")
            {
                continue;
            }

            if (segment != "..")
            {
                segments.Add(segment);
                continue;
            }

            if (segments.Count == 0)
            {
                reason = "the path leaves the root of its source";
                return false;
            }

            segments.RemoveAt(segments.Count - 1);
        }

        if (segments.Count > MostSegments)
        {
            reason = $"the path has more than {MostSegments} segments";
            return false;
        }

        // The root has one spelling, so that it equals itself.
        path = segments.Count == 0 ? Root : new RepoPath(string.Join('/', segments));
        return true;
    }

    /// <summary>This folder's child <paramref name="name"/>, which must be one segment as a source tree lists it.</summary>
    public RepoPath Child(string name) => IsRoot ? new RepoPath(name) : new RepoPath($"{Value}/{name}");

    /// <summary>Whether this path is <paramref name="folder"/> or lies below it.</summary>
    public bool IsIn(RepoPath folder) =>
        folder.IsRoot || Value.Equals(folder.Value, StringComparison.Ordinal) ||
        (Value.Length > folder.Value.Length && Value[folder.Value.Length] == '/' && Value.StartsWith(folder.Value, StringComparison.Ordinal));

    /// <summary>By ordinal text.</summary>
    public int CompareTo(RepoPath other) => string.CompareOrdinal(Value, other.Value);

    /// <summary>The path as text.</summary>
    public override string ToString() => Value;

    private static string? Check(string text)
    {
        if (text.Length > LongestPath)
        {
            return $"the path is longer than {LongestPath} characters";
        }

        if (text.StartsWith('/'))
        {
            return "the path is absolute";
        }

        foreach (var c in text)
        {
            if (c == '\\')
            {
                return "the path has a backslash";
            }

            if (char.IsControl(c))
            {
                return "the path has a control character";
            }
        }

        return text.Length >= 2 && text[1] == ':' && char.IsAsciiLetter(text[0]) ? "the path starts with a drive letter" : null;
    }

    /// <summary>Orders paths.</summary>
    public static bool operator <(RepoPath left, RepoPath right) => left.CompareTo(right) < 0;

    /// <summary>Orders paths.</summary>
    public static bool operator >(RepoPath left, RepoPath right) => left.CompareTo(right) > 0;

    /// <summary>Orders paths.</summary>
    public static bool operator <=(RepoPath left, RepoPath right) => left.CompareTo(right) <= 0;

    /// <summary>Orders paths.</summary>
    public static bool operator >=(RepoPath left, RepoPath right) => left.CompareTo(right) >= 0;
}

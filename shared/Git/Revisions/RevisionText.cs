using Plumbline.Core.Git;
using Plumbline.Core.Versions;

namespace Plumbline.Git.Revisions;

/// <summary>What a user wrote as a revision (SRC-6).</summary>
internal abstract record RevisionText
{
    private const int Longest = 512;

    private RevisionText()
    {
    }

    /// <summary>Reads <paramref name="text"/>.</summary>
    /// <exception cref="GitException">It is of no form that is understood.</exception>
    public static RevisionText Parse(string text)
    {
        if (text is "" or "HEAD")
        {
            return new Default();
        }

        var lower = text.ToLowerInvariant();
        if (CommitId.IsValid(lower))
        {
            return new Exact(new CommitId(lower));
        }

        if (text.StartsWith("refs/", StringComparison.Ordinal) && RefName.IsValid(text))
        {
            return new FullRef(text);
        }

        // A plain version is a tag's name, not a range, as in Argo CD.
        var name = RefName.IsValid(text) ? text : null;
        var range = text.Length <= Longest && !SemanticVersion.TryParse(text, out _, out _) && VersionConstraint.TryParse(text, out var parsed, out _) ? parsed : null;
        return name is null && range is null
            ? throw new GitException(GitFailure.RevisionInvalid, "The revision is no branch, tag, commit id, full ref or range of versions.")
            : new Named(name, range);
    }

    /// <summary><c>HEAD</c>, or nothing written.</summary>
    public sealed record Default : RevisionText;

    /// <summary>A full commit id.</summary>
    public sealed record Exact(CommitId Commit) : RevisionText;

    /// <summary><c>refs/…</c>.</summary>
    public sealed record FullRef(string Name) : RevisionText;

    /// <summary>A range of versions, a branch or tag, or an abbreviated commit id: whichever is there first.</summary>
    /// <param name="Name">As a name; null when it cannot be one.</param>
    /// <param name="Range">As a range; null when it is none.</param>
    public sealed record Named(string? Name, VersionConstraint? Range) : RevisionText
    {
        /// <summary>Whether the name may abbreviate a commit id: 7 digits or more, as Argo CD has it.</summary>
        public bool IsAbbreviation => Name is { Length: >= 7 and < 40 } name && name.All(char.IsAsciiHexDigitLower);
    }
}

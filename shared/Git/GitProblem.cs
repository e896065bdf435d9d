namespace Plumbline.Git;

/// <summary>Codes of problems found while reading a commit's files.</summary>
public static class GitProblem
{
    /// <summary>A tree entry whose name no sound tool writes: <c>.git</c>, <c>..</c>, a slash, a device name.</summary>
    public const string EntryRefused = "GitEntryRefused";

    /// <summary>The tree has more entries, or is deeper, than the limit.</summary>
    public const string TreeTooLarge = "GitTreeTooLarge";

    /// <summary>A file is larger than the limit.</summary>
    public const string FileTooLarge = "GitFileTooLarge";
}

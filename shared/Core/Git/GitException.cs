namespace Plumbline.Core.Git;

/// <summary>Why a git call failed; the codes are shown to users.</summary>
public enum GitFailure
{
    /// <summary>The host cannot be reached, answers with a server error, or took too long. Trying again can help.</summary>
    Unavailable,

    /// <summary>The repository does not exist, or these credentials may not see it.</summary>
    NotFoundOrDenied,

    /// <summary>The revision does not exist in the repository.</summary>
    RevisionNotFound,

    /// <summary>The revision is not a form that is understood.</summary>
    RevisionInvalid,

    /// <summary>The repository is over a limit on size, objects or refs.</summary>
    TooLarge,

    /// <summary>What the host sent is not a sound repository.</summary>
    Corrupt,
}

/// <summary>A git call failed. The message holds no credentials.</summary>
public sealed class GitException : Exception
{
    /// <summary>A failure, optionally with its cause.</summary>
    public GitException(GitFailure failure, string message, Exception? inner = null)
        : base(message, inner) => Failure = failure;

    /// <summary>Why.</summary>
    public GitFailure Failure { get; }

    /// <summary>Whether trying again later can help.</summary>
    public bool IsTransient => Failure == GitFailure.Unavailable;
}

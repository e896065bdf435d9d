using Plumbline.Core.Git;

namespace Plumbline.Core.Reporting;

/// <summary>State of a commit status, as GitHub names them.</summary>
public enum CommitState
{
    /// <summary>Under way.</summary>
    Pending,

    /// <summary>Done and well.</summary>
    Success,

    /// <summary>The answer is no: the commit's content failed.</summary>
    Failure,

    /// <summary>The service failed, not the commit.</summary>
    Error,
}

/// <summary>One status of one commit.</summary>
/// <param name="Context">Name under which the host shows it; one per environment, such as <c>plumbline/shop-prod</c>.</param>
/// <param name="State">The state.</param>
/// <param name="Description">One plain sentence; the adapter cuts it to what the host takes (140 characters).</param>
/// <param name="Link">Where more is; null for none. Built from configuration, never from a payload.</param>
public sealed record CommitStatus(string Context, CommitState State, string Description, Uri? Link);

/// <summary>Writes statuses of commits at their git host. Trouble is thrown as <see cref="OutboundException"/>.</summary>
public interface ICommitStatuses
{
    /// <summary>Whether this host knows the repository's statuses (credentials are configured for it).</summary>
    bool Serves(RepositoryUrl repository);

    /// <summary>Sets a status; setting the same one again shows no difference.</summary>
    Task Set(RepositoryUrl repository, CommitId commit, CommitStatus status, CancellationToken token);
}

using Octokit;
using Plumbline.Core.Git;
using Plumbline.Core.Reporting;

namespace Plumbline.GitHub;

/// <summary>Commit statuses through Octokit. A limit that GitHub states is passed on, not fought.</summary>
public sealed class GitHubStatuses(GitHubOptions options, GitHubTokens tokens, TimeProvider clock) : ICommitStatuses
{
    private const int LongestDescription = 140;

    /// <inheritdoc/>
    public bool Serves(RepositoryUrl repository) => repository.Origin == options.Origin && Split(repository) is not null;

    /// <inheritdoc/>
    public async Task Set(RepositoryUrl repository, CommitId commit, Core.Reporting.CommitStatus status, CancellationToken token)
    {
        if (Split(repository) is not var (owner, name))
        {
            throw new OutboundException($"{repository} is no GitHub repository", isTransient: false);
        }

        try
        {
            var client = await tokens.Client(token);
            await client.Repository.Status.Create(owner, name, commit.Value, new NewCommitStatus
            {
                Context = status.Context,
                State = StateOf(status.State),
                Description = Cut(status.Description),
                TargetUrl = status.Link?.ToString(),
            });
        }
        catch (RateLimitExceededException e)
        {
            throw new OutboundException("GitHub's rate limit is used up", isTransient: true, Positive(e.Reset - clock.GetUtcNow()), e);
        }
        catch (AbuseException e)
        {
            throw new OutboundException("GitHub asks to slow down", isTransient: true, TimeSpan.FromSeconds(e.RetryAfterSeconds ?? 60), e);
        }
        catch (ApiException e)
        {
            var code = (int)e.StatusCode;
            throw new OutboundException($"GitHub answers {code} to a commit status", isTransient: code is 0 or 429 or >= 500, inner: e);
        }
        catch (HttpRequestException e)
        {
            throw new OutboundException("GitHub cannot be reached", isTransient: true, inner: e);
        }
    }

    private static (string Owner, string Name)? Split(RepositoryUrl repository)
    {
        var parts = repository.Path.Trim('/').Split('/');
        return parts.Length == 2 ? (parts[0], parts[1].EndsWith(".git", StringComparison.Ordinal) ? parts[1][..^4] : parts[1]) : null;
    }

    private static Octokit.CommitState StateOf(Core.Reporting.CommitState state) => state switch
    {
        Core.Reporting.CommitState.Pending => Octokit.CommitState.Pending,
        Core.Reporting.CommitState.Success => Octokit.CommitState.Success,
        Core.Reporting.CommitState.Failure => Octokit.CommitState.Failure,
        _ => Octokit.CommitState.Error,
    };

    private static string Cut(string text)
    {
        var clean = new string([.. text.Select(c => char.IsControl(c) ? ' ' : c)]);
        return clean.Length <= LongestDescription ? clean : $"{clean[..(LongestDescription - (char.IsHighSurrogate(clean[LongestDescription - 2]) ? 2 : 1))]}…";
    }

    private static TimeSpan Positive(TimeSpan span) => span > TimeSpan.Zero ? span : TimeSpan.FromSeconds(1);
}

using System.Globalization;
using System.Text;
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
        catch (ApiException e) when (GitHubLimit.PauseOf(e, clock.GetUtcNow()) is { } pause)
        {
            throw new OutboundException("GitHub asks to be left alone for a while", isTransient: true, pause, e);
        }
        catch (ApiException e)
        {
            var code = (int)e.StatusCode;
            throw new OutboundException($"GitHub answers {code} to a commit status", isTransient: code is 0 or >= 500, inner: e);
        }
        catch (Exception e) when (e is HttpRequestException || (e is TaskCanceledException && !token.IsCancellationRequested))
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
        var clean = string.Concat(text.EnumerateRunes().Select(r => IsShown(r) ? r.ToString() : " "));
        return clean.Length <= LongestDescription ? clean : $"{clean[..(LongestDescription - (char.IsHighSurrogate(clean[LongestDescription - 2]) ? 2 : 1))]}…";
    }

    // Control characters would break the line, formats (directions, joiners) would show another text than is there.
    private static bool IsShown(Rune rune) =>
        Rune.GetUnicodeCategory(rune) is not (UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator);
}

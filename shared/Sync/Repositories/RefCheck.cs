using Microsoft.Extensions.Logging;
using Plumbline.Core.Git;
using Plumbline.Sync.Apps;
using Plumbline.Sync.Handlers;
using Plumbline.Sync.Outside;
using Plumbline.Sync.Registry;

namespace Plumbline.Sync.Repositories;

/// <summary>Finds what webhooks missed: one question to the host of each repository, and to each chart repository that somebody follows. The control repository is looked at even before anybody pushed to it.</summary>
internal sealed partial class RefCheck(
    RepositoryTips tips, TipRefresh refresh, ControlRegistry registry, ChartTips charts, SyncSettings settings, ILogger<RefCheck> logger) : IRefCheck
{
    /// <inheritdoc/>
    public async Task Check(CancellationToken token)
    {
        await Bootstrap(token);
        await foreach (var repository in tips.List(token))
        {
            try
            {
                await refresh.Run(repository.Key, new WakeReason(WakeKind.Refs, "ref check"), [], token);
            }
            catch (GitException e)
            {
                // One host that does not answer must not keep the others from being asked; this one is asked again at the next check.
                Log.Unanswered(logger, repository.State.Url, e.Failure, e.Message);
            }
        }

        await charts.Check(token);
    }

    /// <summary>Registers the control repository's present commit where nothing was registered yet, or a registration was not finished.</summary>
    private async Task Bootstrap(CancellationToken token)
    {
        if (await registry.State(token) is { IsComplete: true })
        {
            return;
        }

        try
        {
            var commit = await tips.Resolve(registry.Url, settings.ControlRevision, "", token);
            await registry.Register(commit, new WakeReason(WakeKind.Refs, "first look"), token);
        }
        catch (GitException e)
        {
            Log.Unanswered(logger, registry.Url.ToString(), e.Failure, e.Message);
        }
    }

    private static partial class Log
    {
        [LoggerMessage(1001, LogLevel.Warning, "The host of {Repository} did not answer ({Failure}): {Reason}", EventName = "RepositoryUnanswered")]
        public static partial void Unanswered(ILogger logger, string repository, GitFailure failure, string reason);
    }
}

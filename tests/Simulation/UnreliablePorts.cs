using Plumbline.Core.Git;
using Plumbline.Core.Messages;
using Plumbline.Core.Sources;

namespace Plumbline.Simulation;

/// <summary>A queue whose messages may be doubled, late, or lost.</summary>
internal sealed class UnreliableQueue(IMessageQueue inner, Random chance, Func<bool> isFair) : IMessageQueue
{
    public async Task Send(string queue, string text, TimeSpan delay, CancellationToken token)
    {
        await Task.Yield();
        var luck = isFair() ? 100 : chance.Next(100);
        if (luck >= 4)
        {
            await inner.Send(queue, text, luck < 12 ? delay + TimeSpan.FromSeconds(chance.Next(60)) : delay, token);
        }

        if (luck is >= 12 and < 20)
        {
            await inner.Send(queue, text, delay, token);
        }
    }
}

/// <summary>Lets others go on before and after every call to git, so that the seed can put anything in between.</summary>
internal sealed class YieldingGit(IGitRepositories inner) : IGitRepositories
{
    public Task<RemoteRefs> ListRefs(RepositoryUrl url, IReadOnlyCollection<string> others, CancellationToken token) => Yielding.Around(() => inner.ListRefs(url, others, token));

    public Task<ResolvedRevision> Resolve(RepositoryUrl url, string revision, string? tagPrefix, CancellationToken token) =>
        Yielding.Around(() => inner.Resolve(url, revision, tagPrefix, token));

    public Task<ISourceTree> Open(RepositoryUrl url, CommitId commit, CancellationToken token) => Yielding.Around(() => inner.Open(url, commit, token));

    public Task<IReadOnlyList<RepoPath>?> Changes(RepositoryUrl url, CommitId from, CommitId to, CancellationToken token) =>
        Yielding.Around(() => inner.Changes(url, from, to, token));

    public Task<CommitDescription> Describe(RepositoryUrl url, CommitId commit, CancellationToken token) => Yielding.Around(() => inner.Describe(url, commit, token));
}

internal static class Yielding
{
    public static async Task<T> Around<T>(Func<Task<T>> call)
    {
        await Task.Yield();
        var answer = await call();
        await Task.Yield();
        return answer;
    }
}

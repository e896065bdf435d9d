using System.Collections.Concurrent;
using System.Text.Json;
using Plumbline.Core.Applications;
using Plumbline.Core.Chance;
using Plumbline.Core.Control;
using Plumbline.Core.Events;
using Plumbline.Core.Git;
using Plumbline.Core.Json;
using Plumbline.Core.Ledger;
using Plumbline.Core.Messages;
using Plumbline.Core.Projects;
using Plumbline.Core.Sources;
using Plumbline.Core.State;
using Plumbline.Sync.Apps;

namespace Plumbline.Sync.Registry;

/// <summary>
/// Keeps the registered applications equal to the control repository. A manifest that cannot be read keeps its application as it was;
/// unless every file could be read, nothing is deregistered.
/// </summary>
internal sealed class ControlRegistry(
    IDocumentStore documents, IGitRepositories git, ApplicationStore applications, AppLedger ledger, Wakes wakes, IIdSource ids, TimeProvider clock, SyncSettings settings)
{
    private static readonly DocumentKey Key = new("control", "state");

    private readonly ConcurrentDictionary<string, ControlConfiguration> _read = new(StringComparer.Ordinal);
    private readonly RepositoryUrl _url = RepositoryUrl.Parse(settings.ControlRepository);

    /// <summary>The control repository.</summary>
    public RepositoryUrl Url => _url;

    /// <summary>Whether this revision of this repository is the configuration.</summary>
    public bool IsControl(RepositoryUrl url, string revision) => url.Key == _url.Key && revision == settings.ControlRevision;

    /// <summary>What is registered; null before the first registration.</summary>
    public async Task<ControlState?> State(CancellationToken token) =>
        await documents.Find(Key, token) is { } document ? JsonSerializer.Deserialize(document.Json, ControlStateJson.Default.ControlState) : null;

    /// <summary>The registered configuration; null before the first registration.</summary>
    public async Task<ControlConfiguration?> Configuration(CancellationToken token) =>
        await State(token) is { } state ? await Read(new CommitId(state.Commit), token) : null;

    /// <summary>
    /// The project of an application; null when it does not exist or cannot be read. The open <c>default</c> (PROJ-5) counts only where every file could be read:
    /// an unreadable one may be the restrictive <c>default</c> of this team.
    /// </summary>
    public static AppProject? ProjectOf(ControlConfiguration configuration, Application app) =>
        configuration.Projects.FirstOrDefault(p => p.Name == app.Project) is { } project && (project.Origin is not null || !configuration.HasUnreadableFiles) ? project : null;

    /// <summary>
    /// Brings the applications to what <paramref name="commit"/> says; gives the names of those that changed. Safe to repeat. Whoever is overtaken by another
    /// registration cannot know what of the other one it has written over, so it begins again with the newest commit (I3).
    /// </summary>
    /// <param name="cause">Why the repository is looked at.</param>
    public async Task<IReadOnlyList<string>> Register(CommitId commit, WakeReason cause, CancellationToken token)
    {
        var changed = new HashSet<string>(StringComparer.Ordinal);
        while (true)
        {
            var turn = ids.NewId();
            if (await Once(commit, turn, cause, changed, token))
            {
                return [.. changed.Order(StringComparer.Ordinal)];
            }

            if (RevisionSelection.Find(await git.ListRefs(_url, [settings.ControlRevision], token), settings.ControlRevision, "") is { } newest)
            {
                commit = newest.Commit;
            }
        }
    }

    /// <summary>One registration; false when another one began meanwhile.</summary>
    private async Task<bool> Once(CommitId commit, string turn, WakeReason cause, HashSet<string> changed, CancellationToken token)
    {
        var configuration = await Read(commit, token);
        var before = await Begin(commit, turn, configuration, token);
        var rules = before?.Registered is { } registered ? await Read(new CommitId(registered), token) : null;
        var change = RuleChange.Between(configuration.HasUnreadableFiles ? null : rules, configuration);
        foreach (var app in configuration.Applications)
        {
            if (await Put(app, change.For(app), cause, token))
            {
                changed.Add(app.Name);
            }
        }

        if (!configuration.HasUnreadableFiles)
        {
            var kept = configuration.Applications.Select(a => a.Name).Concat(configuration.Invalid.Select(i => i.Name)).ToHashSet(StringComparer.Ordinal);
            await foreach (var stored in applications.List(token))
            {
                if (!kept.Contains(stored.State.Name) && !stored.State.Deleting)
                {
                    await Remove(stored.State.Name, cause, token);
                    changed.Add(stored.State.Name);
                }
            }
        }

        return await Save(s => s!.Turn == turn ? s with { IsComplete = true, Registered = s.Commit, At = clock.GetUtcNow() } : s, token) is { IsComplete: true } saved && saved.Turn == turn;
    }

    /// <summary>Notes whose turn it is. What cannot be read may be a rule: until everything can be read again, the projects and clusters of the commit before count.</summary>
    private async Task<ControlState?> Begin(CommitId commit, string turn, ControlConfiguration configuration, CancellationToken token)
    {
        ControlState? before = null;
        await Save(s =>
        {
            before = s;
            var rules = configuration.HasUnreadableFiles && s is not null ? s.Commit : commit.Value;
            return new ControlState(1, rules, [.. configuration.Problems.Take(100).Select(p => p.ToString())], clock.GetUtcNow()) { Turn = turn, Registered = s?.Registered };
        }, token);
        return before;
    }

    private async Task<bool> Put(Application app, string? rule, WakeReason cause, CancellationToken token)
    {
        var manifest = JsonTree.ToText(app.Raw);
        var now = clock.GetUtcNow();
        var changed = false;
        await wakes.Note(app.Name, now, token);

        // One that comes back has a ledger and a fence in its cluster already. Its events are counted on behind the ledger, since an event's number stands there once;
        // its epochs begin with the time, which is past every epoch that was counted from an earlier time, even where all that was stored is lost.
        var told = await applications.Find(app.Name, token) is null ? await ledger.Length(app.Name, token) : 0;
        await applications.Update(app.Name, s =>
        {
            changed = s is null || s.SpecDigest != app.SpecDigest || s.Deleting;
            if (!changed && rule is not null)
            {
                changed = true;
                return ApplicationWaker.Woken(s!, cause with { Kind = WakeKind.Manifest, Detail = $"{cause.Detail}: {rule}" }, now);
            }

            var kind = s is null ? EventKind.Registered : EventKind.Changed;
            var next = s is null ? new ApplicationState(1, app.Name, manifest, app.SpecDigest) { Events = told, Epoch = now.ToUnixTimeMilliseconds() } : s with { Manifest = manifest, SpecDigest = app.SpecDigest, Deleting = false };
            next = next with { Environment = app.Environment };
            return !changed ? s : ApplicationWaker.Woken(next, cause with { Kind = WakeKind.Manifest }, now)
                .With(new AppEvent(1, app.Name, 0, kind, now) { Actor = cause.Detail, Environment = app.Environment, Message = $"Manifest {app.Origin.File}." });
        }, token);
        if (changed)
        {
            await wakes.Send(app.Name, QueueName.Reconcile, TimeSpan.Zero, token);
        }

        return changed;
    }

    private async Task Remove(string name, WakeReason cause, CancellationToken token)
    {
        var now = clock.GetUtcNow();
        await wakes.Note(name, now, token);
        await applications.Update(name, s => s is null || s.Deleting ? s : ApplicationWaker.Woken(s with { Deleting = true }, cause with { Kind = WakeKind.Manifest }, now)
            .With(new AppEvent(1, name, 0, EventKind.Deregistered, now) { Actor = cause.Detail, Message = "The control repository no longer has it." }), token);
        await wakes.Send(name, QueueName.Reconcile, TimeSpan.Zero, token);
    }

    private async Task<ControlConfiguration> Read(CommitId commit, CancellationToken token)
    {
        if (_read.TryGetValue(commit.Value, out var known))
        {
            return known;
        }

        var tree = await git.Open(_url, commit, token);
        var configuration = ControlRepository.Read(tree, RepoPath.Parse(settings.ControlPath), token);
        if (_read.Count > 8)
        {
            _read.Clear();
        }

        return _read[commit.Value] = configuration;
    }

    private async Task<ControlState> Save(Func<ControlState?, ControlState> change, CancellationToken token)
    {
        while (true)
        {
            var known = await documents.Find(Key, token);
            var state = change(known is null ? null : JsonSerializer.Deserialize(known.Json, ControlStateJson.Default.ControlState));
            var json = JsonSerializer.Serialize(state, ControlStateJson.Default.ControlState);
            if (json == known?.Json || (known is null ? await documents.Insert(Key, json, token) : await documents.Replace(Key, json, known.ETag, token)) is not null)
            {
                return state;
            }
        }
    }
}

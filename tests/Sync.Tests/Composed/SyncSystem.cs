using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;
using Plumbline.Core.Chance;
using Plumbline.Core.Charts;
using Plumbline.Core.Events;
using Plumbline.Core.Faults;
using Plumbline.Core.Gates;
using Plumbline.Core.Git;
using Plumbline.Core.Kubernetes;
using Plumbline.Core.Ledger;
using Plumbline.Core.Messages;
using Plumbline.Core.Objects;
using Plumbline.Core.Rendering;
using Plumbline.Core.Secrets;
using Plumbline.Core.State;
using Plumbline.Helm;
using Plumbline.Kubernetes.Diff;
using Plumbline.Rendering.Directories;
using Plumbline.Rendering.Sources;
using Plumbline.Support.Git;
using Plumbline.Support.Kubernetes;
using Plumbline.Support.State;
using Plumbline.Sync.Apps;
using Plumbline.Sync.Handlers;
using Plumbline.Sync.Inbox;
using Plumbline.Sync.Registry;

namespace Plumbline.Sync.Tests.Composed;

/// <summary>The composed synchronisation on fakes of what lies outside, worked off in order: for rules that only show when the parts work together.</summary>
internal sealed class SyncSystem : IClusters
{
    public const string Control = "https://git.test/acme/control";
    public const string Shop = "https://git.test/acme/shop";
    private const int MostMessages = 1000;
    private static readonly string[] Queues = [QueueName.Reconcile, QueueName.Sync];

    private readonly ServiceProvider _services;
    private readonly FakeMessageQueue _queue;

    /// <param name="applications">What the control repository holds in <c>apps.yaml</c>.</param>
    /// <param name="settings">Changes the settings; null leaves them as they are by default.</param>
    /// <param name="cluster">The cluster; null for an empty one.</param>
    /// <param name="key">The operator's key of what charts draw; null for none.</param>
    public SyncSystem(string applications, Func<SyncSettings, SyncSettings>? settings = null, FakeCluster? cluster = null, RenderKey? key = null)
    {
        _queue = new FakeMessageQueue(Clock);
        Documents = new FakeDocumentStore(Clock);
        Blobs = new FakeBlobStore(Clock);
        Cluster = cluster ?? new FakeCluster(Clock);
        var given = new SyncSettings { ControlRepository = Control };
        _services = new ServiceCollection()
            .AddLogging()
            .AddSingleton<TimeProvider>(Clock)
            .AddSingleton<IIdSource>(new RandomIdSource(Clock))
            .AddSingleton<IDocumentStore>(Documents)
            .AddSingleton<IBlobStore>(Blobs)
            .AddSingleton<IMessageQueue>(new WatchedQueue(_queue, (queue, text) => Sent(queue, text)))
            .AddSingleton<IGitRepositories>(Git)
            .AddSingleton<IClusters>(this)
            .AddSingleton<IObjectComparison, ObjectComparison>()
            .AddSingleton<ISourceRenderer>(new SourceRenderer(Clock, DirectoryLimits.Default))
            .AddSingleton<ICrashPoints, NoCrashPoints>()
            .AddSingleton<IChartArchives>(new ChartArchives())
            .AddCharts(new ChartOptions())
            .AddSingleton<ISecretReferences, NoSecrets>()
            .AddSync(settings?.Invoke(given) ?? given, key)
            .BuildServiceProvider();
        Git.Repository(Control).Commit("main", new Dictionary<string, string> { ["apps.yaml"] = applications }, "applications");
    }

    public FakeTimeProvider Clock { get; } = new(new DateTimeOffset(2026, 1, 15, 12, 0, 0, TimeSpan.Zero));

    public FakeGitRepositories Git { get; } = new();

    public FakeDocumentStore Documents { get; }

    public FakeBlobStore Blobs { get; }

    /// <summary>The cluster that every connection leads to; another one in its place has the same address.</summary>
    public FakeCluster Cluster { get; set; }

    /// <summary>What the ConfigMap <c>config</c> of <see cref="Manifests"/> says in the cluster.</summary>
    public string? Value => (Cluster.All.Single(o => o is { Kind: "ConfigMap", Name: "config" }).Root["data"] as Core.Objects.MapNode)?["a"]?.ToString();

    /// <summary>Asked before each connection; what it gives is thrown. Default: every cluster is <see cref="Cluster"/>.</summary>
    public Func<ClusterReference, ClusterException?> Unreachable { get; set; } = _ => null;

    /// <summary>The status that the cluster's controllers give to objects while messages are worked off. Default: everything is healthy.</summary>
    public Func<KubernetesObject, MapNode?> Status { get; set; } = FakeStatus.Healthy;

    public AppLedger Ledger => _services.GetRequiredService<AppLedger>();

    /// <summary>Runs after each message that is sent, before its sender goes on: what a quick worker would do meanwhile.</summary>
    public Func<string, string, Task> Sent { get; set; } = (_, _) => Task.CompletedTask;

    /// <summary>How many messages for a look were worked off.</summary>
    public int Looks { get; private set; }

    public GateStore Gates => Get<GateStore>();

    public T Get<T>()
        where T : notnull => _services.GetRequiredService<T>();

    public Task<ICluster> Connect(ClusterReference reference, CancellationToken token) =>
        Unreachable(reference) is { } fault ? Task.FromException<ICluster>(fault) : Task.FromResult<ICluster>(Cluster);

    /// <summary>Lets time pass with nothing but the sweeper at work.</summary>
    public async Task Pass(TimeSpan time, CancellationToken token)
    {
        for (var until = Clock.GetUtcNow() + time; Clock.GetUtcNow() < until;)
        {
            Clock.Advance(TimeSpan.FromSeconds(30));
            await Get<ISweeper>().Sweep(token);
            await Work(token);
        }
    }


    /// <summary>Pushes files to the shop's repository and works until nothing is left to do.</summary>
    public async Task Push(CancellationToken token, params (string Path, string Text)[] files)
    {
        Commit(files);
        await _services.GetRequiredService<IRefCheck>().Check(token);
        await Work(token);
    }

    /// <summary>Pushes files to the shop's repository; nobody is told.</summary>
    public string Commit(params (string Path, string Text)[] files) =>
        Git.Repository(Shop).Commit("main", files.ToDictionary(f => f.Path, f => f.Text), "a push");

    /// <summary>Pushes Applications to the control repository and works until nothing is left to do.</summary>
    public async Task Register(CancellationToken token, params (string Path, string Text)[] files)
    {
        Git.Repository(Control).Commit("main", files.ToDictionary(f => f.Path, f => f.Text), "applications");
        await _services.GetRequiredService<IRefCheck>().Check(token);
        await Work(token);
    }

    /// <summary>The timer that asks for refs.</summary>
    public Task CheckRefs(CancellationToken token) => _services.GetRequiredService<IRefCheck>().Check(token);

    /// <summary>A delivery is handled; what follows is not worked off.</summary>
    public Task<DeliveryOutcome> Deliver(string id, DecodedDelivery delivery, CancellationToken token) =>
        _services.GetRequiredService<IDeliveryHandler>().Handle(id, "hook", delivery, token);

    /// <summary>The events of an application's ledger.</summary>
    public async Task<IReadOnlyList<AppEvent>> Events(string application, CancellationToken token)
    {
        var events = new List<AppEvent>();
        await foreach (var entry in Ledger.Read(application, 0, token))
        {
            events.Add(AppEvent.Parse(entry.Body)!);
        }

        return events;
    }

    /// <summary>CI asks for a sync, and what follows is worked off.</summary>
    public async Task Ask(string application, CancellationToken token)
    {
        await _services.GetRequiredService<IDeliveryHandler>().Handle("ci", "ci", new SyncAsked(application, null, null), token);
        await Work(token);
    }

    /// <summary>One look at an application that somebody asked for.</summary>
    public async Task Look(string application, CancellationToken token)
    {
        await _services.GetRequiredService<IDeliveryHandler>().Handle("ci", "ci", new SyncAsked(application, null, null), token);
        await _services.GetRequiredService<IReconcileHandler>().Reconcile(application, token);
    }

    /// <summary>Somebody decides the question that is open, and what follows is worked off.</summary>
    public async Task Decide(string application, GateState decision, CancellationToken token)
    {
        var gate = (await State(application, token)).Gate!;
        await Gates.Decide(gate.Id, decision, "ana", Clock.GetUtcNow(), token);
        await _services.GetRequiredService<Wakes>().Send(application, QueueName.Reconcile, TimeSpan.Zero, token);
        await Work(token);
    }

    /// <summary>Looks for drift, and what follows is worked off.</summary>
    public async Task ScanForDrift(CancellationToken token)
    {
        await _services.GetRequiredService<IDriftScan>().Scan(token);
        await Work(token);
    }

    /// <summary>What is wrong with the control repository, and with an application of it that could be registered.</summary>
    public async Task<IReadOnlyList<string>> Problems(string application, CancellationToken token) =>
        [.. (await _services.GetRequiredService<ControlRegistry>().State(token))!.Problems, .. (await _services.GetRequiredService<ApplicationStore>().Find(application, token))?.State.Observed?.Problems ?? []];

    public async Task<ApplicationState> State(string application, CancellationToken token) =>
        (await _services.GetRequiredService<ApplicationStore>().Find(application, token))!.State;

    /// <summary>Everything that is queued is lost.</summary>
    public async Task Lose(CancellationToken token)
    {
        foreach (var queue in Queues)
        {
            while (await _queue.Receive(queue, 1, TimeSpan.FromMinutes(5), token) is [var message])
            {
                await _queue.Delete(queue, message, token);
            }
        }
    }

    /// <summary>Works off what is queued, until nothing comes for a minute, or half an hour is over.</summary>
    public async Task Work(CancellationToken token)
    {
        var until = Clock.GetUtcNow() + TimeSpan.FromMinutes(30);
        for (var n = 0; n < MostMessages; n++)
        {
            if (Clock.GetUtcNow() > until || await Next(token) is not { } next)
            {
                return;
            }

            var id = Hint.Parse(next.Message.Text)!.Id;
            Looks += next.Queue == QueueName.Reconcile ? 1 : 0;
            await (next.Queue == QueueName.Reconcile
                ? _services.GetRequiredService<IReconcileHandler>().Reconcile(id, token)
                : _services.GetRequiredService<IOperationStepHandler>().Step(id, token));
            Cluster.Settle(Status);
            await _queue.Delete(next.Queue, next.Message, token);
        }

        throw new InvalidOperationException("There is no end to the work.");
    }

    // Messages that are to be seen later are waited for, up to a minute: longer waits are for tests that move the clock themselves.
    private async Task<(string Queue, ReceivedMessage Message)?> Next(CancellationToken token)
    {
        for (var waited = TimeSpan.Zero; waited <= TimeSpan.FromMinutes(1); waited += TimeSpan.FromSeconds(5))
        {
            foreach (var queue in Queues)
            {
                if (await _queue.Receive(queue, 1, TimeSpan.FromMinutes(5), token) is [var message])
                {
                    return (queue, message);
                }
            }

            Clock.Advance(TimeSpan.FromSeconds(5));
        }

        return null;
    }

    private sealed class WatchedQueue(IMessageQueue inner, Func<string, string, Task> sent) : IMessageQueue
    {
        public async Task Send(string queue, string text, TimeSpan delay, CancellationToken token)
        {
            await inner.Send(queue, text, delay, token);
            await sent(queue, text);
        }
    }

    private sealed class NoSecrets : ISecretReferences
    {
        public Task<string?> Find(string reference, CancellationToken token) => Task.FromResult<string?>(null);
    }
}

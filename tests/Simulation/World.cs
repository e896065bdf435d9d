using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;
using Plumbline.Core.Chance;
using Plumbline.Core.Charts;
using Plumbline.Core.Faults;
using Plumbline.Core.Git;
using Plumbline.Core.Json;
using Plumbline.Core.Kubernetes;
using Plumbline.Core.Messages;
using Plumbline.Core.Objects;
using Plumbline.Core.Rendering;
using Plumbline.Core.Reporting;
using Plumbline.Core.Secrets;
using Plumbline.Core.State;
using Plumbline.Flows;
using Plumbline.Flows.Slack;
using Plumbline.Helm;
using Plumbline.Kubernetes.Diff;
using Plumbline.Rendering.Directories;
using Plumbline.Rendering.Sources;
using Plumbline.Reporting;
using Plumbline.Support.Git;
using Plumbline.Support.Kubernetes;
using Plumbline.Support.State;
using Plumbline.Sync;
using Plumbline.Sync.Apps;
using Plumbline.Sync.Inbox;

namespace Plumbline.Simulation;

/// <summary>Everything outside of the process, which outlives it, and the process itself, which does not.</summary>
internal sealed class World : IClusters
{
    public const string Control = "https://git.test/acme/control";
    public const string Shop = "https://git.test/acme/shop";
    public const string SlackSecret = "a-signing-secret-for-the-simulation";
    private static readonly RenderKey Key = new("the key of what charts draw in the simulation");

    private bool _isWrite;

    public World(int seed)
    {
        Chance = new Random(seed);
        Clock = new FakeTimeProvider(new DateTimeOffset(2026, 1, 15, 12, 0, 0, TimeSpan.Zero));
        Cluster = new FakeCluster(Clock) { Fault = Watch, Refuses = Compare };
        Documents = new FakeDocumentStore(Clock);
        Queue = new FakeMessageQueue(Clock);
        Blobs = new FakeBlobStore(Clock);
        Outside = new SimulatedOutside(Chance, () => IsFair);
        Scheduler = new SeededScheduler(Chance);
        Senders = new Senders(Clock);
        Hosts = [Start(0), Start(1)];
    }

    public Random Chance { get; }

    public FakeTimeProvider Clock { get; }

    public FakeDocumentStore Documents { get; }

    public FakeBlobStore Blobs { get; }

    public FakeMessageQueue Queue { get; }

    public FakeGitRepositories Git { get; } = new();

    public FakeCluster Cluster { get; }

    public SimulatedOutside Outside { get; }

    public SeededScheduler Scheduler { get; }

    /// <summary>The tips that the shop's branch had, oldest first.</summary>
    public List<string> Tips { get; } = [];

    /// <summary>Deletions of what is not ours (I6), and writes under an approval that are not what was shown (I12).</summary>
    public List<string> Trespasses { get; } = [];

    /// <summary>How often a host was killed, by place.</summary>
    public SortedDictionary<string, int> Kills { get; } = new(StringComparer.Ordinal);

    public Senders Senders { get; }

    /// <summary>No more faults: what is behind must now catch up.</summary>
    public bool IsFair { get; set; }

    /// <summary>Two hosts share everything outside of them, as instances of one function app do.</summary>
    public Host[] Hosts { get; }

    /// <summary>Some host, for looking at what is stored.</summary>
    public ServiceProvider Process => Hosts[0].Services;

    public Task<ICluster> Connect(ClusterReference reference, CancellationToken token) => Task.FromResult<ICluster>(Cluster);

    /// <summary>A host dies where it stands; another one starts in its place.</summary>
    public void Restart(int host)
    {
        Scheduler.Abandon(Hosts[host].Context);
        Hosts[host] = Start(host);
    }

    private ClusterException? Watch(FakeCall call)
    {
        _isWrite = call is { Verb: "Apply", IsDryRun: false };
        if (call.Verb == "Delete" && Cluster.All.FirstOrDefault(o => o.Key == call.Key) is { } live && Sync.Planning.Tracking.OwnerOf(live) is null)
        {
            Trespasses.Add($"I6 the deletion of {call.Key} was asked for, which is somebody else's");
        }

        return null;
    }

    /// <summary>What is written while an approved operation is under way stands in the render that its plan speaks of, byte for byte; Secrets are masked there.</summary>
    private string? Compare(KubernetesObject desired)
    {
        if (!_isWrite || desired.Kind == "Secret" || Sync.Planning.Tracking.OwnerOf(desired) is not { } app)
        {
            return null;
        }

        var state = JsonSerializer.Deserialize(Documents.All.First(d => d.Key.Partition == "apps" && d.Key.Id == app).Json, ApplicationStateJson.Default.ApplicationState)!;
        if (state.Operation is { Approved: true } operation)
        {
            var plan = JsonSerializer.Deserialize(Blobs.All[$"plans/{operation.Plan}"].Span, Sync.Planning.PlanJson.Default.Plan)!;
            var shown = (ListNode)JsonTree.Read(Blobs.All[$"renders/{plan.Render}"].Span.ToArray());
            if (!shown.Any(o => Node.DeepEquals(o, desired.Root)))
            {
                Trespasses.Add($"I12 {app}: {desired.Key} is written and was not shown so in the plan {operation.Plan[..8]}");
            }
        }

        return null;
    }

    private Host Start(int number) => new(number, new HostContext(Scheduler), Services(number));

    private ServiceProvider Services(int host) => new ServiceCollection()
        .AddLogging()
        .AddSingleton<TimeProvider>(Clock)
        .AddSingleton<IIdSource>(new SeededIds(Chance, Clock))
        .AddSingleton<IDocumentStore>(Documents)
        .AddSingleton<IBlobStore>(Blobs)
        .AddSingleton<IMessageQueue>(new UnreliableQueue(Queue, Chance, () => IsFair))
        .AddSingleton<IGitRepositories>(new YieldingGit(Git))
        .AddSingleton<IClusters>(this)
        .AddSingleton<IObjectComparison, ObjectComparison>()
        .AddSingleton<ISourceRenderer>(new SourceRenderer(Clock, DirectoryLimits.Default))
        .AddSingleton<IChartArchives>(new ChartArchives())
        .AddCharts(new ChartOptions())
        .AddSingleton<ISecretReferences, NoSecrets>()
        .AddSingleton<ICommitStatuses>(Outside)
        .AddSingleton<IChat>(Outside)
        .AddSingleton<ICrashPoints>(new SeededCrashPoints(host, Chance, () => IsFair, Kills))
        .AddSync(new SyncSettings { ControlRepository = Control, Lease = TimeSpan.FromSeconds(30), Slice = TimeSpan.FromSeconds(10), ApprovalExpiry = TimeSpan.FromMinutes(20) }, Key)
        .AddSingleton(Senders.Routes())
        .AddInbox()
        .AddFlows(new SlackGateOptions([SlackSecret], null))
        .AddReporting(new ReportingSettings())
        .BuildServiceProvider();

    private sealed class NoSecrets : ISecretReferences
    {
        public Task<string?> Find(string reference, CancellationToken token) => Task.FromResult<string?>(null);
    }
}

/// <summary>One host process.</summary>
/// <param name="Number">From 0.</param>
/// <param name="Context">Its place in the scheduler.</param>
/// <param name="Services">The product in it.</param>
internal sealed record Host(int Number, HostContext Context, ServiceProvider Services)
{
    public T Get<T>()
        where T : notnull => Services.GetRequiredService<T>();
}

using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;
using Plumbline.Core.Chance;
using Plumbline.Core.Charts;
using Plumbline.Core.Faults;
using Plumbline.Core.Git;
using Plumbline.Core.Kubernetes;
using Plumbline.Core.Messages;
using Plumbline.Core.Secrets;
using Plumbline.Core.State;
using Plumbline.Functions.Composition;
using Plumbline.Helm;
using Plumbline.Kubernetes;
using Plumbline.Rendering.Sources;
using Plumbline.Support.Charts;
using Plumbline.Support.Git;
using Plumbline.Support.Kubernetes;
using Plumbline.Support.State;
using Plumbline.Sync;
using Plumbline.Sync.Handlers;

namespace Plumbline.Functions.Tests.Charts;

/// <summary>The product's reconcile path with a real chart server on loopback; git, cluster and storage are the fakes.</summary>
internal sealed class ChartWorld : IAsyncDisposable
{
    public const string Control = "https://git.test/acme/control";
    public const string Shop = "https://git.test/acme/shop";

    private readonly Dictionary<string, string> _control = new(StringComparer.Ordinal);
    private readonly FakeDocumentStore _documents;
    private readonly FakeMessageQueue _queue;
    private readonly List<ServiceProvider> _processes = [];

    private ChartWorld(ChartServer server)
    {
        Server = server;
        Charts = new PublishedCharts(server, "charts");
        Cluster = new FakeCluster(Clock);
        Blobs = new FakeBlobStore(Clock);
        _documents = new FakeDocumentStore(Clock);
        _queue = new FakeMessageQueue(Clock);
        Project("default", "*");
    }

    public FakeTimeProvider Clock { get; } = new(new DateTimeOffset(2026, 1, 15, 12, 0, 0, TimeSpan.Zero));

    public ChartServer Server { get; }

    public PublishedCharts Charts { get; }

    public FakeCluster Cluster { get; }

    public FakeBlobStore Blobs { get; }

    public FakeGitRepositories Git { get; } = new();

    public Dictionary<string, string> Secrets { get; } = new(StringComparer.Ordinal);

    public List<string> Trusted { get; } = [];

    public ChartOptions Options { get; set; } = new();

    public RenderingOptions Rendering { get; set; } = new();

    public static async Task<ChartWorld> Start() => new(await ChartServer.Start());

    /// <summary>Writes a file of the control repository.</summary>
    public ChartWorld With(string path, string text)
    {
        _control[path] = text;
        return this;
    }

    /// <summary>Writes a project that allows these repositories.</summary>
    public ChartWorld Project(string name, params string[] repositories) => With($"projects/{name}.yaml", ProjectText(name, "", repositories));

    public ChartWorld Project(string name, (string Key, string Value) annotation, params string[] repositories) =>
        With($"projects/{name}.yaml", ProjectText(name, $"  annotations: {{{annotation.Key}: '{annotation.Value}'}}\n", repositories));

    /// <summary>Writes an Application whose source is the given YAML in flow style.</summary>
    public ChartWorld App(string name, string source, string project = "default") => Write(name, $"source: {source}", project);

    /// <summary>Writes an Application with several sources, a list in flow style.</summary>
    public ChartWorld Apps(string name, string sources) => Write(name, $"sources: {sources.Replace("\n", " ", StringComparison.Ordinal)}", "default");

    private ChartWorld Write(string name, string source, string project) => With($"apps/{name}.yaml", $$"""
        apiVersion: argoproj.io/v1alpha1
        kind: Application
        metadata:
          name: {{name}}
        spec:
          project: {{project}}
          {{source}}
          destination: {server: https://kubernetes.default.svc, namespace: shop}
          syncPolicy:
            automated: {}
            syncOptions: [CreateNamespace=true]
        """);

    /// <summary>Commits the control repository and lets the product work until nothing is left to do now.</summary>
    public async Task Run()
    {
        Git.Repository(Control).Commit("main", new Dictionary<string, string>(_control), "control");
        var process = Process();
        await process.GetRequiredService<IRefCheck>().Check(Token);
        await Drain(process);
    }

    /// <summary>Works in a new process, as another instance would.</summary>
    public async Task Drain(ServiceProvider? process = null)
    {
        process ??= Process();
        for (var turns = 0; turns < 500; turns++)
        {
            var idle = true;
            foreach (var name in (string[])[QueueName.Reconcile, QueueName.Sync, QueueName.Report])
            {
                foreach (var message in await _queue.Receive(name, 8, TimeSpan.FromMinutes(5), Token))
                {
                    idle = false;
                    await Serve(process, name, Hint.Parse(message.Text)!.Id);
                    await _queue.Delete(name, message, Token);
                    Cluster.Settle();
                }
            }

            if (idle && _queue.NextVisible is { } next && next < Clock.GetUtcNow() + TimeSpan.FromSeconds(5))
            {
                Clock.SetUtcNow(next > Clock.GetUtcNow() ? next : Clock.GetUtcNow());
            }
            else if (idle)
            {
                break;
            }
        }
    }

    /// <summary>Asks every host for its refs, and works on what follows.</summary>
    public async Task CheckRefs()
    {
        var process = Process();
        await process.GetRequiredService<IRefCheck>().Check(Token);
        await Drain(process);
    }

    /// <summary>What the API tells of an application.</summary>
    public async Task<string> Status(string name) =>
        await Process().GetRequiredService<IReadModel>().FindApplication(new AccessScope("test", null), name, Token) ?? "";

    /// <summary>The sentence the API tells of an application, unescaped.</summary>
    public async Task<string> Sentence(string name) =>
        System.Text.Json.JsonDocument.Parse(await Status(name)).RootElement.GetProperty("status").GetString() ?? "";

    /// <summary>A value of a ConfigMap in the cluster; null where there is none.</summary>
    public string? Value(string configMap, string key)
    {
        var found = Cluster.All.FirstOrDefault(o => o is { Kind: "ConfigMap" } && o.Name == configMap);
        return (found?.Root["data"] as Core.Objects.MapNode)?[key]?.ToString();
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var process in _processes)
        {
            await process.DisposeAsync();
        }

        await Server.DisposeAsync();
    }

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private static string ProjectText(string name, string annotations, string[] repositories) => $$"""
        apiVersion: argoproj.io/v1alpha1
        kind: AppProject
        metadata:
          name: {{name}}
        {{annotations}}spec:
          sourceRepos: [{{string.Join(", ", repositories.Select(r => $"'{r}'"))}}]
          destinations: [{server: '*', namespace: '*'}]
          clusterResourceWhitelist: [{group: '*', kind: '*'}]
        """;

    private static Task Serve(ServiceProvider process, string queue, string id) => queue switch
    {
        QueueName.Reconcile => process.GetRequiredService<IReconcileHandler>().Reconcile(id, Token),
        QueueName.Sync => process.GetRequiredService<IOperationStepHandler>().Step(id, Token),
        _ => Task.CompletedTask,
    };

    private ServiceProvider Process()
    {
        var charts = Options with { TrustedOrigins = new HashSet<string>(Trusted.Append(Server.Url), StringComparer.Ordinal) };
        var process = new ServiceCollection()
            .AddLogging()
            .AddSingleton<TimeProvider>(Clock)
            .AddSingleton<IIdSource, RandomIdSource>()
            .AddSingleton<ICrashPoints, NoCrashPoints>()
            .AddSingleton<IDocumentStore>(_documents)
            .AddSingleton<IBlobStore>(Blobs)
            .AddSingleton<IMessageQueue>(_queue)
            .AddSingleton<IGitRepositories>(Git)
            .AddKubernetes(new KubernetesSettings())
            .AddSingleton<IClusters>(new FakeClusters().With("https://kubernetes.default.svc", Cluster).With("in-cluster", Cluster))
            .AddSingleton<ISecretReferences>(new KnownSecrets(Secrets))
            .AddSync(new SyncSettings { ControlRepository = Control })
            .AddCharts(charts)
            .AddRendering(Rendering)
            .BuildServiceProvider(validateScopes: true);
        _processes.Add(process);
        return process;
    }

    private sealed class KnownSecrets(Dictionary<string, string> known) : ISecretReferences
    {
        public Task<string?> Find(string reference, CancellationToken token) => Task.FromResult(known.GetValueOrDefault(reference));
    }
}

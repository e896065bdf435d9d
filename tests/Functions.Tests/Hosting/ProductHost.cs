using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Plumbline.Core.Git;
using Plumbline.Core.Kubernetes;
using Plumbline.Core.Ledger;
using Plumbline.Core.Messages;
using Plumbline.Core.State;
using Plumbline.Functions.Composition;
using Plumbline.Functions.Hosting.Local;
using Plumbline.Slack;
using Plumbline.Support.Git;
using Plumbline.Support.Kubernetes;
using Plumbline.Support.Recorder;
using Plumbline.Support.State;

namespace Plumbline.Functions.Tests.Hosting;

/// <summary>
/// The whole product, put together from settings as <c>plumb serve</c> does it, on a free port of loopback. Storage, git and the cluster are fakes in memory;
/// GitHub and Slack are a recorder that is spoken to over HTTP. One Application, <c>shop</c>, asks in chat before it syncs.
/// </summary>
internal sealed class ProductHost : IAsyncDisposable
{
    public const string Control = "https://git.test/acme/control";
    public const string Shop = "https://git.test/acme/shop";
    public const string Route = "gh-4f1c9a";
    public const string CiRoute = "ci-1d08fe";
    public const string Team = "T1";

    private const string HookSecret = "hook-secret-0123456789";
    private const string SlackSecret = "slack-secret-0123456789";
    private const string OldSlackSecret = "slack-secret-before-that";
    private const string ApiToken = "api-token-0123456789";
    private const string Never = "0 0 0 1 1 *";

    private readonly WebApplication _app;
    private readonly string _folder;
    private readonly FakeDocumentStore _documents;
    private int _deliveries;

    private ProductHost(WebApplication app, string folder, ApiRecorder recorder, FakeDocumentStore documents, FakeGitRepositories git, OneCluster clusters)
    {
        (_app, _folder, _documents, Recorder, Git, Clusters) = (app, folder, documents, recorder, git, clusters);
        Client = new HttpClient { BaseAddress = new Uri(app.Urls.First()), Timeout = TimeSpan.FromSeconds(60) };
    }

    public HttpClient Client { get; }

    public ApiRecorder Recorder { get; }

    public FakeGitRepositories Git { get; }

    public OneCluster Clusters { get; }

    public AppLedger Ledger => _app.Services.GetRequiredService<AppLedger>();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    /// <summary>Starts one, with the Application registered and the first commit of its repository seen.</summary>
    /// <param name="approvers">Who may decide; empty for everybody.</param>
    public static async Task<ProductHost> Start(string approvers = "")
    {
        var folder = Directory.CreateTempSubdirectory("plumbline-product-").FullName;
        var recorder = await ApiRecorder.Start();
        var (documents, blobs, queue) = (new FakeDocumentStore(TimeProvider.System), new FakeBlobStore(TimeProvider.System), new FakeMessageQueue(TimeProvider.System));
        var (git, clusters) = (new FakeGitRepositories(), new OneCluster());
        var configuration = new ConfigurationBuilder().AddInMemoryCollection(Settings(folder, recorder)).Build();
        var host = await HostSettings.Load(configuration, Token);
        var app = LocalHost.Build(configuration, services =>
        {
            Composer.Compose(services, configuration, host);
            services.AddSingleton<IDocumentStore>(documents).AddSingleton<IBlobStore>(blobs).AddSingleton<IMessageQueue>(queue).AddSingleton<IQueueReceiver>(queue)
                .AddSingleton<IGitRepositories>(git).AddSingleton<IClusters>(clusters);
        });
        await app.StartAsync(Token);
        var product = new ProductHost(app, folder, recorder, documents, git, clusters);
        git.Repository(Shop).Commit("main", new Dictionary<string, string> { ["config.yaml"] = ConfigMap(1), ["docs/README.md"] = "words" }, "first");
        git.Repository(Control).Commit("main", new Dictionary<string, string> { ["apps.yaml"] = Application(approvers) }, "applications");
        await product.Push(Control);
        await product.Rests();
        return product;
    }

    public static string ConfigMap(int value) => $"{{apiVersion: v1, kind: ConfigMap, metadata: {{name: config}}, data: {{a: '{value}'}}}}";

    /// <summary>The value of the ConfigMap in the cluster; null where there is none. Asked for only while nothing is applied.</summary>
    public string? Value => Clusters.Cluster.All.SingleOrDefault(o => o is { Kind: "ConfigMap", Name: "config" }) is { } found ? ((Core.Objects.MapNode)found.Root["data"]!)["a"]!.ToString() : null;

    /// <summary>A signed webhook of GitHub; the id under which it was accepted.</summary>
    public async Task<string> GitHub(string @event, JsonObject body, string? delivery = null)
    {
        var bytes = Encoding.UTF8.GetBytes(body.ToJsonString());
        using var request = TestHost.GitHub(bytes, Route, secret: HookSecret, @event: @event, delivery: delivery ?? $"d-{Interlocked.Increment(ref _deliveries)}");
        return await Accepted(request);
    }

    /// <summary>A push to a branch, told by GitHub.</summary>
    public Task<string> Push(string repository, string @ref = "refs/heads/main", string? delivery = null) => GitHub("push", Pushed(repository, @ref), delivery);

    public static JsonObject Pushed(string repository, string @ref) => new() { ["ref"] = @ref, ["repository"] = new JsonObject { ["clone_url"] = $"{repository}.git" } };

    /// <summary>CI asks for a sync.</summary>
    public async Task<string> Ask(string application, string? reason = null)
    {
        var body = Encoding.UTF8.GetBytes(new JsonObject { ["application"] = application, ["reason"] = reason }.ToJsonString());
        var stamp = TimeProvider.System.GetUtcNow().ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture);
        using var request = new HttpRequestMessage(HttpMethod.Post, $"/hooks/{CiRoute}") { Content = new ByteArrayContent(body) };
        request.Content.Headers.TryAddWithoutValidation("Content-Type", "application/json");
        request.Headers.TryAddWithoutValidation("X-Signature", TestHost.Sign(HookSecret, [.. Encoding.UTF8.GetBytes(stamp + "."), .. body]));
        request.Headers.TryAddWithoutValidation("X-Timestamp", stamp);
        request.Headers.TryAddWithoutValidation("X-Delivery", $"ci-{Interlocked.Increment(ref _deliveries)}");
        return await Accepted(request);
    }

    /// <summary>What became of a delivery, once it is handled.</summary>
    public async Task<JsonNode> Outcome(string id)
    {
        JsonNode? told = null;
        await Eventually.Holds(async () => (told = await Read($"deliveries/{id}")) is not null && (string?)told["status"] != "Received", $"the delivery {id} is handled");
        return told!;
    }

    /// <summary>Reads the API; null where there is nothing.</summary>
    public async Task<JsonNode?> Read(string path)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, $"/api/v1/{path}");
        request.Headers.Authorization = new("Bearer", ApiToken);
        using var response = await Client.SendAsync(request, Token);
        return response.IsSuccessStatusCode ? JsonNode.Parse(await response.Content.ReadAsStringAsync(Token)) : null;
    }

    /// <summary>The Application has nothing to do.</summary>
    public Task Rests() => Eventually.Holds(async () => (await Read("applications/shop"))?["busy"]?.GetValue<bool>() == false, "the application rests");

    /// <summary>An operation has ended well, and nothing is left to do.</summary>
    public async Task Applied()
    {
        await Eventually.Holds(async () => (await Entries()).Any(e => e.Kind == "OperationSucceeded"), "the plan is applied");
        await Rests();
    }

    /// <summary>CI asks, and the question stands in chat; the id that its buttons carry.</summary>
    public async Task<string> Question()
    {
        await Ask("shop");
        string? gate = null;
        await Eventually.Holds(() => (gate = Recorder.Messages.Select(m => m.Button("approve")).LastOrDefault(b => b is not null)) is not null, "the question is asked");
        return gate!;
    }

    /// <summary>What a press sends.</summary>
    public static byte[] Pressed(string gate, string action = "approve", string user = "U1", string name = "ben", string team = Team, string? answerTo = null) =>
        Encoding.UTF8.GetBytes($"payload={Uri.EscapeDataString(JsonSerializer.Serialize(new
        {
            type = "block_actions",
            api_app_id = "A1",
            team = new { id = team },
            user = new { id = user, username = name },
            channel = new { id = "C1" },
            response_url = answerTo,
            actions = new[] { new { action_id = action, value = gate } },
        }))}");

    /// <summary>The headers of a press, as Slack sends them.</summary>
    public static (string Name, string Value)[] Signed(byte[] body, int offset = 0, bool previous = false, string? stamp = null)
    {
        stamp ??= (TimeProvider.System.GetUtcNow().ToUnixTimeSeconds() + offset).ToString(CultureInfo.InvariantCulture);
        return [("X-Slack-Signature", SlackSignature.Sign(stamp, body, previous ? OldSlackSecret : SlackSecret)), ("X-Slack-Request-Timestamp", stamp)];
    }

    /// <summary>Sends a callback of chat.</summary>
    public async Task<(int Status, string Body)> Press(byte[] body, params (string Name, string Value)[] headers)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/slack/interactions") { Content = new ByteArrayContent(body) };
        request.Content.Headers.TryAddWithoutValidation("Content-Type", "application/x-www-form-urlencoded");
        foreach (var (name, value) in headers)
        {
            request.Headers.TryAddWithoutValidation(name, value);
        }

        using var response = await Client.SendAsync(request, Token);
        return ((int)response.StatusCode, await response.Content.ReadAsStringAsync(Token));
    }

    /// <summary>Kinds and actors of the Application's ledger.</summary>
    public async Task<IReadOnlyList<(string Kind, string Actor)>> Entries()
    {
        var entries = new List<(string, string)>();
        await foreach (var entry in Ledger.Read("shop", 0, Token))
        {
            entries.Add((entry.Kind, (string?)JsonNode.Parse(entry.Body)!["actor"] ?? ""));
        }

        return entries;
    }

    /// <summary>Every question and every press that is stored: the same when no press had an effect.</summary>
    public string Stored() => string.Join('\n', _documents.All.Where(d => d.Key.Partition is "gates" or "slack-seen").Select(d => $"{d.Key} {d.ETag}").Order(StringComparer.Ordinal));

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        await _app.StopAsync(CancellationToken.None);
        await _app.DisposeAsync();
        await Recorder.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
    }

    private async Task<string> Accepted(HttpRequestMessage request)
    {
        using var response = await Client.SendAsync(request, Token);
        Assert.Contains((int)response.StatusCode, new[] { 200, 202 });
        return (string)JsonNode.Parse(await response.Content.ReadAsStringAsync(Token))!["delivery"]!;
    }

    private static string Application(string approvers) => $$"""
        apiVersion: argoproj.io/v1alpha1
        kind: Application
        metadata:
          name: shop
          annotations: {plumbline.dev/approval: "slack:#deploys"{{(approvers.Length == 0 ? "" : $", plumbline.dev/approvers: \"{approvers}\"")}}}
        spec:
          project: default
          source: {repoURL: {{Shop}}, targetRevision: HEAD, path: .}
          destination: {name: one, namespace: shop}
          syncPolicy: {syncOptions: [CreateNamespace=true]}
        """;

    private static Dictionary<string, string?> Settings(string folder, ApiRecorder recorder)
    {
        string Secret(string name, string value)
        {
            var path = Path.Combine(folder, name);
            File.WriteAllText(path, value);
            return $"file:{path}";
        }

        return new Dictionary<string, string?>
        {
            ["Plumbline:Host:Url"] = "http://127.0.0.1:0",
            ["Plumbline:Host:StopLimit"] = "00:00:01",
            ["Plumbline:Storage:ConnectionString"] = "UseDevelopmentStorage=true",
            ["Plumbline:Sync:ControlRepository"] = Control,
            ["Plumbline:Git:CacheFolder"] = Path.Combine(folder, "git"),
            [$"Plumbline:Routes:{Route}:Provider"] = "github",
            [$"Plumbline:Routes:{Route}:Secret"] = Secret("hook", HookSecret),
            [$"Plumbline:Routes:{CiRoute}:Provider"] = "generic-hmac",
            [$"Plumbline:Routes:{CiRoute}:Secret"] = Secret("ci", HookSecret),
            ["Plumbline:Api:Tokens:test:Secret"] = Secret("api", ApiToken),
            ["Plumbline:Slack:Token"] = Secret("bot", "xoxb-1"),
            ["Plumbline:Slack:SigningSecret"] = Secret("slack", SlackSecret),
            ["Plumbline:Slack:PreviousSigningSecret"] = Secret("slack-before", OldSlackSecret),
            ["Plumbline:Slack:TeamId"] = Team,
            ["Plumbline:Slack:ApiBase"] = recorder.Slack.ToString(),
            ["Plumbline:Schedules:Sweep"] = Never,
            ["Plumbline:Schedules:DriftScan"] = Never,
            ["Plumbline:Schedules:CheckRefs"] = Never,
            ["Plumbline:Schedules:Retention"] = Never,
            ["Logging:LogLevel:Default"] = "Critical",
            ["AzureFunctionsJobHost:extensions:queues:visibilityTimeout"] = "00:00:00",
            ["AzureFunctionsJobHost:extensions:queues:maxPollingInterval"] = "00:00:00.200",
        };
    }

    /// <summary>The same cluster under every name, until another one takes its place.</summary>
    internal sealed class OneCluster : IClusters
    {
        public FakeCluster Cluster { get; } = new(TimeProvider.System);

        public Task<ICluster> Connect(ClusterReference reference, CancellationToken token) => Task.FromResult<ICluster>(Cluster);
    }
}

using System.Text;
using Plumbline.Support.Azurite;
using Plumbline.Support.ControlPlane;
using Plumbline.Support.Git;
using Plumbline.Support.Recorder;

namespace Plumbline.Demo;

/// <summary>All parts of the demo: storage, a cluster, a git server with two repositories, what stands for GitHub and Slack, and Plumbline itself.</summary>
internal sealed class Stage : IAsyncDisposable
{
    private const string ExampleServer = "https://cluster.example.com:6443";
    private const string ExampleShop = "https://github.com/acme/shop.git";
    private const string ExampleEnvironments = "https://github.com/acme/environments.git";
    private const string ExampleAuthority = "BASE64-OF-THE-CLUSTERS-CA";

    private readonly string _folder = Directory.CreateTempSubdirectory("plumbline-demo-").FullName;
    private readonly Action<string> _progress;
    private string _program = "";
    private AzuriteServer? _azurite;
    private ControlPlaneWithKubelet? _cluster;
    private GitHttpServer? _git;

    private Stage(Action<string> progress) => _progress = progress;

    public DemoSecrets Secrets { get; } = new();

    public ApiRecorder Recorder { get; private set; } = null!;

    public PlumbHost Host { get; private set; } = null!;

    public Repository Control { get; private set; } = null!;

    public Repository Shop { get; private set; } = null!;

    public Repository Environments { get; private set; } = null!;

    public KubeApi Api => _cluster!.Plane.Api;

    public string Kubeconfig => _cluster!.Plane.KubeconfigFile;

    public string Log => Path.Combine(_folder, "plumb.log");

    /// <summary>Brings everything up.</summary>
    public static async Task<Stage> Build(string root, Action<string> progress, CancellationToken token)
    {
        var stage = new Stage(progress);
        try
        {
            var azurite = AzuriteServer.StartAsync(new AzuriteOptions { Progress = progress }, token);
            var cluster = stage.StartCluster(null, token);
            stage._git = await GitHttpServer.Start(token);
            stage.Recorder = await ApiRecorder.Start();
            stage._azurite = await azurite;
            stage._cluster = await cluster;
            await stage.MakeRepositories(root, token);
            progress("plumb: starting");
            stage._program = Program(root);
            stage.Host = await PlumbHost.Start(stage._program, stage.Settings(), stage.Secrets.Api, stage.Log, token);
            return stage;
        }
        catch
        {
            await stage.DisposeAsync();
            throw;
        }
    }

    /// <summary>An empty cluster takes the place of the present one: same address, same credentials.</summary>
    public async Task ReplaceCluster(CancellationToken token)
    {
        var before = _cluster!.Plane;
        await _cluster.DisposeAsync();
        _cluster = await StartCluster(before, token);
    }

    /// <summary>Plumbline stops and comes up again; with <paramref name="switchedOff"/> without these functions.</summary>
    public async Task Restart(IEnumerable<string> switchedOff, CancellationToken token)
    {
        await Host.DisposeAsync();
        var settings = Settings();
        foreach (var function in switchedOff)
        {
            settings[$"AzureWebJobs__{function}__Disabled"] = "true";
        }

        Host = await PlumbHost.Start(_program, settings, Secrets.Api, Log, token);
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        foreach (var part in (IAsyncDisposable?[])[Host, Recorder, _git, _cluster, _azurite])
        {
            if (part is not null)
            {
                await part.DisposeAsync();
            }
        }

        Control?.Dispose();
        Shop?.Dispose();
        Environments?.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    private static string Program(string root)
    {
        // The demo and the program are built into folders of the same names.
        var built = Path.GetRelativePath(Path.Combine(root, "tests", "Demo"), AppContext.BaseDirectory);
        return Path.Combine(root, "functions", built, "plumb");
    }

    private Task<ControlPlaneWithKubelet> StartCluster(LocalControlPlane? before, CancellationToken token) => ControlPlaneWithKubelet.StartAsync(
        new ControlPlaneOptions { MayBuild = true, Progress = _progress, Identity = before?.Identity, Port = before?.Server.Port ?? 0 }, new KubeletOptions(), token);

    private async Task MakeRepositories(string root, CancellationToken token)
    {
        var examples = Path.Combine(root, "examples");
        var shop = await _git!.CreateRepository("acme/shop", token);
        var authority = Convert.ToBase64String(Encoding.UTF8.GetBytes(_cluster!.Plane.CaPem));
        var environments = await _git.CreateRepository("acme/environments", token);
        string Localized(string text) => text
            .Replace(ExampleServer, _cluster.Plane.Server.ToString().TrimEnd('/'), StringComparison.Ordinal)
            .Replace(ExampleAuthority, authority, StringComparison.Ordinal)
            .Replace(ExampleShop, shop, StringComparison.Ordinal)
            .Replace(ExampleEnvironments, environments, StringComparison.Ordinal);

        Control = await Repository.Create(await _git.CreateRepository("acme/control", token), Path.Combine(examples, "control"), Localized, token);
        Shop = await Repository.Create(shop, Path.Combine(examples, "shop"), Localized, token);
        Environments = await Repository.Create(environments, Path.Combine(examples, "environments"), Localized, token);
    }

    /// <summary>Settings as an operator writes them; the timers run more often than an operator would want.</summary>
    private Dictionary<string, string> Settings() => new()
    {
        ["PLUMBLINE__HOST__URL"] = "http://127.0.0.1:0",
        ["PLUMBLINE__STORAGE__CONNECTIONSTRING"] = _azurite!.ConnectionString,
        ["PLUMBLINE__SYNC__CONTROLREPOSITORY"] = Control.Url,
        ["PLUMBLINE__GIT__CACHEFOLDER"] = Path.Combine(_folder, "git"),
        ["PLUMBLINE__GIT__ALLOWEDORIGINS__0"] = _git!.Address.ToString().TrimEnd('/'),
        ["PLUMBLINE__ROUTES__github__PROVIDER"] = "github",
        ["PLUMBLINE__ROUTES__github__SECRET"] = "env:DEMO_GITHUB_HOOK",
        ["PLUMBLINE__ROUTES__cibuilds__PROVIDER"] = "generic-hmac",
        ["PLUMBLINE__ROUTES__cibuilds__SECRET"] = "env:DEMO_CI_HOOK",
        ["PLUMBLINE__API__TOKENS__demo__SECRET"] = "env:DEMO_API_TOKEN",
        ["PLUMBLINE__API__TOKENS__demo__PERMISSION"] = "sync",
        ["PLUMBLINE__GITHUB__APIBASE"] = Recorder.GitHub.ToString(),
        ["PLUMBLINE__GITHUB__ORIGIN"] = _git.Address.ToString().TrimEnd('/'),
        ["PLUMBLINE__GITHUB__TOKEN"] = "env:DEMO_GITHUB_TOKEN",
        ["PLUMBLINE__SLACK__APIBASE"] = Recorder.Slack.ToString(),
        ["PLUMBLINE__SLACK__TOKEN"] = "env:DEMO_SLACK_TOKEN",
        ["PLUMBLINE__SLACK__SIGNINGSECRET"] = "env:DEMO_SLACK_SIGNING",
        ["PLUMBLINE__SLACK__TEAMID"] = "T0DEMO",
        ["PLUMBLINE__SCHEDULES__SWEEP"] = "*/5 * * * * *",
        ["PLUMBLINE__SCHEDULES__DRIFTSCAN"] = "*/3 * * * * *",
        ["PLUMBLINE__SCHEDULES__CHECKREFS"] = "*/10 * * * * *",
        ["DEMO_GITHUB_HOOK"] = Secrets.GitHubHook,
        ["DEMO_CI_HOOK"] = Secrets.CiHook,
        ["DEMO_API_TOKEN"] = Secrets.Api,
        ["DEMO_GITHUB_TOKEN"] = Secrets.GitHubToken,
        ["DEMO_SLACK_TOKEN"] = Secrets.SlackToken,
        ["DEMO_SLACK_SIGNING"] = Secrets.SlackSigning,
        ["CLUSTER_MAIN_TOKEN"] = _cluster!.Plane.AdminToken,
    };
}

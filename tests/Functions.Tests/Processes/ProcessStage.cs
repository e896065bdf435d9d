using System.Collections.Concurrent;
using System.Text;
using Microsoft.Extensions.DependencyInjection;
using Plumbline.Core.Ledger;
using Plumbline.Fixtures;
using Plumbline.Functions.Tests.Processes;
using Plumbline.Storage;
using Plumbline.Support.ControlPlane;
using Plumbline.Support.Git;
using Plumbline.Support.Recorder;

[assembly: AssemblyFixture(typeof(AzuriteFixture))]
[assembly: AssemblyFixture(typeof(ControlPlaneFixture))]

namespace Plumbline.Functions.Tests.Processes;

/// <summary>Tests with real processes come one after the other, and not beside those that look at the clock.</summary>
[CollectionDefinition(Name, DisableParallelization = true)]
public sealed class ProcessCollection : ICollectionFixture<ProcessStage>
{
    public const string Name = "processes";
}

/// <summary>
/// Storage, a cluster, a git server, what stands for GitHub and Slack: all real and all left alone. Only hosts die here. The timers that would find by themselves what a
/// webhook told (ref check, drift scan) practically never run, so that nothing hides a loss; the sweeper runs each second.
/// </summary>
public sealed class ProcessStage(AzuriteFixture azurite, ControlPlaneFixture cluster) : IAsyncLifetime
{
    internal const string HookSecret = "a-secret-of-the-hooks-of-this-test";
    internal const string CiSecret = "a-secret-of-the-ci-of-this-test-00";
    internal const string SlackSecret = "a-signing-secret-of-this-test-0000";
    internal const string ApiToken = "a-token-of-the-api-of-this-test-00";
    private const string Prefix = "processes";
    private const string Never = "0 0 0 1 1 *";

    private readonly string _folder = Directory.CreateTempSubdirectory("plumbline-processes-").FullName;
    private readonly ConcurrentQueue<string> _log = new();
    private GitHttpServer? _git;
    private ServiceProvider? _storage;
    private string _connection = "";
    private string _clusterToken = "";

    internal ApiRecorder Recorder { get; private set; } = null!;

    internal GitWorkspace Shop { get; private set; } = null!;

    internal string ShopUrl { get; private set; } = "";

    internal KubeApi Api { get; private set; } = null!;

    internal AppLedger Ledger => _storage!.GetRequiredService<AppLedger>();

    /// <summary>Where a host listens that was given no other address.</summary>
    internal Uri Address { get; } = new($"http://127.0.0.1:{FreePort()}/");

    /// <summary>Counts the commits of the shop.</summary>
    internal int Rounds { get; set; }

    /// <summary>The last lines of all hosts.</summary>
    internal string LastLines => string.Join('\n', _log.TakeLast(80));

    private string Order => Path.Combine(_folder, "order");

    /// <summary>Skips, or fails, the test where a part cannot be had. The first call makes everything, and registers the applications.</summary>
    internal async Task Use(CancellationToken token)
    {
        var storage = await azurite.UseAsync(token);
        var plane = (await cluster.UseAsync(token)).Plane;
        if (_storage is not null)
        {
            return;
        }

        (_connection, _clusterToken, Api) = (storage.ConnectionString, plane.AdminToken, plane.Api);
        Recorder = await ApiRecorder.Start();
        _git = await GitHttpServer.Start(token);
        ShopUrl = await _git.CreateRepository("acme/shop", token);
        Shop = await GitWorkspace.Create(null, TimeProvider.System, token);
        foreach (var (path, text) in ((string[])[ShopFiles.Auto, ShopFiles.Gated]).Select(app => ShopFiles.Of(app, 0).First()))
        {
            Shop.Write(path, text);
        }

        await Shop.Commit("before the first round", token);
        await Shop.Push(ShopUrl, ["main"], token);
        using var control = await GitWorkspace.Create(null, TimeProvider.System, token);
        foreach (var (path, text) in ShopFiles.Control(ShopUrl, plane.Server.ToString().TrimEnd('/'), Convert.ToBase64String(Encoding.UTF8.GetBytes(plane.CaPem))))
        {
            control.Write(path, text);
        }

        var url = await _git.CreateRepository("acme/control", token);
        var commit = await control.Commit("applications", token);
        await control.Push(url, ["main"], token);
        _storage = new ServiceCollection().AddSingleton(TimeProvider.System)
            .AddStorage(new StorageOptions { ConnectionString = _connection, Prefix = Prefix }).AddSingleton<AppLedger>().BuildServiceProvider();
        await Register(url, commit, token);
    }

    /// <summary>The next host that reaches this point dies there.</summary>
    internal void Arm(string point) => File.WriteAllText(Order, point);

    /// <summary>Whether no order is left.</summary>
    internal bool IsDisarmed => !File.Exists(Order);

    /// <summary>How often hosts asked the git server what refs a repository has.</summary>
    internal int RefChecks(string repository) =>
        _git!.Requests.Count(r => r.Path.Contains($"{repository}.git/info/refs", StringComparison.Ordinal));

    /// <summary>Starts a host, at <see cref="Address"/> and with the settings of all, unless told otherwise.</summary>
    internal Task<HostProcess> StartHost(Uri? address, CancellationToken token, params (string Name, string Value)[] more)
    {
        var settings = Settings(address ?? Address);
        foreach (var (name, value) in more)
        {
            settings[name] = value;
        }

        return HostProcess.Start(HostProcess.Program, settings, _log.Enqueue, token);
    }

    internal static int FreePort() => LoopbackPorts.Take(1)[0];

    public ValueTask InitializeAsync() => ValueTask.CompletedTask;

    public async ValueTask DisposeAsync()
    {
        if (_storage is not null)
        {
            await _storage.DisposeAsync();
            Shop.Dispose();
            await Recorder.DisposeAsync();
            await _git!.DisposeAsync();
        }

        Directory.Delete(_folder, recursive: true);
    }

    /// <summary>The control repository is pushed; the applications are looked at and come to rest.</summary>
    private async Task Register(string url, string commit, CancellationToken token)
    {
        await using var host = await StartHost(null, token);
        using var senders = new HostSenders(Address);
        await senders.Push(url, new string('0', 40), commit, token);
        for (var tries = 0; !await IsAtRest(ShopFiles.Auto, senders, token) || !await IsAtRest(ShopFiles.Gated, senders, token); tries++)
        {
            Assert.True(tries < 300, $"the applications are not registered\n{LastLines}");
            await Task.Delay(100, token);
        }
    }

    private static async Task<bool> IsAtRest(string app, HostSenders senders, CancellationToken token) =>
        (await senders.Read($"api/v1/applications/{app}", token))?["busy"]?.GetValue<bool>() == false;

    private Dictionary<string, string> Settings(Uri address) => new()
    {
        ["PROCESS_HOST_ORDER"] = Order,
        ["PLUMBLINE__HOST__URL"] = address.ToString().TrimEnd('/'),
        ["PLUMBLINE__HOST__MESSAGEHIDDEN"] = "00:00:03",
        ["PLUMBLINE__HOST__TIMERLEASE"] = "00:00:02",
        ["PLUMBLINE__STORAGE__CONNECTIONSTRING"] = _connection,
        ["PLUMBLINE__STORAGE__PREFIX"] = Prefix,
        ["PLUMBLINE__SYNC__CONTROLREPOSITORY"] = _git!.UrlOf("acme/control"),
        ["PLUMBLINE__SYNC__LEASE"] = "00:00:04",
        ["PLUMBLINE__SYNC__SLICE"] = "00:00:03",
        ["PLUMBLINE__REPORTING__LEASE"] = "00:00:03",
        ["PLUMBLINE__GIT__CACHEFOLDER"] = Path.Combine(_folder, "git"),
        ["PLUMBLINE__GIT__ALLOWEDORIGINS__0"] = _git.Address.ToString().TrimEnd('/'),
        ["PLUMBLINE__ROUTES__github__PROVIDER"] = "github",
        ["PLUMBLINE__ROUTES__github__SECRET"] = "env:TEST_HOOK",
        ["PLUMBLINE__ROUTES__cibuilds__PROVIDER"] = "generic-hmac",
        ["PLUMBLINE__ROUTES__cibuilds__SECRET"] = "env:TEST_CI",
        ["PLUMBLINE__API__TOKENS__test__SECRET"] = "env:TEST_API",
        ["PLUMBLINE__GITHUB__APIBASE"] = Recorder.GitHub.ToString(),
        ["PLUMBLINE__GITHUB__ORIGIN"] = _git.Address.ToString().TrimEnd('/'),
        ["PLUMBLINE__GITHUB__TOKEN"] = "env:TEST_API",
        ["PLUMBLINE__SLACK__APIBASE"] = Recorder.Slack.ToString(),
        ["PLUMBLINE__SLACK__TOKEN"] = "env:TEST_API",
        ["PLUMBLINE__SLACK__SIGNINGSECRET"] = "env:TEST_SLACK",
        ["PLUMBLINE__SCHEDULES__SWEEP"] = "* * * * * *",
        ["PLUMBLINE__SCHEDULES__DRIFTSCAN"] = Never,
        ["PLUMBLINE__SCHEDULES__CHECKREFS"] = Never,
        ["PLUMBLINE__SCHEDULES__RETENTION"] = Never,
        ["TEST_HOOK"] = HookSecret,
        ["TEST_CI"] = CiSecret,
        ["TEST_API"] = ApiToken,
        ["TEST_SLACK"] = SlackSecret,
        ["CLUSTER_TOKEN"] = _clusterToken,
    };
}

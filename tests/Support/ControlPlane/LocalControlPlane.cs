using System.Globalization;
using System.Net;
using Plumbline.Support.Processes;
using Plumbline.Support.RealParts;

namespace Plumbline.Support.ControlPlane;

/// <summary>
/// A real Kubernetes control plane of this process alone: etcd, kube-apiserver and, where there is one, kube-controller-manager,
/// on free ports of 127.0.0.1, in a temporary folder. Several can run side by side. All of it ends with this handle or with this
/// process, however that ends. The user's own kubeconfig is neither read nor written.
/// </summary>
public sealed class LocalControlPlane : IAsyncDisposable
{
    private const int Attempts = 3;

    // On an idle machine it takes 4 seconds, on a very busy one half a minute.
    private static readonly TimeSpan StartLimit = TimeSpan.FromSeconds(120);
    private static readonly TimeSpan Pace = TimeSpan.FromMilliseconds(50);

    private readonly TemporaryFolder _folder;
    private readonly PlaneFiles _files;
    private readonly List<ChildProcess> _processes = [];

    private LocalControlPlane(ControlPlaneBinaries binaries, PlaneIdentity identity, TemporaryFolder folder)
    {
        Binaries = binaries;
        Identity = identity;
        _folder = folder;
        _files = new PlaneFiles(folder);
    }

    /// <summary>The programs it runs.</summary>
    public ControlPlaneBinaries Binaries { get; }

    /// <summary>Its certificates and keys, with which another plane can take its place and client certificates are issued.</summary>
    public PlaneIdentity Identity { get; }

    /// <summary>The API server's address, https.</summary>
    public Uri Server { get; private set; } = null!;

    /// <summary>The certificate authority clients have to trust.</summary>
    public string CaPem => Identity.CaPem;

    /// <summary>A token that may do everything.</summary>
    public string AdminToken => Identity.AdminToken;

    /// <summary>Whether Deployments, Jobs, namespaces' deletion and the like are worked on.</summary>
    public bool HasControllers { get; private set; }

    /// <summary>A client signed in with <see cref="AdminToken"/>.</summary>
    public KubeApi Api { get; private set; } = null!;

    /// <summary>The process ids of its programs.</summary>
    public IReadOnlyList<int> ProcessIds => [.. _processes.Select(process => process.Id)];

    /// <summary>A kubeconfig for the admin, as text.</summary>
    public string Kubeconfig => KubeconfigFor(AdminToken);

    /// <summary>The same as a file, which goes away with the plane.</summary>
    public string KubeconfigFile => _files.Kubeconfig;

    /// <summary>Starts a plane and waits until it serves.</summary>
    /// <exception cref="RealPartUnavailableException">The programs are not there, or do not come up on this machine.</exception>
    public static async Task<LocalControlPlane> StartAsync(ControlPlaneOptions options, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(options);
        var binaries = await ControlPlaneBinaries.FindAsync(options.MayBuild, options.Progress, cancellation);
        var identity = options.Identity ?? PlaneIdentity.Create(TimeProvider.System);
        var plane = new LocalControlPlane(binaries, identity, TemporaryFolder.Create());
        try
        {
            await plane.StartAnyAsync(options, cancellation);
            return plane;
        }
        catch
        {
            await plane.DisposeAsync();
            throw;
        }
    }

    /// <summary>A kubeconfig for the holder of a token, as text.</summary>
    public string KubeconfigFor(string token) =>
        $$"""
        apiVersion: v1
        kind: Config
        current-context: plumbline
        clusters:
        - name: plumbline
          cluster:
            server: {{Server.GetLeftPart(UriPartial.Authority)}}
            certificate-authority-data: {{Convert.ToBase64String(System.Text.Encoding.ASCII.GetBytes(CaPem))}}
        users:
        - name: user
          user:
            token: {{token}}
        contexts:
        - name: plumbline
          context:
            cluster: plumbline
            user: user

        """;

    /// <summary>Ends its programs and removes its folder. Safe to call twice.</summary>
    public async ValueTask DisposeAsync()
    {
        await StopProgramsAsync();
        Api?.Dispose();
        _folder.Dispose();
    }

    private async Task StartAnyAsync(ControlPlaneOptions options, CancellationToken cancellation)
    {
        _files.Write(Identity);
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                await StartOnceAsync(options, attempt, cancellation);
                return;
            }
            catch (RealPartUnavailableException e) when (attempt < Attempts && e.Message.Contains("address already in use", StringComparison.Ordinal))
            {
                // Somebody took a port between our looking and our program's listening.
                await StopProgramsAsync();
                Api.Dispose();
            }
        }
    }

    private async Task StartOnceAsync(ControlPlaneOptions options, int attempt, CancellationToken cancellation)
    {
        var ports = LoopbackPorts.Take(4);
        ports[2] = options.Port == 0 ? ports[2] : options.Port;
        Server = new Uri(string.Create(CultureInfo.InvariantCulture, $"https://127.0.0.1:{ports[2]}/"));
        Api = new KubeApi(Server, CaPem, AdminToken);
        HasControllers = options.Controllers && Binaries.HasControllers;
        File.WriteAllText(_files.Kubeconfig, Kubeconfig);
        var arguments = new PlaneArguments(Binaries, _files, attempt, ports);

        options.Progress?.Invoke("control plane: starting etcd and kube-apiserver");
        await RunAsync("etcd", arguments.Etcd(), cancellation);
        await RunAsync("kube-apiserver", arguments.ApiServer(HasControllers), cancellation);
        await UntilAsync(
            "kube-apiserver",
            // A server says that it is ready a moment before it has made this namespace.
            async () => await Api.IsReadyAsync(cancellation) && await HasAsync("/api/v1/namespaces/default", cancellation),
            options.Progress,
            cancellation);
        if (!HasControllers)
        {
            return;
        }

        options.Progress?.Invoke("control plane: starting kube-controller-manager");
        await RunAsync("kube-controller-manager", arguments.ControllerManager(), cancellation);
        await UntilAsync(
            "kube-controller-manager",
            // The sign that the controllers are at work: they make this account, and no pod can be created without it.
            () => HasAsync("/api/v1/namespaces/default/serviceaccounts/default", cancellation),
            options.Progress,
            cancellation);
    }

    private async Task<bool> HasAsync(string path, CancellationToken cancellation)
    {
        try
        {
            return await Api.FindAsync(path, cancellation) is not null;
        }
        catch (HttpRequestException e) when (e.StatusCode is null or >= HttpStatusCode.InternalServerError)
        {
            return false;
        }
    }

    private async Task RunAsync(string program, IReadOnlyList<string> arguments, CancellationToken cancellation) =>
        _processes.Add(await ChildProcess.StartAsync(
            new ChildProcessOptions { Name = program, File = Binaries.Program(program), Arguments = arguments, WorkingFolder = _folder.Path },
            cancellation));

    private async Task UntilAsync(string program, Func<Task<bool>> isReady, Action<string>? progress, CancellationToken cancellation)
    {
        var start = TimeProvider.System.GetTimestamp();
        var told = 0;
        while (!await isReady())
        {
            var elapsed = TimeProvider.System.GetElapsedTime(start);
            if (_processes.Find(process => process.HasExited) is { } gone)
            {
                throw new RealPartUnavailableException(ControlPlaneBinaries.Part, $"{gone.Name} ended:\n{gone.LastLines}");
            }

            if (elapsed > StartLimit)
            {
                throw new RealPartUnavailableException(
                    ControlPlaneBinaries.Part, $"{program} was not ready after {StartLimit.TotalSeconds} s:\n{_processes[^1].LastLines}");
            }

            if ((int)elapsed.TotalSeconds / 2 > told)
            {
                told = (int)elapsed.TotalSeconds / 2;
                progress?.Invoke($"control plane: waiting for {program} ({(int)elapsed.TotalSeconds} s)");
            }

            await Task.Delay(Pace, cancellation);
        }
    }

    private async Task StopProgramsAsync()
    {
        // The store goes last: without it the others would fill their logs while they end.
        foreach (var process in Enumerable.Reverse(_processes))
        {
            await process.DisposeAsync();
        }

        _processes.Clear();
    }
}

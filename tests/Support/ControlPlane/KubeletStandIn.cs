using System.Collections.Concurrent;
using System.Globalization;
using System.Net;
using System.Text.Json.Nodes;

namespace Plumbline.Support.ControlPlane;

/// <summary>
/// Stands for what a cluster has besides its control plane: one node, the scheduler, the kubelet, a volume provisioner and a load
/// balancer. It runs no container: it writes the statuses those would write, so that Deployments, StatefulSets, DaemonSets, Jobs,
/// claims, Services and Ingresses get healthy, or fail as <see cref="KubeletOptions.Fate"/> says.
/// </summary>
public sealed class KubeletStandIn : IAsyncDisposable
{
    private readonly KubeApi _api;
    private readonly KubeletOptions _options;
    private readonly ConcurrentDictionary<string, string> _addresses = new();
    private readonly ConcurrentDictionary<string, PodFate> _ending = new();
    private readonly ConcurrentDictionary<Task, byte> _work = new();
    private readonly SemaphoreSlim _calls = new(8);
    private readonly CancellationTokenSource _stop = new();
    private Task _loops = Task.CompletedTask;
    private int _addressCount;

    private KubeletStandIn(KubeApi api, KubeletOptions options)
    {
        _api = api;
        _options = options;
    }

    /// <summary>Creates the node and starts to look after the cluster. The client is used until the stand-in is disposed.</summary>
    /// <exception cref="HttpRequestException">The server refuses the node.</exception>
    public static async Task<KubeletStandIn> StartAsync(KubeApi api, KubeletOptions options, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(api);
        ArgumentNullException.ThrowIfNull(options);
        var standIn = new KubeletStandIn(api, options);
        await StandInNode.CreateAsync(api, options.NodeName, cancellation);
        var stop = standIn._stop.Token;
        var addresses = new StandInAddresses(api);
        var volumes = new StandInVolumes(api);
        standIn._loops = Task.WhenAll(
            Watch("/api/v1/pods", (pod, gone) => { standIn.See(StandInPod.From(pod), gone); return Task.CompletedTask; }),
            Watch("/api/v1/services", (service, gone) => gone ? Task.CompletedTask : addresses.SeeServiceAsync(service, stop)),
            Watch("/apis/networking.k8s.io/v1/ingresses", (ingress, gone) => gone ? Task.CompletedTask : addresses.SeeIngressAsync(ingress, stop)),
            Watch("/api/v1/persistentvolumeclaims", (claim, gone) => volumes.SeeAsync(claim, gone, stop)));
        return standIn;

        Task Watch(string path, Func<JsonNode, bool, Task> handle) => WatchLoop.RunAsync(api, path, handle, stop);
    }

    /// <summary>Ends its work; the cluster stays as it is.</summary>
    public async ValueTask DisposeAsync()
    {
        if (_stop.IsCancellationRequested)
        {
            return;
        }

        await _stop.CancelAsync();
        try
        {
            await _loops;
        }
        catch (OperationCanceledException)
        {
            // That is how the loops end.
        }

        await Task.WhenAll(_work.Keys);
        _calls.Dispose();
        _stop.Dispose();
    }

    private void See(StandInPod pod, bool gone)
    {
        if (gone)
        {
            _ending.TryRemove(pod.Uid, out _);
            _addresses.TryRemove(pod.Uid, out _);
            return;
        }

        if (pod.IsTerminating)
        {
            if (pod.IsBound)
            {
                Do(() => _api.DeleteAsync(pod.Path, 0, _stop.Token));
            }
        }
        else if (pod.Phase is "Pending" or "Running")
        {
            Act(pod);
        }
    }

    private void Act(StandInPod pod)
    {
        var fate = _options.Fate(pod);
        switch (fate)
        {
            case PodFate.StayPending:
                break;
            case PodFate.ImagePullBackOff or PodFate.CrashLoopBackOff:
                if (pod.WaitingReason != fate.ToString() || pod.StatusImage != pod.Images[0])
                {
                    Do(() => WaitForeverAsync(pod, fate));
                }

                break;
            case PodFate.Run:
                if (pod.Phase != "Running" || !pod.IsReady || pod.StatusImage != pod.Images[0])
                {
                    Do(() => RunAsync(pod));
                }

                break;
            default:
                if (_ending.TryAdd(pod.Uid, fate))
                {
                    Do(() => EndAsync(pod, fate == PodFate.Complete ? 0 : 1), () => _ending.TryRemove(pod.Uid, out _));
                }

                break;
        }
    }

    private async Task RunAsync(StandInPod pod)
    {
        await BindAsync(pod);
        if (_options.StartDuration > TimeSpan.Zero)
        {
            await Task.Delay(_options.StartDuration, _stop.Token);
        }

        await WriteAsync(pod, PodStatus.Running(pod, Address(pod), Now));
    }

    private async Task EndAsync(StandInPod pod, int exitCode)
    {
        await RunAsync(pod);
        await Task.Delay(_options.JobDuration, _stop.Token);
        await WriteAsync(pod, PodStatus.Ended(pod, Address(pod), exitCode, Now));
    }

    private async Task WaitForeverAsync(StandInPod pod, PodFate fate)
    {
        await BindAsync(pod);
        var phase = fate == PodFate.CrashLoopBackOff ? "Running" : "Pending";
        await WriteAsync(pod, PodStatus.Waiting(pod, Address(pod), phase, fate.ToString(), Now));
    }

    private async Task BindAsync(StandInPod pod)
    {
        if (pod.IsBound)
        {
            return;
        }

        var binding = $$$"""
            {"apiVersion":"v1","kind":"Binding","metadata":{"name":"{{{pod.Name}}}"},
             "target":{"apiVersion":"v1","kind":"Node","name":"{{{_options.NodeName}}}"}}
            """;
        try
        {
            await CallAsync(() => _api.CreateAsync(pod.Path + "/binding", binding, _stop.Token));
        }
        catch (HttpRequestException e) when (e.StatusCode == HttpStatusCode.Conflict)
        {
            // An earlier event of the same pod led to the same binding.
        }
    }

    private Task WriteAsync(StandInPod pod, string status) =>
        CallAsync(() => _api.PatchAsync(pod.Path + "/status", status, KubeApi.StrategicMerge, _stop.Token));

    private DateTimeOffset Now => TimeProvider.System.GetUtcNow();

    private string Address(StandInPod pod) => _addresses.GetOrAdd(pod.Uid, _ =>
    {
        var number = Interlocked.Increment(ref _addressCount);
        return string.Create(CultureInfo.InvariantCulture, $"10.244.{(number / 250) % 250}.{(number % 250) + 2}");
    });

    private async Task CallAsync(Func<Task> call)
    {
        await _calls.WaitAsync(_stop.Token);
        try
        {
            await call();
        }
        finally
        {
            _calls.Release();
        }
    }

    private void Do(Func<Task> work, Action? onRefusal = null)
    {
        var task = Guarded();
        _work.TryAdd(task, 0);
        task.ContinueWith(done => _work.TryRemove(done, out _), CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);

        async Task Guarded()
        {
            await Task.Yield();
            try
            {
                await work();
            }
            catch (HttpRequestException)
            {
                // The pod changed or went away meanwhile, and its next event is what counts; or the server is away, and the
                // next list will bring the pod back.
                onRefusal?.Invoke();
            }
            catch (OperationCanceledException)
            {
                // The stand-in ends.
            }
        }
    }
}

using System.Text;
using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using Plumbline.Core.Kubernetes;
using Plumbline.Core.Messages;
using Plumbline.Core.Objects;
using Plumbline.Core.State;
using Plumbline.Flows;
using Plumbline.Reporting;
using Plumbline.Slack;
using Plumbline.Sync.Handlers;
using Plumbline.Sync.Inbox;

namespace Plumbline.Simulation;

/// <summary>One run of the composed system under one seed: trouble first, then fairness until nothing is left to do.</summary>
internal sealed class Run
{
    private static readonly string[] Queues = [QueueName.Deliveries, QueueName.Reconcile, QueueName.Sync, QueueName.Report];
    private static readonly TimeSpan Hidden = TimeSpan.FromMinutes(2);
    private const int MostWorkers = 3;
    private const int MostTries = 5;

    private readonly Story _story;
    private readonly List<(Host Host, Task Task)> _workers = [];

    public Run(int seed)
    {
        World = new World(seed);
        _story = new Story(World);
    }

    public World World { get; }

    /// <summary>Plays <paramref name="steps"/> moves, then lets the system catch up.</summary>
    public void Play(int steps)
    {
        Work(host => host.Get<IRefCheck>().Check(default));
        Settle();
        for (var i = 0; i < steps; i++)
        {
            Move();
        }

        _story.PushGood();
        World.IsFair = true;
        World.Cluster.FailNext = 0;
        World.Git.Repository(World.Shop).SetDown(false);
        Drain();
    }

    private void Move()
    {
        switch (World.Chance.Next(100))
        {
            case < 45:
                for (var n = World.Chance.Next(1, 30); n > 0 && World.Scheduler.Step(); n--)
                {
                }

                break;
            case < 70 when _workers.Count < MostWorkers:
                Take(Queues[World.Chance.Next(Queues.Length)]);
                break;
            case < 76:
                World.Clock.Advance(TimeSpan.FromSeconds(World.Chance.Next(1, 45)));
                break;
            case < 77:
                Jump();
                break;
            case < 83:
                _story.PushSomething();
                Send(World.Senders.Push(), World.Chance.Next(3));
                break;
            case < 87:
                Send(World.Senders.Ask(World.Chance.Next(2) == 0 ? "asked" : "gated"), World.Chance.Next(3));
                break;
            case < 93:
                Press();
                break;
            case < 95:
                Disturb();
                break;
            case < 98:
                Timers(World.Chance.Next(5));
                break;
            default:
                World.Cluster.FailNext = World.Chance.Next(3);
                World.Git.Repository(World.Shop).SetDown(World.Chance.Next(3) == 0);
                break;
        }

        Reap();
    }

    /// <summary>The clock is set: far forward, as after a pause of the machine, or a little back.</summary>
    private void Jump()
    {
        if (World.Chance.Next(3) == 0)
        {
            World.Clock.AdjustTime(World.Clock.GetUtcNow() - TimeSpan.FromSeconds(World.Chance.Next(1, 60)));
        }
        else
        {
            World.Clock.Advance(TimeSpan.FromMinutes(World.Chance.Next(1, 15)));
        }
    }

    /// <summary>A webhook: lost, delivered, or delivered twice.</summary>
    private void Send(Func<IWebhookInbox, Task> webhook, int times)
    {
        for (; times > 0; times--)
        {
            Work(host => webhook(host.Get<IWebhookInbox>()));
        }
    }

    private void Timers(int which) => Work(host => which switch
    {
        0 => host.Get<ISweeper>().Sweep(default),
        1 => host.Get<IDriftScan>().Scan(default),
        2 => host.Get<IRefCheck>().Check(default),
        3 => host.Get<IDeliveries>().Sweep(default),
        _ => host.Get<IReportSweep>().Sweep(default),
    });

    /// <summary>Somebody presses a button that some message shows.</summary>
    private void Press()
    {
        var buttons = World.Outside.Messages.Values.SelectMany(m => m.Message.Buttons).ToList();
        if (buttons.Count > 0)
        {
            var (gate, action) = (buttons[World.Chance.Next(buttons.Count)].Value, World.Chance.Next(4) == 0 ? "reject" : "approve");
            Work(host => Press(host, gate, action));
        }
    }

    private Task Press(Host host, string gate, string action)
    {
        var payload = JsonSerializer.Serialize(new
        {
            type = "block_actions",
            api_app_id = "A1",
            team = new { id = "T1" },
            user = new { id = "U1", username = "ben" },
            channel = new { id = "C1" },
            actions = new[] { new { action_id = action, value = gate } },
        });
        var body = Encoding.UTF8.GetBytes($"payload={Uri.EscapeDataString(payload)}");
        var timestamp = $"{World.Clock.GetUtcNow().ToUnixTimeSeconds()}";
        return host.Get<IInteractionHandler>().Handle(new InteractionRequest(body, [SlackSignature.Sign(timestamp, body, World.SlackSecret)], [timestamp]), default);
    }

    /// <summary>Somebody changes or deletes an object in the cluster.</summary>
    private void Disturb()
    {
        var objects = World.Cluster.All.Where(o => o.Kind == "ConfigMap" && o.Annotation("argocd.argoproj.io/tracking-id") is not null).Select(o => o.Key).ToList();
        if (objects.Count == 0)
        {
            return;
        }

        var key = objects[World.Chance.Next(objects.Count)];
        var how = World.Chance.Next(5);
        if (how < 2)
        {
            World.Cluster.Remove(key);
        }
        else if (how == 2)
        {
            // Another object of its name takes its place, which is not ours.
            key = objects.Find(k => k.Name.StartsWith("extra", StringComparison.Ordinal)) is { Name: not null } extra ? extra : key;
            World.Cluster.Remove(key);
            World.Cluster.WriteAs("somebody", Stranger(key));
            _story.GiveUp(key.Namespace, key.Name);
        }
        else
        {
            World.Cluster.Edit(key, root => ((MapNode)root["data"]!).Set("value", ScalarNode.Of("by hand")));
        }
    }

    private static KubernetesObject Stranger(ResourceKey key)
    {
        var metadata = new MapNode();
        metadata.Set("name", ScalarNode.Of(key.Name));
        metadata.Set("namespace", ScalarNode.Of(key.Namespace));
        var root = new MapNode();
        root.Set("apiVersion", ScalarNode.Of("v1"));
        root.Set("kind", ScalarNode.Of(key.Kind));
        root.Set("metadata", metadata);
        return new KubernetesObject(root);
    }

    private void Drain()
    {
        for (var round = 0; round < 40; round++)
        {
            for (var timer = 0; timer < 5; timer++)
            {
                Timers(timer);
                Settle();
            }

            for (var n = 0; n < 200 && Queues.Any(Take); n++)
            {
                Settle();
            }

            // What is late by design (retries, questions that expire) comes within the simulated hour; a system that rests earlier need not be watched longer.
            if (round > 6 && IsAtRest())
            {
                return;
            }

            World.Clock.Advance(TimeSpan.FromSeconds(91));
        }
    }

    private bool IsAtRest() =>
        World.Queue.NextVisible is null && World.Documents.All.All(d => d.Key.Partition is not ("wakes" or "reports-left") && !d.Key.Partition.StartsWith("deliveries-waiting", StringComparison.Ordinal));

    private void Settle()
    {
        while (World.Scheduler.Step())
        {
        }

        Reap();
    }

    /// <summary>Some host takes a message; false when there is none.</summary>
    private bool Take(string queue)
    {
        var host = AnyHost();
        Task<IReadOnlyList<ReceivedMessage>> received = null!;
        host.Context.Run(() => received = World.Queue.Receive(queue, 1, Hidden, default));
        while (!received.IsCompleted && World.Scheduler.Step())
        {
        }

        if (!received.IsCompletedSuccessfully || received.Result is not [var message])
        {
            return false;
        }

        Work(host, h => Serve(h, queue, message));
        return true;
    }

    private async Task Serve(Host host, string queue, ReceivedMessage message)
    {
        var id = Hint.Parse(message.Text)!.Id;
        try
        {
            await ((message.Taken > MostTries, queue) switch
            {
                (true, QueueName.Deliveries) => host.Get<IDeliveries>().GiveUp(id, default),
                (true, _) => host.Get<IApplicationPoisonHandler>().Park(id, queue, default),
                (_, QueueName.Deliveries) => host.Get<IDeliveries>().Process(id, default),
                (_, QueueName.Reconcile) => host.Get<IReconcileHandler>().Reconcile(id, default),
                (_, QueueName.Sync) => host.Get<IOperationStepHandler>().Step(id, default),
                _ => host.Get<IReportHandler>().Publish(id, default),
            });
            await World.Queue.Delete(queue, message, default);
        }
        catch (Exception e) when (e is StorageException or ClusterException or Core.Git.GitException)
        {
            await World.Queue.Hide(queue, message, TimeSpan.FromSeconds(30), default);
        }
    }

    /// <summary>Begins some work on some host.</summary>
    private void Work(Func<Host, Task> work) => Work(AnyHost(), work);

    private void Work(Host host, Func<Host, Task> work) => _workers.Add((host, host.Context.Start(() => work(host))));

    private Host AnyHost() => World.Hosts[World.Chance.Next(World.Hosts.Length)];

    /// <summary>Looks at workers that ended: a kill takes all of its host along, every other unexpected end is a fault of ours.</summary>
    private void Reap()
    {
        foreach (var worker in _workers.Where(w => w.Task.IsCompleted).ToList())
        {
            _workers.Remove(worker);
            var error = worker.Task.Exception?.InnerException;
            if (error is ProcessKilledException killed)
            {
                _workers.RemoveAll(w => w.Host == World.Hosts[killed.Host]);
                World.Restart(killed.Host);
                Reap();
                return;
            }

            if (error is not null and not (StorageException or ClusterException or Core.Git.GitException))
            {
                throw new InvalidOperationException("a handler failed in a way that no one expects", error);
            }
        }
    }
}

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
    private static readonly string[] Queues = [QueueName.Reconcile, QueueName.Sync, QueueName.Report];
    private static readonly TimeSpan Hidden = TimeSpan.FromMinutes(2);
    private const int MostWorkers = 3;
    private const int MostTries = 5;

    private readonly Story _story;
    private readonly List<Task> _workers = [];

    public Run(int seed)
    {
        World = new World(seed);
        _story = new Story(World);
    }

    public World World { get; }

    /// <summary>Plays <paramref name="steps"/> moves, then lets the system catch up.</summary>
    public void Play(int steps)
    {
        var outer = SynchronizationContext.Current;
        SynchronizationContext.SetSynchronizationContext(World.Scheduler);
        try
        {
            Guarded(() => World.Scheduler.Finish(() => Handler<IRefCheck>().Check(default)));
            for (var i = 0; i < steps; i++)
            {
                Guarded(Move);
            }

            _story.PushGood();
            World.IsFair = true;
            World.Cluster.FailNext = 0;
            World.Git.Repository(World.Shop).SetDown(false);
            Drain();
        }
        finally
        {
            SynchronizationContext.SetSynchronizationContext(outer);
        }
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
                Work(Take(Queues[World.Chance.Next(Queues.Length)]));
                break;
            case < 78:
                World.Clock.Advance(TimeSpan.FromSeconds(World.Chance.Next(1, 45)));
                break;
            case < 84:
                _story.PushSomething();
                Deliver(World.Chance.Next(3));
                break;
            case < 87:
                Work(Handler<IDeliveryHandler>().Handle("ci", "ci", new SyncAsked("gated", null, null), default));
                break;
            case < 91:
                Press();
                break;
            case < 94:
                Disturb();
                break;
            case < 98:
                Timers(World.Chance.Next(4));
                break;
            default:
                World.Cluster.FailNext = World.Chance.Next(3);
                World.Git.Repository(World.Shop).SetDown(World.Chance.Next(3) == 0);
                break;
        }

        Reap();
    }

    /// <summary>The webhook of a push: lost, delivered, or delivered twice.</summary>
    private void Deliver(int times)
    {
        for (; times > 0; times--)
        {
            Work(Handler<IDeliveryHandler>().Handle("push", "github", new RefsMoved("git.test/acme/shop", [new MovedRef("refs/heads/main", null, null)]), default));
        }
    }

    private void Timers(int which) => Work(which switch
    {
        0 => Handler<ISweeper>().Sweep(default),
        1 => Handler<IDriftScan>().Scan(default),
        2 => Handler<IRefCheck>().Check(default),
        _ => Handler<IReportSweep>().Sweep(default),
    });

    /// <summary>Somebody presses a button that some message shows.</summary>
    private void Press()
    {
        var buttons = World.Outside.Messages.Values.SelectMany(m => m.Message.Buttons).ToList();
        if (buttons.Count > 0)
        {
            Work(Press(buttons[World.Chance.Next(buttons.Count)].Value, World.Chance.Next(4) == 0 ? "reject" : "approve"));
        }
    }

    private Task Press(string gate, string action)
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
        return Handler<IInteractionHandler>().Handle(new InteractionRequest(body, [SlackSignature.Sign(timestamp, body, World.SlackSecret)], [timestamp]), default);
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
        if (World.Chance.Next(2) == 0)
        {
            World.Cluster.Remove(key);
        }
        else
        {
            World.Cluster.Edit(key, root => ((MapNode)root["data"]!).Set("value", ScalarNode.Of("by hand")));
        }
    }

    private void Drain()
    {
        for (var round = 0; round < 40; round++)
        {
            for (var timer = 0; timer < 4; timer++)
            {
                Timers(timer);
                Settle();
            }

            for (var n = 0; n < 200 && Queues.Select(Take).FirstOrDefault(t => t is not null) is { } message; n++)
            {
                Work(message);
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
        World.Queue.NextVisible is null && World.Documents.All.All(d => d.Key.Partition is not ("wakes" or "reports-left"));

    private void Settle()
    {
        while (World.Scheduler.Step())
        {
        }

        Reap();
    }

    private Task? Take(string queue)
    {
        var received = World.Queue.Receive(queue, 1, Hidden, default);
        while (!received.IsCompleted && World.Scheduler.Step())
        {
        }

        return received.IsCompletedSuccessfully && received.Result.Count > 0 ? Serve(queue, received.Result[0]) : null;
    }

    private async Task Serve(string queue, ReceivedMessage message)
    {
        var id = Hint.Parse(message.Text)!.Id;
        try
        {
            if (message.Taken > MostTries)
            {
                await Handler<IApplicationPoisonHandler>().Park(id, queue, default);
            }
            else
            {
                await (queue switch
                {
                    QueueName.Reconcile => Handler<IReconcileHandler>().Reconcile(id, default),
                    QueueName.Sync => Handler<IOperationStepHandler>().Step(id, default),
                    _ => Handler<IReportHandler>().Publish(id, default),
                });
            }

            await World.Queue.Delete(queue, message, default);
        }
        catch (Exception e) when (e is StorageException or ClusterException or Core.Git.GitException)
        {
            await World.Queue.Hide(queue, message, TimeSpan.FromSeconds(30), default);
        }
    }

    private void Work(Task? task)
    {
        if (task is not null)
        {
            _workers.Add(task);
        }
    }

    /// <summary>Looks at workers that ended: a kill takes all of them along, every other unexpected end is a fault of ours.</summary>
    private void Reap()
    {
        foreach (var worker in _workers.Where(w => w.IsCompleted).ToList())
        {
            _workers.Remove(worker);
            var error = worker.Exception?.InnerException;
            if (error is ProcessKilledException)
            {
                _workers.Clear();
                World.Restart();
                return;
            }

            if (error is not null and not (StorageException or ClusterException or Core.Git.GitException))
            {
                throw new InvalidOperationException("a handler failed in a way that no one expects", error);
            }
        }
    }

    private void Guarded(Action move)
    {
        try
        {
            move();
        }
        catch (ProcessKilledException)
        {
            _workers.Clear();
            World.Restart();
        }
        catch (Core.Git.GitException)
        {
        }
    }

    private T Handler<T>()
        where T : notnull => World.Process.GetRequiredService<T>();
}

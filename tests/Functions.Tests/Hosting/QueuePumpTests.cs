using System.Diagnostics;
using Plumbline.Core.Messages;

namespace Plumbline.Functions.Tests.Hosting;

/// <summary>What happens to messages in the running host (reference: the queue trigger of Azure's host).</summary>
public sealed class QueuePumpTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Message_is_worked_on_once_and_deleted()
    {
        await using var host = await TestHost.Start();
        await Send(host, QueueName.Reconcile, "shop");

        await Eventually.Holds(() => host.Handlers.Calls.Contains("reconcile shop") && host.Queue.Bodies(QueueName.Reconcile).Count == 0, "the message is done");
        Assert.Single(host.Handlers.Calls, c => c == "reconcile shop");
    }

    [Fact]
    public async Task Message_that_fails_is_tried_again_up_to_the_limit_and_then_handed_to_the_poison_function()
    {
        await using var host = await TestHost.Start(h => h.Work = Fails("reconcile"));
        await Send(host, QueueName.Reconcile, "shop");

        await Eventually.Holds(() => host.Handlers.Calls.Contains("park shop reconcile"), "the poison function ran");
        Assert.Equal(5, host.Handlers.Calls.Count(c => c == "reconcile shop"));
        await Eventually.Holds(() => host.Queue.Bodies("reconcile-poison").Count == 0 && host.Queue.Bodies(QueueName.Reconcile).Count == 0, "nothing is left");
    }

    /// <summary>T-HOST-3.</summary>
    [Theory]
    [InlineData("not json")]
    [InlineData("""{"v":2,"id":"shop"}""")]
    [InlineData("""{"v":1,"id":""}""")]
    [InlineData("""{"v":1}""")]
    [InlineData("""["shop"]""")]
    public async Task Message_that_is_no_hint_reaches_no_handler(string text)
    {
        await using var host = await TestHost.Start();
        await host.Queue.Send(QueueName.Sync, text, TimeSpan.Zero, Token);

        // The poison function cannot read it either; it stays there to be looked at.
        await Eventually.Holds(() => host.Queue.Bodies(QueueName.Sync).Count == 0 && host.Queue.Bodies("sync-poison").Count == 1, "the message is poison");
        Assert.DoesNotContain(host.Handlers.Calls, c => c.StartsWith("step", StringComparison.Ordinal) || c.StartsWith("park", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Messages_at_once_are_bounded_per_queue()
    {
        var running = 0;
        var most = 0;
        async Task Work(string call, CancellationToken token)
        {
            if (call.StartsWith("reconcile", StringComparison.Ordinal))
            {
                InterlockedMax(ref most, Interlocked.Increment(ref running));
                await Task.Delay(20, token);
                Interlocked.Decrement(ref running);
            }
        }

        await using var host = await TestHost.Start(h => h.Work = Work, new Dictionary<string, string?> { ["Plumbline:Host:MessagesAtOnce:reconcile"] = "3" });
        for (var i = 0; i < 30; i++)
        {
            await Send(host, QueueName.Reconcile, $"app-{i}");
        }

        await Eventually.Holds(() => host.Handlers.Calls.Count(c => c.StartsWith("reconcile", StringComparison.Ordinal)) == 30, "all ran");
        Assert.Equal(3, most);
    }

    [Fact]
    public async Task Long_work_keeps_its_message_hidden()
    {
        var release = new TaskCompletionSource();
        await using var host = await TestHost.Start(
            h => h.Work = (call, _) => call == "step shop" ? release.Task : Task.CompletedTask, new Dictionary<string, string?> { ["Plumbline:Host:MessageHidden"] = "00:00:02" });
        await Send(host, QueueName.Sync, "shop");
        await Task.Delay(TimeSpan.FromSeconds(5), Token);

        Assert.Single(host.Handlers.Calls, c => c == "step shop");
        release.SetResult();
        await Eventually.Holds(() => host.Queue.Bodies(QueueName.Sync).Count == 0, "the message is deleted");
        Assert.Single(host.Handlers.Calls, c => c == "step shop");
    }

    [Fact]
    public async Task Stop_lets_running_work_end_and_takes_nothing_new()
    {
        var started = new TaskCompletionSource();
        await using var host = await TestHost.Start(h => h.Work = async (call, token) =>
        {
            if (call.StartsWith("reconcile", StringComparison.Ordinal))
            {
                started.TrySetResult();
                await Task.Delay(300, token);
            }
        });
        await Send(host, QueueName.Reconcile, "shop");
        await started.Task;
        var stop = host.Stop();
        await Send(host, QueueName.Reconcile, "late");
        await stop;

        Assert.Equal(["late"], host.Queue.Bodies(QueueName.Reconcile).Select(b => Hint.Parse(b)!.Id));
        Assert.DoesNotContain("reconcile late", host.Handlers.Calls);
    }

    [Fact]
    public async Task Work_that_does_not_end_is_cancelled_and_its_message_shows_again()
    {
        var started = new TaskCompletionSource();
        await using var host = await TestHost.Start(h => h.Work = async (call, token) =>
        {
            if (call.StartsWith("reconcile", StringComparison.Ordinal))
            {
                started.TrySetResult();
                await Task.Delay(Timeout.Infinite, token);
            }
        });
        await Send(host, QueueName.Reconcile, "shop");
        await started.Task;
        await host.Stop();

        Assert.Single(await host.Queue.Receive(QueueName.Reconcile, 1, TimeSpan.FromMinutes(1), Token));
    }

    [Fact]
    public async Task Storage_that_fails_for_a_while_loses_nothing()
    {
        await using var host = await TestHost.Start();
        host.Queue.Faults.Down = true;
        await Task.Delay(500, Token);
        host.Queue.Faults.Down = false;
        await Send(host, QueueName.Report, "shop");

        await Eventually.Holds(() => host.Handlers.Calls.Contains("publish shop"), "the pump goes on");
    }

    [Fact]
    public async Task Trace_follows_a_message()
    {
        using var listener = new ActivityListener { ShouldListenTo = _ => true, Sample = (ref _) => ActivitySamplingResult.AllDataAndRecorded };
        ActivitySource.AddActivityListener(listener);
        string? trace = null;
        await using var host = await TestHost.Start(h => h.Work = (call, _) =>
        {
            trace = call == "publish traced" ? Activity.Current?.TraceId.ToString() : trace;
            return Task.CompletedTask;
        });
        await host.Queue.Send(QueueName.Report, Hint.To("traced", "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01").ToText(), TimeSpan.Zero, Token);

        await Eventually.Holds(() => trace is not null, "the message is worked on");
        Assert.Equal("0af7651916cd43dd8448eb211c80319c", trace);
    }

    private static Func<string, CancellationToken, Task> Fails(string prefix) =>
        (call, _) => call.StartsWith(prefix, StringComparison.Ordinal) ? throw new InvalidOperationException("on purpose") : Task.CompletedTask;

    private static Task Send(TestHost host, string queue, string id) => host.Queue.Send(queue, Hint.To(id).ToText(), TimeSpan.Zero, Token);

    private static void InterlockedMax(ref int most, int value)
    {
        for (var seen = Volatile.Read(ref most); seen < value; seen = Volatile.Read(ref most))
        {
            Interlocked.CompareExchange(ref most, value, seen);
        }
    }
}

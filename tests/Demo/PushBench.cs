using System.Collections.Concurrent;
using System.Diagnostics;

namespace Plumbline.Demo;

/// <summary>
/// Times what a user waits for, on the demo's parts: from the webhook of a push to the first changed object, and to the commit's status <c>success</c>; and how long a
/// webhook waits for its answer while many come in (issue 3, "What it must show").
/// </summary>
internal sealed class PushBench(Stage stage, BenchOptions options, Narrator narrator)
{
    private const string App = "shop-stage";
    private const string File = "stage/web.yaml";
    private static readonly TimeSpan Look = TimeSpan.FromMilliseconds(5);
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(60);

    // What Flex Consumption runs elsewhere than the functions that answer HTTP.
    private static readonly string[] Workers =
    [
        "ProcessDelivery", "ReconcileApplication", "StepOperation", "PublishReport", "GiveUpDelivery", "ParkReconcile", "ParkOperation", "GiveUpReport",
        "Sweep", "DriftScan", "CheckRefs", "Retention",
    ];

    private readonly Witness _witness = new(stage);

    public async Task Run(CancellationToken token)
    {
        await WarmUp(token);
        var (applied, healthy) = await Pushes(token);
        await stage.Restart(Workers, token);
        var served = await Webhooks("to a copy that only serves HTTP", token);
        await stage.Restart([], token);
        var beside = await Webhooks("to a copy that works through them too", token);
        narrator.Chapter($"{"",-44}{"median",10}{"p90",10}{"p99",10}{"worst",10}   goal");
        Row($"push → first object applied ({applied.Count} pushes)", applied, "< 2 s");
        Row("push → healthy and said so at the commit", healthy, "");
        Row($"webhook → answer at {options.Rate}/s, HTTP only", served, "p99 < 50 ms");
        Row($"webhook → answer at {options.Rate}/s, beside work", beside, "");
    }

    private Senders Sender => new(stage.Host, stage.Secrets, TimeProvider.System);

    private async Task WarmUp(CancellationToken token)
    {
        narrator.Chapter("Registering and deploying the examples");
        foreach (var (repository, message) in ((Repository, string)[])[(stage.Control, "applications"), (stage.Environments, "values"), (stage.Shop, "the shop")])
        {
            await repository.Push(message, token);
            await Sender.Push(repository.Url, repository.Before, repository.Tip, token);
        }

        foreach (var app in (string[])[App, "basket-stage", "catalog-stage", "catalog-production"])
        {
            await narrator.Expect($"{app} is healthy", Limit, t => _witness.Healthy(app, t), token);
        }
    }

    private async Task<(List<TimeSpan> Applied, List<TimeSpan> Healthy)> Pushes(CancellationToken token)
    {
        narrator.Chapter($"{options.Pushes} pushes, one after the other");
        List<TimeSpan> applied = [], healthy = [];
        for (var n = 0; n < options.Pushes; n++)
        {
            var (before, after) = ($"web:{(n == 0 ? "1.0.0" : $"9.{n - 1}.0")}", $"web:9.{n}.0");
            await stage.Shop.Edit(File, before, after, token);
            await stage.Shop.Push($"web 9.{n}.0", token);
            var watch = Stopwatch.StartNew();
            await Sender.Push(stage.Shop.Url, stage.Shop.Before, stage.Shop.Tip, token);
            applied.Add(await Until(watch, t => _witness.Image(App, $"9.{n}.0", t), token));
            healthy.Add(await Until(watch, _ => _witness.Status(stage.Shop.Tip, "stage", "success"), token));
            narrator.Progress($"{n + 1} of {options.Pushes}: applied after {applied[^1].TotalMilliseconds:F0} ms, healthy after {healthy[^1].TotalMilliseconds:F0} ms");
        }

        return (applied, healthy);
    }

    /// <summary>Webhooks at a steady rate, after a second that counts for nothing, in which everything gets warm.</summary>
    private async Task<List<TimeSpan>> Webhooks(string where, CancellationToken token)
    {
        narrator.Chapter($"{options.Rate} webhooks a second for {options.Seconds} seconds, {where}");
        var senders = Sender;
        await AtRate(options.Rate, () => senders.Knock(stage.Shop.Url, stage.Shop.Before, stage.Shop.Tip, token), token);
        var times = new ConcurrentBag<TimeSpan>();
        var refused = 0;
        await AtRate(options.Rate * options.Seconds, Timed, token);
        narrator.Note($"{times.Count} taken, {refused} refused");
        return [.. times];

        async Task Timed()
        {
            var one = Stopwatch.StartNew();
            if (await senders.Knock(stage.Shop.Url, stage.Shop.Before, stage.Shop.Tip, token) == 202)
            {
                times.Add(one.Elapsed);
            }
            else
            {
                Interlocked.Increment(ref refused);
            }
        }
    }

    /// <summary>Sends whether or not earlier ones are answered: a slow answer must not make the sender slower.</summary>
    private async Task AtRate(int count, Func<Task> send, CancellationToken token)
    {
        var sent = new List<Task>();
        var watch = Stopwatch.StartNew();
        for (var n = 0; n < count; n++)
        {
            var due = TimeSpan.FromSeconds((double)n / options.Rate);
            if (due - watch.Elapsed is { } early && early > TimeSpan.FromMilliseconds(1))
            {
                await Task.Delay(early, token);
            }

            sent.Add(send());
        }

        await Task.WhenAll(sent);
    }

    private static async Task<TimeSpan> Until(Stopwatch watch, Func<CancellationToken, Task<Expectation>> look, CancellationToken token)
    {
        while (await look(token) is not Expectation.Succeeded)
        {
            if (watch.Elapsed > Limit)
            {
                throw new DifferenceException($"not after {Limit.TotalSeconds:F0} s");
            }

            await Task.Delay(Look, token);
        }

        return watch.Elapsed;
    }

    private void Row(string what, List<TimeSpan> times, string goal)
    {
        times.Sort();
        string At(double share) => $"{times[Math.Min(times.Count - 1, (int)(times.Count * share))].TotalMilliseconds:F0} ms";
        narrator.Note($"{what,-44}{At(0.5),10}{At(0.9),10}{At(0.99),10}{At(1),10}   {goal}");
    }
}

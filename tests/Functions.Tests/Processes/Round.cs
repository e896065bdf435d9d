using System.Text.Json.Nodes;
using Plumbline.Core.Events;
using Plumbline.Support.Recorder;

namespace Plumbline.Functions.Tests.Processes;

/// <summary>One push to both applications and one decision, and what must have come of them whatever happened to the hosts meanwhile.</summary>
internal sealed class Round
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly ProcessStage _stage;
    private HostSenders _senders;
    private readonly int _number;
    private readonly int _messagesBefore;
    private readonly List<string> _deliveries = [];
    private readonly Dictionary<string, long> _generations = new(StringComparer.Ordinal);
    private string _commit = "";

    private Round(ProcessStage stage, HostSenders senders)
    {
        (_stage, _senders, _number, _messagesBefore) = (stage, senders, ++stage.Rounds, stage.Recorder.Messages.Count);
    }

    /// <summary>Pushes, as a git host would tell it.</summary>
    public static async Task<Round> Push(ProcessStage stage, HostSenders senders, CancellationToken token)
    {
        var round = new Round(stage, senders);
        var before = await stage.Shop.Head(token);
        foreach (var app in (string[])[ShopFiles.Auto, ShopFiles.Gated])
        {
            round._generations[app] = await round.Generation(app, token);
            foreach (var (path, text) in ShopFiles.Of(app, round._number))
            {
                stage.Shop.Write(path, text);
            }

            if (round._number > 1)
            {
                stage.Shop.Delete($"{app}/{ShopFiles.Extra(round._number - 1)}.yaml");
            }
        }

        round._commit = await stage.Shop.Commit($"round {round._number}", token);
        await stage.Shop.Push(stage.ShopUrl, ["main"], token);
        round._deliveries.Add(await senders.Push(stage.ShopUrl, before, round._commit, token));
        return round;
    }

    /// <summary>Goes on through another host.</summary>
    public void Through(HostSenders senders) => _senders = senders;

    /// <summary>Waits until the application that follows each push has done so. CI, too, asks only after the push was handled.</summary>
    public Task Follows(CancellationToken token) => Until(() => Standing(ShopFiles.Auto, isPruned: true, token), token);

    /// <summary>CI asks for the other application; gives the gate that Slack then shows.</summary>
    public async Task<string> Ask(CancellationToken token)
    {
        await Follows(token);
        _deliveries.Add(await _senders.Ask(ShopFiles.Gated, token));
        await Until(() => Task.FromResult(Asked()?.Button("approve") is null ? "nobody was asked" : null), token);
        return Asked()!.Button("approve")!;
    }

    /// <summary>Somebody approves.</summary>
    public Task Approve(string gate, CancellationToken token) => _senders.Press(gate, token);

    /// <summary>Waits until everything of this round is done and told, then looks that nothing was done twice.</summary>
    public async Task IsDoneOnce(CancellationToken token)
    {
        await Until(() => Standing(ShopFiles.Auto, isPruned: true, token), token);
        await Until(() => Standing(ShopFiles.Gated, isPruned: false, token), token);
        await Until(() => Task.FromResult(Asked() is { } m && m.Text.EndsWith("healthy", StringComparison.Ordinal) ? null : $"the message says '{Asked()?.Text}'"), token);
        foreach (var delivery in _deliveries)
        {
            await Until(async () => Text(await _senders.Read($"api/v1/deliveries/{delivery}", token), "status") is "Processed" ? null : $"delivery {delivery} is not processed", token);
        }

        Assert.Equal(1, _stage.Recorder.Messages.Count - _messagesBefore);
        foreach (var app in (string[])[ShopFiles.Auto, ShopFiles.Gated])
        {
            await Operations(app, token);
            Statuses(app);
            await Ledger(app, token);
            Assert.Equal(_generations[app] + 1, await Generation(app, token));
        }
    }

    /// <summary>How often the Deployment was changed; 0 while there is none.</summary>
    private async Task<long> Generation(string app, CancellationToken token) =>
        (await _stage.Api.FindAsync($"/apis/apps/v1/namespaces/{ShopFiles.Namespace(app)}/deployments/web", token))?["metadata"]?["generation"]?.GetValue<long>() ?? 0;

    /// <summary>What the application still lacks; null for nothing.</summary>
    private async Task<string?> Standing(string app, bool isPruned, CancellationToken token)
    {
        var ns = ShopFiles.Namespace(app);
        foreach (var name in (string[])["config", ShopFiles.Extra(_number)])
        {
            var found = await _stage.Api.FindAsync($"/api/v1/namespaces/{ns}/configmaps/{name}", token);
            if (Text(found?["data"], "round") != $"{_number}")
            {
                return $"{app}: ConfigMap {name} is of round {Text(found?["data"], "round") ?? "none"}";
            }
        }

        if (isPruned && _number > 1 && await _stage.Api.FindAsync($"/api/v1/namespaces/{ns}/configmaps/{ShopFiles.Extra(_number - 1)}", token) is not null)
        {
            return $"{app}: ConfigMap {ShopFiles.Extra(_number - 1)} is still there";
        }

        var state = await _senders.Read($"api/v1/applications/{app}", token);
        if (Text(state, "health") != "Healthy" || (isPruned && Text(state, "sync") != "Synced") || state!["busy"]!.GetValue<bool>())
        {
            return $"{app}: {Text(state, "status") ?? "no host answers"}";
        }

        var status = _stage.Recorder.Statuses.FirstOrDefault(s => s.Commit == _commit && s.Context == $"plumbline/{app}");
        return status?.State == "success" ? null : $"{app}: the commit is marked {status?.State ?? "not at all"}";
    }

    /// <summary>One operation for the commit, and it succeeded.</summary>
    private async Task Operations(string app, CancellationToken token)
    {
        var items = (await _senders.Read($"api/v1/applications/{app}/operations", token))!["items"]!.AsArray();
        var ours = items.Where(i => i!["commits"]!.AsArray().Any(c => Text(c, "commit") == _commit)).Select(i => Text(i, "phase")).ToList();
        Assert.Equal(["Succeeded"], ours);
    }

    /// <summary>Pending first, success last, nothing twice; the report whose mark was lost may be repeated once, word for word.</summary>
    private void Statuses(string app)
    {
        var told = _stage.Recorder.Calls.Where(c => c.Path.EndsWith($"/statuses/{_commit}", StringComparison.Ordinal))
            .Select(c => JsonNode.Parse(c.Body)!).Where(b => Text(b, "context") == $"plumbline/{app}")
            .Select(b => (State: Text(b, "state"), Description: Text(b, "description"))).ToList();
        var distinct = told.Distinct().ToList();
        Assert.True(told.Count - distinct.Count <= 1, $"told twice: {string.Join(" | ", told)}");
        Assert.Equal("success", told[^1].State);
        Assert.Single(distinct, s => s.State == "success");
        Assert.All(distinct.SkipLast(1), s => Assert.Equal("pending", s.State));
    }

    /// <summary>The chain holds, and has every event once (I10).</summary>
    private async Task Ledger(string app, CancellationToken token)
    {
        Assert.Null(await _stage.Ledger.Verify(app, token));
        var numbers = new List<long>();
        await foreach (var entry in _stage.Ledger.Read(app, 0, token))
        {
            if (entry.Kind != EventKind.Reported)
            {
                numbers.Add(AppEvent.Parse(entry.Body)!.Number);
            }
        }

        Assert.Equal(Enumerable.Range(1, numbers.Count).Select(n => (long)n), numbers.Order());
    }

    private RecordedMessage? Asked() => _stage.Recorder.Messages.Skip(_messagesBefore).FirstOrDefault();

    private async Task Until(Func<Task<string?>> look, CancellationToken token)
    {
        var started = TimeProvider.System.GetTimestamp();
        while (await look() is { } lacking)
        {
            if (TimeProvider.System.GetElapsedTime(started) > Patience)
            {
                Assert.Fail($"Not within {Patience.TotalSeconds} s: {lacking}\n{_stage.LastLines}\n{await _senders.Read("api/v1/applications", token)}\n{await Story(token)}");
            }

            await Task.Delay(100, token);
        }
    }

    /// <summary>What happened to the gated application, and what was said of it.</summary>
    private async Task<string> Story(CancellationToken token)
    {
        var lines = _stage.Recorder.Messages.Skip(_messagesBefore).Select(m => $"message {m.Key}: {m.Text}").ToList();
        await foreach (var entry in _stage.Ledger.Read(ShopFiles.Gated, 0, token))
        {
            lines.Add($"{entry.Sequence} {entry.At:HH:mm:ss.fff} {entry.Kind} {entry.Key} {AppEvent.Parse(entry.Body)?.Message}");
        }

        return string.Join('\n', lines.TakeLast(60));
    }

    private static string? Text(JsonNode? node, string name) => node?[name]?.GetValue<string>();
}

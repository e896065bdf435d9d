using System.Net;
using System.Text.Json.Nodes;
using Plumbline.Support.Recorder;

namespace Plumbline.Demo;

/// <summary>Looks at what really is: in the API server, at what stands for GitHub and Slack, and in Plumbline's read API where only that can tell.</summary>
internal sealed class Witness(Stage stage)
{
    private int _messagesBefore;
    private string _message = "";
    private string _plan = "";

    /// <summary>The value of the buttons of the message that asked last.</summary>
    public string Gate { get; private set; } = "";

    /// <summary>Messages from here on are the answer to what is asked next.</summary>
    public void MarkMessages() => _messagesBefore = stage.Recorder.Messages.Count;

    public async Task<Expectation> Handled(string delivery, CancellationToken token)
    {
        var record = await stage.Host.Read($"api/v1/deliveries/{delivery}", token);
        return Text(record, "status") switch
        {
            "Processed" => Expectation.Yes($"touches {string.Join(", ", record!["applications"]!.AsArray().Select(a => a!.GetValue<string>()))}"),
            // The check of refs, which runs at the start, was quicker than the sender; what has to follow is looked for next.
            "Ignored" when Text(record, "why") == "The ref is where it was when it was last looked at." => Expectation.Yes("seen by the check of refs already"),
            "Ignored" or "Failed" => Expectation.No($"{Text(record, "status")}: {Text(record, "why")}"),
            var status => Expectation.NotYet($"the delivery is {status ?? "not there"}"),
        };
    }

    public async Task<Expectation> Registered(IReadOnlyList<string> names, CancellationToken token)
    {
        var list = (await stage.Host.Read("api/v1/applications", token))?["items"]?.AsArray().Select(a => Text(a, "name")!).ToList() ?? [];
        return names.All(list.Contains) ? Expectation.Yes(string.Join(", ", list)) : Expectation.NotYet($"registered: {string.Join(", ", list)}");
    }

    public async Task<Expectation> Image(string app, string version, CancellationToken token)
    {
        var image = (await Deployment(app, token))?["spec"]?["template"]?["spec"]?["containers"]?[0]?["image"]?.GetValue<string>();
        return Expectation.When(image?.EndsWith($":{version}", StringComparison.Ordinal) == true, image is null ? $"no Deployment; {await Status(app, token)}" : $"the image is {image}; {await Status(app, token)}");
    }

    public async Task<Expectation> Ready(string app, int replicas, CancellationToken token)
    {
        var ready = (await Deployment(app, token))?["status"]?["readyReplicas"]?.GetValue<int>() ?? 0;
        var state = await Application(app, token);
        return Expectation.When(
            ready == replicas && Text(state, "sync") == "Synced" && Text(state, "health") == "Healthy" && !Flag(state, "busy"),
            $"{ready} of {replicas} ready; {await Status(app, token)}");
    }

    public async Task<Expectation> Healthy(string app, CancellationToken token)
    {
        var state = await Application(app, token);
        return Expectation.When(Text(state, "sync") == "Synced" && Text(state, "health") == "Healthy" && !Flag(state, "busy"), $"{app}: {await Status(app, token)}");
    }

    /// <summary>Exactly these applications were touched by a delivery.</summary>
    public async Task<Expectation> Touches(string delivery, IReadOnlyList<string> apps, CancellationToken token)
    {
        var record = await stage.Host.Read($"api/v1/deliveries/{delivery}", token);
        var touched = record?["applications"]?.AsArray().Select(a => a!.GetValue<string>()).Order(StringComparer.Ordinal).ToList() ?? [];
        return touched.SequenceEqual(apps) ? Expectation.Yes(string.Join(", ", touched)) : Expectation.No($"touched: {string.Join(", ", touched)}");
    }

    public async Task<Expectation> Runs(string ns, string name, string image, CancellationToken token)
    {
        var deployment = await stage.Api.FindAsync($"/apis/apps/v1/namespaces/{ns}/deployments/{name}", token);
        var running = deployment?["spec"]?["template"]?["spec"]?["containers"]?[0]?["image"]?.GetValue<string>();
        return Expectation.When(running?.EndsWith(image, StringComparison.Ordinal) == true, running is null ? "no Deployment" : $"the image is {running}");
    }

    public async Task<Expectation> Scaled(string ns, string name, int replicas, CancellationToken token)
    {
        var deployment = await stage.Api.FindAsync($"/apis/apps/v1/namespaces/{ns}/deployments/{name}", token);
        var wanted = deployment?["spec"]?["replicas"]?.GetValue<int>();
        return Expectation.When(wanted == replicas, $"replicas: {wanted}");
    }

    /// <summary>One value of a ConfigMap or Secret, as it is written there; null where there is none.</summary>
    public async Task<string?> Data(string path, string key, CancellationToken token) => (await stage.Api.FindAsync(path, token))?["data"]?[key]?.GetValue<string>();

    public async Task<Expectation> Holds(string path, string key, string value, CancellationToken token) =>
        Expectation.When(await Data(path, key, token) is { } found && found == value, $"{key} is not {value} yet");

    /// <summary>The value is there and as it was. It may be a secret one, so it is not told.</summary>
    public async Task<Expectation> Same(string key, string? before, string path, CancellationToken token) =>
        before is { Length: > 0 } && await Data(path, key, token) == before ? Expectation.Yes() : Expectation.No($"{key} is another one");

    public Task<Expectation> Status(string commit, string environment, string state)
    {
        var status = stage.Recorder.Statuses.FirstOrDefault(s => s.Commit == commit && s.Context == $"plumbline/{environment}");
        return Task.FromResult(status is null ? Expectation.NotYet("no status yet")
            : status.State == state ? Expectation.Yes(status.Description)
            : Expectation.NotYet($"{status.State}: {status.Description}"));
    }

    public Task<Expectation> FailureNames(string environment, string place)
    {
        var status = stage.Recorder.Statuses.FirstOrDefault(s => s.Commit == stage.Shop.Tip && s.Context == $"plumbline/{environment}");
        return Task.FromResult(status switch
        {
            null => Expectation.NotYet("no status yet"),
            { State: "failure" } when status.Description.Contains(place, StringComparison.Ordinal) => Expectation.Yes(status.Description),
            { State: "failure" or "success" } => Expectation.No($"{status.State}: {status.Description}"),
            _ => Expectation.NotYet($"{status.State}: {status.Description}"),
        });
    }

    public async Task<Expectation> AskedInSlack(CancellationToken token)
    {
        if (stage.Recorder.Messages.Skip(_messagesBefore).FirstOrDefault(m => m.Button("approve") is not null && m.Button("reject") is not null) is not { } message)
        {
            return Expectation.NotYet($"{stage.Recorder.Messages.Count - _messagesBefore} new messages; {await Status("shop-production", token)}");
        }

        (_message, Gate) = (message.Id, message.Button("approve")!);
        _plan = Text(await Application("shop-production", token), "plan") ?? "";
        return message.Body.ToJsonString().Contains(_plan[..Math.Min(8, _plan.Length)], StringComparison.Ordinal) && _plan.Length > 8
            ? Expectation.Yes($"\"{message.Text}\", plan {_plan[..8]}")
            : Expectation.No("the message does not name the plan");
    }

    public Task<Expectation> DecisionShown()
    {
        var message = Asked();
        return Task.FromResult(Expectation.When(message.Button("approve") is null, $"\"{message.Text}\" still has its buttons"));
    }

    public Func<CancellationToken, Task<Expectation>> MessageEnds(string word) => _ =>
    {
        var message = Asked();
        return Task.FromResult(message.Text.EndsWith(word, StringComparison.Ordinal)
            ? Expectation.Yes($"\"{message.Text}\" after {message.Edits} edits")
            : Expectation.NotYet($"it says \"{message.Text}\""));
    };

    public async Task<Expectation> NothingRuns(string app, CancellationToken token) =>
        await Deployment(app, token) is null ? Expectation.Yes() : Expectation.No("there is a Deployment already");

    public async Task<Expectation> AppliedAsShown(string app, CancellationToken token)
    {
        var newest = (await stage.Host.Read($"api/v1/applications/{app}/operations", token))?["items"]?.AsArray().FirstOrDefault();
        return newest is null ? Expectation.NotYet("no operation yet")
            : Text(newest, "plan") == _plan ? Expectation.Yes($"plan {_plan[..8]}, {Text(newest, "initiator")}")
            : Expectation.No($"plan {Text(newest, "plan")} was applied");
    }

    /// <summary>Names of the healing operations so far.</summary>
    public async Task<int> Healings(string app, CancellationToken token) => (await HealingsOf(app, token)).Count;

    public async Task<Expectation> DriftTold(string app, CancellationToken token)
    {
        var page = await stage.Host.Read($"api/v1/applications/{app}/ledger?limit=500", token);
        var drift = page?["items"]?.AsArray().LastOrDefault(e => Text(e, "kind") == "DriftFound");
        return drift is null ? Expectation.NotYet(await Status(app, token)) : Expectation.Yes(Text(JsonNode.Parse(Text(drift, "body")!), "message"));
    }

    public async Task<Expectation> Healed(string app, int before, CancellationToken token)
    {
        var replicas = (await Deployment(app, token))?["spec"]?["replicas"]?.GetValue<int>();
        var settings = await stage.Api.FindAsync($"/api/v1/namespaces/{app}/configmaps/settings", token);
        var healings = await HealingsOf(app, token);
        return replicas == 1 && settings is not null && healings.Count > before
            ? Expectation.Yes($"{Text(healings[0], "changes")}, by {Text(healings[0], "initiator")}")
            : Expectation.NotYet($"replicas {replicas}, ConfigMap settings {(settings is null ? "is gone" : "is there")}; {await Status(app, token)}");
    }

    public async Task<Expectation> Gone(string path, CancellationToken token) =>
        Expectation.When(await stage.Api.FindAsync(path, token) is null, "it is still there");

    /// <summary>All applications rest: nothing under way, nothing waiting to be looked at.</summary>
    public async Task<Expectation> Settled(IReadOnlyList<string> apps, CancellationToken token)
    {
        foreach (var app in apps)
        {
            if (Flag(await Application(app, token), "busy"))
            {
                return Expectation.NotYet($"{app}: {await Status(app, token)}");
            }
        }

        return Expectation.Yes();
    }

    /// <summary>Uid and version of every object that the application has in the cluster.</summary>
    public async Task<IReadOnlyList<string>> Versions(string app, CancellationToken token)
    {
        var versions = new List<string>();
        foreach (var path in (string[])["/apis/apps/v1/namespaces/{0}/deployments", "/api/v1/namespaces/{0}/services", "/api/v1/namespaces/{0}/configmaps"])
        {
            var list = await stage.Api.GetAsync(path.Replace("{0}", app, StringComparison.Ordinal), token);
            versions.AddRange(list["items"]!.AsArray().Select(i => $"{i!["metadata"]!["uid"]} {i["metadata"]!["resourceVersion"]}"));
        }

        return versions;
    }

    public async Task<Expectation> Unchanged(string app, IReadOnlyList<string> before, CancellationToken token) =>
        (await Versions(app, token)).SequenceEqual(before) ? Expectation.Yes($"{before.Count} objects as they were") : Expectation.No("objects have changed");

    private RecordedMessage Asked() => stage.Recorder.Messages.First(m => m.Id == _message);

    private async Task<JsonNode?> Deployment(string ns, CancellationToken token)
    {
        try
        {
            return await stage.Api.FindAsync($"/apis/apps/v1/namespaces/{ns}/deployments/web", token);
        }
        catch (HttpRequestException e) when (e.StatusCode is null or HttpStatusCode.ServiceUnavailable)
        {
            return null;
        }
    }

    private Task<JsonNode?> Application(string app, CancellationToken token) => stage.Host.Read($"api/v1/applications/{app}", token);

    private async Task<string> Status(string app, CancellationToken token) => Text(await Application(app, token), "status") ?? "not registered";

    private async Task<List<JsonNode?>> HealingsOf(string app, CancellationToken token) =>
        (await stage.Host.Read($"api/v1/applications/{app}/operations", token))?["items"]?.AsArray()
            .Where(o => Text(o, "initiator") == "self-heal" && Text(o, "phase") == "Succeeded").ToList() ?? [];

    private static string? Text(JsonNode? node, string name) => node?[name]?.GetValue<string>();

    private static bool Flag(JsonNode? node, string name) => node?[name]?.GetValue<bool>() ?? true;
}

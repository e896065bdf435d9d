using System.Text;
using System.Text.Json.Nodes;
using Plumbline.Core.State;
using Plumbline.Functions.Tests.Hosting;
using Plumbline.Support.State;
using Plumbline.Sync.Inbox;

namespace Plumbline.Functions.Tests.Inbox;

/// <summary>T-WH-9, T-WH-11, T-WH-14, T-WH-16, T-WH-17 and the way of a delivery from the edge to its outcome.</summary>
public sealed class DeliveryTests : IAsyncLifetime
{
    private TestHost? _started;

    private TestHost Host => _started!;

    public async ValueTask InitializeAsync() => _started = await TestHost.Start();

    public ValueTask DisposeAsync() => Host.DisposeAsync();

    [Fact]
    public async Task Accepted_delivery_reaches_its_handler_and_says_what_became_of_it()
    {
        var id = await Accepted(TestHost.GitHub(TestHost.Push()));
        await Eventually.Holds(() => Host.Handlers.Deliveries.ContainsKey(id), "the delivery is handled");

        var moved = Assert.IsType<RefsMoved>(Host.Handlers.Deliveries[id]);
        Assert.Equal("github.com/org/repo", moved.Repository);
        Assert.Equal(new MovedRef("refs/heads/main", new string('a', 40), new string('b', 40)), Assert.Single(moved.Refs));
        var told = await Outcome(id, "Processed");
        Assert.Equal(["shop"], told["applications"]!.AsArray().Select(a => (string?)a));
        Assert.DoesNotContain(Host.Documents.All, IsWaiting);
    }

    [Fact]
    public async Task Delivery_that_changed_nothing_says_why()
    {
        Host.Handlers.Outcome = new DeliveryIgnored("No application uses this repository.");
        var id = await Accepted(TestHost.GitHub(TestHost.Push()));

        Assert.Equal("No application uses this repository.", (string?)(await Outcome(id, "Ignored"))["why"]);
    }

    [Fact]
    public async Task Same_delivery_again_is_answered_200_and_does_nothing()
    {
        var id = await Accepted(TestHost.GitHub(TestHost.Push()));
        await Outcome(id, "Processed");
        var answers = await Task.WhenAll(Enumerable.Range(0, 50).Select(_ => Host.Send(TestHost.GitHub(TestHost.Push()))));

        Assert.All(answers, a => Assert.Equal((200, $$"""{"delivery":"{{id}}"}"""), a));
        Assert.Empty(Host.Queue.Bodies("deliveries"));
        Assert.Single(Host.Handlers.Calls, c => c.StartsWith("handle", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Same_id_on_another_route_is_another_delivery()
    {
        var first = await Accepted(TestHost.GitHub(TestHost.Push()));
        var second = await Accepted(TestHost.GitHub(TestHost.Push(), TestHost.OtherRoute, secret: TestHost.OtherSecret));

        Assert.NotEqual(first, second);
    }

    [Fact]
    public async Task Delivery_whose_message_was_never_sent_is_queued_by_its_repeat()
    {
        Host.Queue.Faults.Plan = (method, queue) => method == "Send" && queue == "deliveries" ? StorageFault.Refused : StorageFault.None;
        Assert.Equal(503, (await Host.Send(TestHost.GitHub(TestHost.Push()))).Status);
        Host.Queue.Faults.Plan = null;

        var (status, _) = await Host.Send(TestHost.GitHub(TestHost.Push()));

        Assert.Equal(200, status);
        await Eventually.Holds(() => !Host.Handlers.Deliveries.IsEmpty, "the delivery is handled");
    }

    [Theory]
    [InlineData("Insert")]
    [InlineData("PutOnce")]
    [InlineData("Send")]
    public async Task Storage_that_is_down_is_answered_503(string method)
    {
        StorageFault Plan(string m, string s) => m == method && !s.StartsWith("timers", StringComparison.Ordinal) ? StorageFault.Refused : StorageFault.None;
        Host.Documents.Faults.Plan = Host.Blobs.Faults.Plan = Host.Queue.Faults.Plan = Plan;
        using var response = await Host.Client.SendAsync(TestHost.GitHub(Long()), TestContext.Current.CancellationToken);

        Assert.Equal(503, (int)response.StatusCode);
        Assert.NotNull(response.Headers.RetryAfter);
    }

    [Theory]
    [InlineData("Insert")]
    [InlineData("PutOnce")]
    [InlineData("Send")]
    public async Task Answer_of_storage_that_was_lost_loses_no_delivery(string method)
    {
        var lost = 0;
        StorageFault Plan(string m, string s) =>
            m == method && !s.StartsWith("timers", StringComparison.Ordinal) && Interlocked.Increment(ref lost) == 1 ? StorageFault.AnswerLost : StorageFault.None;
        Host.Documents.Faults.Plan = Host.Blobs.Faults.Plan = Host.Queue.Faults.Plan = Plan;

        Assert.Equal(503, (await Host.Send(TestHost.GitHub(Long()))).Status);
        Assert.Equal(method == "PutOnce" ? 202 : 200, (await Host.Send(TestHost.GitHub(Long()))).Status);
        await Eventually.Holds(() => !Host.Handlers.Deliveries.IsEmpty, "the delivery is handled");
    }

    [Theory]
    [InlineData("ping")]
    [InlineData("star")]
    [InlineData("some_new_event")]
    public async Task Ping_and_unknown_events_are_accepted_without_work(string @event)
    {
        var id = await Accepted(TestHost.GitHub("""{"zen":"x"}"""u8.ToArray(), @event: @event));

        Assert.Empty(Host.Blobs.All);
        Assert.Empty(Host.Queue.Bodies("deliveries"));
        await Outcome(id, "Ignored");
    }

    [Fact]
    public async Task Event_name_of_a_kilobyte_is_accepted_and_not_kept()
    {
        var id = await Accepted(TestHost.GitHub(TestHost.Push(), @event: new string('e', 1024)));

        Assert.Null((await Outcome(id, "Ignored"))["event"]);
    }

    [Fact]
    public async Task Headers_of_other_senders_mean_nothing()
    {
        var request = TestHost.GitHub(TestHost.Push());
        foreach (var name in new[] { "X-Gitlab-Event", "X-Gitlab-Token", "X-Gogs-Event", "X-Gogs-Delivery", "X-Gitea-Event", "X-Signature", "X-Timestamp", "X-Delivery" })
        {
            request.Headers.TryAddWithoutValidation(name, "other");
        }

        var id = await Accepted(request);
        Assert.Equal("d-1", (string?)(await Outcome(id, "Processed"))["sender"]);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("a b")]
    [InlineData("../x")]
    public async Task Delivery_without_a_sound_id_is_malformed(string? delivery) =>
        Assert.Equal(400, (await Host.Send(TestHost.GitHub(TestHost.Push(), delivery: delivery))).Status);

    [Fact]
    public async Task Every_field_may_be_missing_or_of_any_type()
    {
        var n = 0;
        foreach (var path in new[] { "ref", "before", "after", "repository", "repository.clone_url", "commits", "deleted" })
        {
            foreach (var value in new JsonNode?[] { null, "text", 7, 1.5, true, new JsonArray(), new JsonObject(), new JsonArray(new JsonObject()) })
            {
                foreach (var @event in new[] { "push", "create", "delete" })
                {
                    var body = Encoding.UTF8.GetBytes(With(path, value?.DeepClone()).ToJsonString());
                    var (status, text) = await Host.Send(TestHost.GitHub(body, delivery: $"n-{n++}", @event: @event));
                    Assert.True(status is 202 or 400, $"{@event} {path}={value?.ToJsonString()}: {status} {text}");
                }
            }

            Assert.True((await Host.Send(TestHost.GitHub(Encoding.UTF8.GetBytes(Without(path).ToJsonString()), delivery: $"n-{n++}"))).Status is 202 or 400, path);
        }
    }

    [Fact]
    public async Task Handler_that_keeps_failing_ends_in_a_delivery_marked_failed()
    {
        Host.Handlers.Work = (call, _) => call.StartsWith("handle", StringComparison.Ordinal) ? throw new InvalidOperationException("no") : Task.CompletedTask;
        var id = await Accepted(TestHost.GitHub(TestHost.Push()));

        await Outcome(id, "Failed");
        Assert.Equal(5, Host.Handlers.Calls.Count(c => c.StartsWith("handle", StringComparison.Ordinal)));
        Assert.Empty(Host.Queue.Bodies("deliveries"));
        Assert.DoesNotContain(Host.Documents.All, IsWaiting);
    }

    [Fact]
    public async Task Body_of_any_length_reaches_the_handler_and_only_a_long_one_takes_a_blob()
    {
        var shorter = await Accepted(TestHost.GitHub(TestHost.Push(), delivery: "short"));
        await Outcome(shorter, "Processed");
        Assert.Empty(Host.Blobs.All);

        var longer = await Accepted(TestHost.GitHub(Long(), delivery: "long"));
        await Outcome(longer, "Processed");
        Assert.Equal([$"deliveries/{longer}"], Host.Blobs.All.Keys);
    }

    [Fact]
    public async Task Repeat_whose_body_asks_for_nothing_does_not_undo_the_delivery_that_waits()
    {
        Host.Queue.Faults.Plan = (method, queue) => method == "Send" && queue == "deliveries" ? StorageFault.Refused : StorageFault.None;
        Assert.Equal(503, (await Host.Send(TestHost.GitHub(TestHost.Push()))).Status);
        Host.Queue.Faults.Plan = null;

        Assert.Equal(200, (await Host.Send(TestHost.GitHub("""{"zen":"x"}"""u8.ToArray(), @event: "ping"))).Status);
        Assert.Equal(200, (await Host.Send(TestHost.GitHub(TestHost.Push()))).Status);

        await Eventually.Holds(() => !Host.Handlers.Deliveries.IsEmpty, "the delivery is handled");
    }

    private static bool IsWaiting(StoredDocument document) => document.Key.Partition.StartsWith("deliveries-waiting", StringComparison.Ordinal);

    /// <summary>A push whose body is too long to stand in a row.</summary>
    private static byte[] Long()
    {
        var whole = Whole();
        whole["commits"] = new JsonArray(new JsonObject { ["message"] = new string('x', 200_000) });
        return Encoding.UTF8.GetBytes(whole.ToJsonString());
    }

    private static JsonObject Whole() => JsonNode.Parse(TestHost.Push())!.AsObject();

    private static JsonObject With(string path, JsonNode? value)
    {
        var whole = Whole();
        var (parent, name) = Place(whole, path);
        parent[name] = value;
        return whole;
    }

    private static JsonObject Without(string path)
    {
        var whole = Whole();
        var (parent, name) = Place(whole, path);
        parent.Remove(name);
        return whole;
    }

    private static (JsonObject Parent, string Name) Place(JsonObject whole, string path) =>
        path.Contains('.', StringComparison.Ordinal) ? (whole["repository"]!.AsObject(), path.Split('.')[1]) : (whole, path);

    private async Task<string> Accepted(HttpRequestMessage request)
    {
        var (status, body) = await Host.Send(request);
        Assert.Equal(202, status);
        return (string)JsonNode.Parse(body)!["delivery"]!;
    }

    private async Task<JsonNode> Outcome(string id, string status)
    {
        JsonNode? last = null;
        for (var i = 0; i < 400; i++)
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, $"/api/v1/deliveries/{id}");
            request.Headers.Authorization = new("Bearer", TestHost.ReadToken);
            last = JsonNode.Parse((await Host.Send(request)).Body);
            if ((string?)last!["status"] == status)
            {
                return last;
            }

            await Task.Delay(50, TestContext.Current.CancellationToken);
        }

        throw new InvalidOperationException($"the delivery is {last}");
    }
}

using System.Security.Cryptography;
using System.Text;
using Microsoft.Extensions.Logging.Abstractions;
using Plumbline.Core.Faults;
using Plumbline.Core.Messages;
using Plumbline.Core.Secrets;
using Plumbline.Support.State;
using Plumbline.Sync.Handlers;
using Plumbline.Sync.Inbox;

namespace Plumbline.Sync.Tests.Composed;

/// <summary>Pushes by the thousand, all of them authentic (T-WH-12): the queue stays short, and nothing is lost.</summary>
public sealed class DeliveryStormTests
{
    private const string Secret = "hook-secret-0123456789";

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Pushes_to_refs_that_nobody_follows_never_reach_the_queue()
    {
        var storm = await Storm.Start();
        var asked = storm.System.Git.Repository(SyncSystem.Shop).Asked;

        for (var i = 0; i < 10_000; i++)
        {
            Assert.Equal(202, await storm.Send($"d-{i}", $"refs/heads/topic-{i}"));
        }

        Assert.Equal(202, await storm.Send("d-main", "refs/heads/main"));
        Assert.Single(storm.Queue.Bodies(QueueName.Deliveries));
        Assert.Equal(asked, storm.System.Git.Repository(SyncSystem.Shop).Asked);
        Assert.Contains("No application follows this ref.", await storm.Told("d-7"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Pushes_to_repositories_that_nobody_uses_never_reach_the_queue()
    {
        var storm = await Storm.Start();

        for (var i = 0; i < 1000; i++)
        {
            Assert.Equal(202, await storm.Send($"d-{i}", "refs/heads/main", $"https://git.test/acme/other-{i}"));
        }

        Assert.Empty(storm.Queue.Bodies(QueueName.Deliveries));
    }

    [Fact]
    public async Task Of_a_thousand_pushes_to_one_branch_few_are_before_anybody_elses()
    {
        var storm = await Storm.Start();

        for (var i = 0; i < 1000; i++)
        {
            await storm.Send($"d-{i}", "refs/heads/main");
        }

        await storm.Send("c-1", "refs/heads/main", SyncSystem.Control);
        var visible = await storm.Visible();

        Assert.InRange(visible.Count, 2, 60);
        Assert.Contains(storm.IdOf("c-1"), visible[^1], StringComparison.Ordinal);
        Assert.InRange(storm.Queue.Bodies(QueueName.Deliveries).Count, 100, 600);
    }

    [Fact]
    public async Task What_got_no_message_is_found_later_in_portions()
    {
        var storm = await Storm.Start();
        for (var i = 0; i < 3000; i++)
        {
            await storm.Send($"d-{i}", "refs/heads/main");
        }

        var sent = storm.Queue.Bodies(QueueName.Deliveries).Count;
        storm.System.Clock.Advance(TimeSpan.FromMinutes(3));
        await storm.Deliveries.Sweep(Token);
        Assert.Equal(sent + 500, storm.Queue.Bodies(QueueName.Deliveries).Count);

        for (var round = 0; round < 10; round++)
        {
            foreach (var message in await storm.Visible())
            {
                await storm.Deliveries.Process(Hint.Parse(message)!.Id, Token);
            }

            await storm.Deliveries.Sweep(Token);
        }

        Assert.DoesNotContain(storm.System.Documents.All, d => d.Key.Partition.StartsWith("deliveries-waiting", StringComparison.Ordinal));
    }

    /// <summary>A push that comes while an application is about to be registered is not taken for one that nobody wants.</summary>
    [Fact]
    public async Task Revision_counts_as_followed_before_its_host_is_asked()
    {
        var storm = await Storm.Start();
        storm.System.Git.Repository(SyncSystem.Control).Commit(
            "main", new Dictionary<string, string> { ["apps.yaml"] = App().Replace("targetRevision: HEAD", "targetRevision: next", StringComparison.Ordinal) }, "follows another branch");
        await storm.System.CheckRefs(Token);
        var status = 0;
        storm.System.Git.Asking = async key => status = status == 0 && key.EndsWith("/shop", StringComparison.Ordinal) ? await storm.Send("early", "refs/heads/next") : status;

        await storm.System.Work(Token);

        Assert.Equal(202, status);
        Assert.Single(storm.Queue.Bodies(QueueName.Deliveries), b => b.Contains(storm.IdOf("early"), StringComparison.Ordinal));
    }

    private sealed class Storm
    {
        private readonly WebhookInbox _inbox;

        private Storm(SyncSystem system, RouteTable routes)
        {
            System = system;
            Queue = new FakeMessageQueue(system.Clock);
            var store = new DeliveryStore(system.Documents, system.Blobs);
            var handler = system.Get<IDeliveryHandler>();
            _inbox = new WebhookInbox(
                routes, store, handler, Queue, new HintPace(system.Clock), new BodyBudget(), new BodyPieces(), new NoCrashPoints(), system.Clock, NullLogger<WebhookInbox>.Instance);
            Deliveries = new DeliveryProcessor(store, handler, Queue, system.Get<SyncSettings>(), system.Clock, NullLogger<DeliveryProcessor>.Instance);
        }

        public SyncSystem System { get; }

        public FakeMessageQueue Queue { get; }

        public DeliveryProcessor Deliveries { get; }

        public static async Task<Storm> Start()
        {
            var system = new SyncSystem(App());
            await system.Push(Token, ("config.yaml", ConfigMap("config")));
            return new Storm(system, await RouteTable.Load(new Dictionary<string, RouteOptions> { ["hook"] = new() { Provider = "github", Secret = "env:HOOK" } }, new OneSecret(), Token));
        }

        public string IdOf(string delivery) => DeliveryStore.IdOf("hook", delivery);

        public async Task<string> Told(string delivery) => (await Deliveries.Find(IdOf(delivery), Token))!;

        public async Task<int> Send(string delivery, string name, string repository = SyncSystem.Shop)
        {
            var body = Encoding.UTF8.GetBytes($$$"""{"ref":"{{{name}}}","repository":{"clone_url":"{{{repository}}}.git"}}""");
            var headers = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase)
            {
                ["Content-Type"] = "application/json",
                ["X-Hub-Signature-256"] = $"sha256={Convert.ToHexStringLower(HMACSHA256.HashData(Encoding.UTF8.GetBytes(Secret), body))}",
                ["X-GitHub-Delivery"] = delivery,
                ["X-GitHub-Event"] = "push",
            };
            using var stream = new MemoryStream(body);
            return (await _inbox.Receive(new WebhookRequest("hook", h => headers.TryGetValue(h, out var value) ? [value] : [], stream, body.Length), Token)).Status;
        }

        /// <summary>What workers would be given now.</summary>
        public async Task<IReadOnlyList<string>> Visible()
        {
            var visible = new List<string>();
            while (await Queue.Receive(QueueName.Deliveries, 32, TimeSpan.FromMinutes(30), Token) is { Count: > 0 } messages)
            {
                foreach (var message in messages)
                {
                    visible.Add(message.Text);
                    await Queue.Delete(QueueName.Deliveries, message, Token);
                }
            }

            return visible;
        }
    }

    private sealed class OneSecret : ISecretReferences
    {
        public Task<string?> Find(string reference, CancellationToken token) => Task.FromResult<string?>(Secret);
    }
}

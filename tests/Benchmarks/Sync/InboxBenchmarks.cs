using System.Security.Cryptography;
using System.Text;
using BenchmarkDotNet.Attributes;
using Microsoft.Extensions.DependencyInjection;
using Plumbline.Core.Faults;
using Plumbline.Core.Messages;
using Plumbline.Core.Secrets;
using Plumbline.Core.State;
using Plumbline.Support.State;
using Plumbline.Sync;
using Plumbline.Sync.Inbox;

namespace Plumbline.Benchmarks.Sync;

/// <summary>A signed push of GitHub, from the request to the answer, with storage answering at once.</summary>
[MemoryDiagnoser]
public class InboxBenchmarks : ISecretReferences, IDeliveryHandler
{
    private const string Secret = "a-webhook-secret-of-the-benchmark";
    private readonly byte[] _body = Encoding.UTF8.GetBytes(
        "{\"ref\":\"refs/heads/main\",\"before\":\"1111111111111111111111111111111111111111\",\"after\":\"2222222222222222222222222222222222222222\"," +
        $"\"repository\":{{\"clone_url\":\"https://git.test/acme/shop.git\"}},\"commits\":[{string.Join(',', Enumerable.Repeat($"{{\"message\":\"{new string('x', 200)}\"}}", 40))}]}}");

    private IWebhookInbox _inbox = null!;
    private string _signature = "";
    private int _number;

    /// <summary>Makes the inbox on fakes of storage.</summary>
    [GlobalSetup]
    public async Task Setup()
    {
        _signature = $"sha256={Convert.ToHexStringLower(HMACSHA256.HashData(Encoding.UTF8.GetBytes(Secret), _body))}";
        var routes = await RouteTable.Load(new Dictionary<string, RouteOptions> { ["github"] = new() { Provider = "github", Secret = "env:SECRET" } }, this, CancellationToken.None);
        _inbox = new ServiceCollection()
            .AddLogging()
            .AddSingleton(TimeProvider.System)
            .AddSingleton<IDocumentStore>(new FakeDocumentStore(TimeProvider.System))
            .AddSingleton<IBlobStore>(new FakeBlobStore(TimeProvider.System))
            .AddSingleton<IMessageQueue>(new FakeMessageQueue(TimeProvider.System))
            .AddSingleton<ICrashPoints, NoCrashPoints>()
            .AddSingleton(new SyncSettings { ControlRepository = "https://git.test/acme/control" })
            .AddSingleton(routes)
            .AddSingleton<IDeliveryHandler>(this)
            .AddInbox()
            .BuildServiceProvider()
            .GetRequiredService<IWebhookInbox>();
    }

    /// <inheritdoc/>
    public Task<string?> Find(string reference, CancellationToken token) => Task.FromResult<string?>(Secret);

    /// <inheritdoc/>
    public Task<DeliveryOutcome> Handle(string deliveryId, string route, DecodedDelivery delivery, CancellationToken token) => throw new InvalidOperationException("nothing is handled here");

    /// <summary>About 10 KB: read, verified, decoded, stored, queued.</summary>
    [Benchmark]
    public async Task<int> Accept()
    {
        var id = $"d-{++_number}";
        var request = new WebhookRequest("github", name => name switch
        {
            "X-GitHub-Event" => ["push"],
            "X-GitHub-Delivery" => [id],
            "X-Hub-Signature-256" => [_signature],
            "Content-Type" => ["application/json"],
            _ => [],
        }, new MemoryStream(_body), _body.Length);
        return await _inbox.Receive(request, CancellationToken.None) is { Status: 202 } answer
            ? answer.Json.Length : throw new InvalidOperationException("the webhook is not taken");
    }
}

using Microsoft.Extensions.DependencyInjection;
using Plumbline.Core.Messages;
using Plumbline.Core.State;

namespace Plumbline.Storage.Tests;

/// <summary>What callers learn when storage cannot be had: typed, and without the key (T-SEC-3).</summary>
public sealed class StorageTroubleTests
{
    private const string Key = "c2VjcmV0LWNhbmFyeS1rZXktb2YtdGhlLWFjY291bnQ=";

    private static readonly ServiceProvider Services = new ServiceCollection()
        .AddStorage(new StorageOptions
        {
            ConnectionString = $"DefaultEndpointsProtocol=http;AccountName=a;AccountKey={Key};BlobEndpoint=http://127.0.0.1:1/a;QueueEndpoint=http://127.0.0.1:1/a;TableEndpoint=http://127.0.0.1:1/a;",
        })
        .BuildServiceProvider();

    public static TheoryData<string> Calls => ["documents", "blobs", "queues", "list"];

    [Theory]
    [MemberData(nameof(Calls))]
    public async Task Account_that_cannot_be_reached_is_passing_trouble_without_secrets(string call)
    {
        var trouble = await Assert.ThrowsAsync<StorageException>(() => Run(call));

        Assert.True(trouble.IsTransient);
        Assert.DoesNotContain(Key, trouble.ToString(), StringComparison.Ordinal);
        Assert.DoesNotContain("SharedKey", trouble.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Caller_that_stopped_is_not_trouble()
    {
        using var stopped = new CancellationTokenSource();
        await stopped.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => Services.GetRequiredService<IDocumentStore>().Find(new DocumentKey("a", "b"), stopped.Token));
    }

    [Theory]
    [InlineData(null, null, "", "either ConnectionString or Account")]
    [InlineData("x", "account", "", "either ConnectionString or Account")]
    [InlineData(null, "Bad_Name", "", "Account must be")]
    [InlineData("x", null, "Upper", "Prefix must be")]
    [InlineData("x", null, "1digit", "Prefix must be")]
    public void Bad_options_are_told_without_their_values(string? connection, string? account, string prefix, string expected)
    {
        var faults = new StorageOptions { ConnectionString = connection, Account = account, Prefix = prefix }.Validate();

        Assert.Contains(expected, Assert.Single(faults), StringComparison.Ordinal);
    }

    [Fact]
    public void Options_print_without_the_key() =>
        Assert.DoesNotContain(Key, new StorageOptions { ConnectionString = $"AccountKey={Key}" }.ToString(), StringComparison.Ordinal);

    private static async Task Run(string call)
    {
        var token = TestContext.Current.CancellationToken;
        switch (call)
        {
            case "documents":
                await Services.GetRequiredService<IDocumentStore>().Insert(new DocumentKey("a", "b"), "1", token);
                break;
            case "list":
                await Services.GetRequiredService<IDocumentStore>().List("a", null, null, token).ToListAsync(token);
                break;
            case "blobs":
                await Services.GetRequiredService<IBlobStore>().Find("a", token);
                break;
            default:
                await Services.GetRequiredService<IMessageQueue>().Send("queue", "x", TimeSpan.Zero, token);
                break;
        }
    }
}

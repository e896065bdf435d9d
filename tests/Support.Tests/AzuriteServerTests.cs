using Azure.Data.Tables;
using Azure.Storage.Blobs;
using Azure.Storage.Queues;
using Plumbline.Fixtures;
using Plumbline.Support.Azurite;

namespace Plumbline.Support.Tests;

public sealed class AzuriteServerTests(AzuriteFixture fixture)
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Azurite_blob_that_was_stored_is_read_back()
    {
        var azurite = await fixture.UseAsync(Cancellation);
        var container = new BlobContainerClient(azurite.ConnectionString, fixture.UniqueName("blobs"));
        await container.CreateAsync(cancellationToken: Cancellation);

        await container.GetBlobClient("a").UploadAsync(BinaryData.FromString("hello"), Cancellation);

        var read = await container.GetBlobClient("a").DownloadContentAsync(Cancellation);
        Assert.Equal("hello", read.Value.Content.ToString());
    }

    [Fact]
    public async Task Azurite_message_that_was_sent_is_received()
    {
        var azurite = await fixture.UseAsync(Cancellation);
        var queue = new QueueClient(azurite.ConnectionString, fixture.UniqueName("queue"));
        await queue.CreateAsync(cancellationToken: Cancellation);

        await queue.SendMessageAsync("hello", Cancellation);

        var received = await queue.ReceiveMessageAsync(cancellationToken: Cancellation);
        Assert.Equal("hello", received.Value.MessageText);
    }

    [Fact]
    public async Task Azurite_row_that_was_added_is_read_back()
    {
        var azurite = await fixture.UseAsync(Cancellation);
        var table = new TableClient(azurite.ConnectionString, fixture.UniqueName("table"));
        await table.CreateAsync(Cancellation);

        await table.AddEntityAsync(new TableEntity("p", "r") { ["said"] = "hello" }, Cancellation);

        var row = await table.GetEntityAsync<TableEntity>("p", "r", cancellationToken: Cancellation);
        Assert.Equal("hello", row.Value.GetString("said"));
    }

    [Fact]
    public async Task Azurite_started_again_on_its_folder_and_ports_still_has_what_was_stored()
    {
        _ = await fixture.UseAsync(Cancellation);
        var folder = Directory.CreateTempSubdirectory("plumbline-azurite-");
        try
        {
            AzuriteEndpoints endpoints;
            await using (var first = await AzuriteServer.StartAsync(new AzuriteOptions { Folder = folder.FullName }, Cancellation))
            {
                endpoints = first.Endpoints;
                var container = new BlobContainerClient(first.ConnectionString, "kept");
                await container.CreateAsync(cancellationToken: Cancellation);
                await container.GetBlobClient("a").UploadAsync(BinaryData.FromString("hello"), Cancellation);
            }

            await using var second = await AzuriteServer.StartAsync(
                new AzuriteOptions { Folder = folder.FullName, Endpoints = endpoints }, Cancellation);

            var read = await new BlobContainerClient(endpoints.ConnectionString, "kept").GetBlobClient("a").DownloadContentAsync(Cancellation);
            Assert.Equal("hello", read.Value.Content.ToString());
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    [Fact]
    public async Task Azurite_disposed_leaves_no_process()
    {
        _ = await fixture.UseAsync(Cancellation);
        var server = await AzuriteServer.StartAsync(new AzuriteOptions(), Cancellation);
        Assert.True(ProcessTable.IsAlive(server.ProcessId));

        await server.DisposeAsync();

        Assert.False(ProcessTable.IsAlive(server.ProcessId));
    }
}

using Azure.Core;
using Azure.Data.Tables;
using Azure.Identity;
using Azure.Storage.Blobs;
using Azure.Storage.Queues;

namespace Plumbline.Storage;

/// <summary>Clients of the account, made once.</summary>
internal sealed class StorageConnections(StorageOptions options)
{
    private const int Retries = 3;
    private readonly Lazy<TokenCredential> _credential = new(() => Credential(options));

    public TableClient Table() => options.ConnectionString is { } text
        ? new TableClient(text, options.TableName, Tuned(new TableClientOptions()))
        : new TableClient(Endpoint("table"), options.TableName, _credential.Value, Tuned(new TableClientOptions()));

    public BlobContainerClient Container() => options.ConnectionString is { } text
        ? new BlobContainerClient(text, options.ContainerName, Tuned(new BlobClientOptions()))
        : new BlobContainerClient(new Uri(Endpoint("blob"), options.ContainerName), _credential.Value, Tuned(new BlobClientOptions()));

    public QueueClient Queue(string name)
    {
        // Without encoding, as host.json says for the other host; text stays readable in tools.
        var tuned = Tuned(new QueueClientOptions { MessageEncoding = QueueMessageEncoding.None });
        return options.ConnectionString is { } text
            ? new QueueClient(text, options.Prefix + name, tuned)
            : new QueueClient(new Uri(Endpoint("queue"), options.Prefix + name), _credential.Value, tuned);
    }

    private static TokenCredential Credential(StorageOptions options) => new DefaultAzureCredential(new DefaultAzureCredentialOptions
    {
        ManagedIdentityClientId = options.ManagedIdentityClientId,
        WorkloadIdentityClientId = options.ManagedIdentityClientId,
        ExcludeInteractiveBrowserCredential = true,
    });

    private Uri Endpoint(string service) => new($"https://{options.Account}.{service}.{options.EndpointSuffix}");

    private T Tuned<T>(T client)
        where T : ClientOptions
    {
        client.Retry.NetworkTimeout = options.CallTimeout;
        client.RetryPolicy = new SafeRetryPolicy(Retries);

        // Names of headers and queries are logged by the SDK; bodies never.
        client.Diagnostics.IsLoggingContentEnabled = false;
        client.Diagnostics.IsTelemetryEnabled = false;
        return client;
    }
}

using System.Globalization;

namespace Plumbline.Support.Azurite;

/// <summary>Where an Azurite listens on 127.0.0.1, and the account it knows.</summary>
/// <param name="AccountKey">The account's key, base64.</param>
/// <param name="BlobPort">The port of the blob service.</param>
/// <param name="QueuePort">The port of the queue service.</param>
/// <param name="TablePort">The port of the table service.</param>
public sealed record AzuriteEndpoints(string AccountKey, int BlobPort, int QueuePort, int TablePort)
{
    /// <summary>The account's name. Not that of the product's table: Azurite refuses a table that is called like its account.</summary>
    public const string Account = "localaccount";

    /// <summary>What Azure's storage clients take.</summary>
    public string ConnectionString => string.Create(
        CultureInfo.InvariantCulture,
        $"DefaultEndpointsProtocol=http;AccountName={Account};AccountKey={AccountKey};BlobEndpoint=http://127.0.0.1:{BlobPort}/{Account};QueueEndpoint=http://127.0.0.1:{QueuePort}/{Account};TableEndpoint=http://127.0.0.1:{TablePort}/{Account};");

    /// <summary>Keeps the key out of logs and messages.</summary>
    public override string ToString() => $"Azurite on ports {BlobPort}, {QueuePort}, {TablePort}";
}

namespace Plumbline.Sync.Handlers;

/// <summary>What somebody asks for with a sync request.</summary>
/// <param name="Application">Name of the application.</param>
/// <param name="Actor">Who asks, for the ledger, such as <c>api ci-token</c>.</param>
public sealed record SyncRequest(string Application, string Actor)
{
    /// <summary>Full commit id or ref that the caller expects; a hint only. Null for whatever the application tracks.</summary>
    public string? Revision { get; init; }

    /// <summary>Why, in the caller's words; shown, never acted on.</summary>
    public string? Reason { get; init; }
}

/// <summary>Takes requests to sync an application. Windows, gates and projects apply as to any other reason to look.</summary>
public interface ISyncRequests
{
    /// <summary>Stores the request and wakes a worker; the application's state as JSON, or null when it is absent or outside <paramref name="scope"/>.</summary>
    Task<string?> Request(AccessScope scope, SyncRequest request, CancellationToken token);
}

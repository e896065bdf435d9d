namespace Plumbline.Sync.Handlers;

/// <summary>
/// What the read API answers, as JSON text of a versioned form. Null means absent, or outside <see cref="AccessScope"/>; the caller cannot tell which.
/// Holds no secret values.
/// </summary>
public interface IReadModel
{
    /// <summary>A page of applications in order of their names: <c>{"v":1,"items":[…],"next":"NAME"}</c>, without <c>next</c> on the last page.</summary>
    /// <param name="after">The name after which the page begins; null for the first page.</param>
    /// <param name="limit">At most so many, from 1 to 500.</param>
    Task<string> ListApplications(AccessScope scope, string? after, int limit, CancellationToken token);

    /// <summary>One application.</summary>
    Task<string?> FindApplication(AccessScope scope, string application, CancellationToken token);

    /// <summary>The operations of an application, the one under way first, then newest first: <c>{"v":1,"items":[…]}</c>.</summary>
    Task<string?> ListOperations(AccessScope scope, string application, CancellationToken token);

    /// <summary>One operation of an application.</summary>
    Task<string?> FindOperation(AccessScope scope, string application, string operation, CancellationToken token);

    /// <summary>One plan of an application by its digest.</summary>
    Task<string?> FindPlan(AccessScope scope, string application, string digest, CancellationToken token);

    /// <summary>A page of an application's ledger in order: <c>{"v":1,"items":[…],"next":N}</c>, without <c>next</c> on the last page. Each item is a link as it is stored, so that its hash can be checked.</summary>
    /// <param name="after">The sequence number after which the page begins; 0 for the first page.</param>
    /// <param name="limit">At most so many, from 1 to 500.</param>
    Task<string?> ReadLedger(AccessScope scope, string application, long after, int limit, CancellationToken token);
}

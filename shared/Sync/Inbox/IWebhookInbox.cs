namespace Plumbline.Sync.Inbox;

/// <summary>A webhook as it came in.</summary>
/// <param name="Route">Last part of the URL.</param>
/// <param name="Headers">All values of a header by its name; empty for none.</param>
/// <param name="Body">The body, not read yet.</param>
/// <param name="Length">Length the sender told; null when it told none.</param>
public sealed record WebhookRequest(string Route, Func<string, IReadOnlyList<string>> Headers, Stream Body, long? Length);

/// <summary>How a webhook is answered.</summary>
/// <param name="Status">HTTP status.</param>
/// <param name="Json">Body of the answer, a small JSON object.</param>
/// <param name="RetryAfter">Seconds after which to come back; null for no such advice.</param>
public sealed record WebhookAnswer(int Status, string Json, int? RetryAfter = null);

/// <summary>Takes webhooks: verified over the raw bytes, stored, queued, and only then accepted (T-WH).</summary>
public interface IWebhookInbox
{
    /// <summary>Answers a POST. Never throws for what a sender can do, nor for storage that is down.</summary>
    Task<WebhookAnswer> Receive(WebhookRequest request, CancellationToken token);
}

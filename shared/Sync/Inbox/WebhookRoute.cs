namespace Plumbline.Sync.Inbox;

/// <summary>A route that deliveries come in by. Holds secrets; never printed.</summary>
/// <param name="Id">Its id, the last part of the URL.</param>
/// <param name="Provider">Who sends.</param>
/// <param name="Secret">Signs.</param>
/// <param name="Previous">The secret before; null for none.</param>
/// <param name="PreviousUntil">Until when that one is good; null for always.</param>
internal sealed record WebhookRoute(
    string Id, DeliveryProvider Provider, ReadOnlyMemory<byte> Secret, ReadOnlyMemory<byte>? Previous, DateTimeOffset? PreviousUntil)
{
    /// <summary>The id alone.</summary>
    public override string ToString() => $"route {Id}";
}

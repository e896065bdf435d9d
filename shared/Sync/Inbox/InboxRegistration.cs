using Microsoft.Extensions.DependencyInjection;

namespace Plumbline.Sync.Inbox;

/// <summary>Registers the inbox.</summary>
public static class InboxRegistration
{
    /// <summary>Adds <see cref="IWebhookInbox"/> and <see cref="IDeliveries"/>. The caller adds the ports, <see cref="IDeliveryHandler"/> and the <see cref="RouteTable"/>.</summary>
    public static IServiceCollection AddInbox(this IServiceCollection services) => services
        .AddSingleton<BodyBudget>().AddSingleton<BodyPieces>().AddSingleton<DeliveryStore>().AddSingleton<HintPace>()
        .AddSingleton<IWebhookInbox, WebhookInbox>().AddSingleton<IDeliveries, DeliveryProcessor>();
}

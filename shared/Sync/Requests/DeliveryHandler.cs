using Plumbline.Core.Git;
using Plumbline.Sync.Apps;
using Plumbline.Sync.Handlers;
using Plumbline.Sync.Inbox;
using Plumbline.Sync.Registry;
using Plumbline.Sync.Repositories;

namespace Plumbline.Sync.Requests;

/// <summary>Turns a delivery into looks. A payload only says "look"; what is there is asked of the host that is configured (design §2.2).</summary>
internal sealed class DeliveryHandler(
    TipRefresh refresh, RepositoryTips tips, RefInterest interest, ApplicationWaker waker, ControlRegistry registry, SyncSettings settings) : IDeliveryHandler
{
    /// <inheritdoc/>
    public Task<DeliveryOutcome> Handle(string deliveryId, string route, DecodedDelivery delivery, CancellationToken token) => delivery switch
    {
        RefsMoved moved => Moved(deliveryId, moved, token),
        SyncAsked asked => Asked(deliveryId, route, asked, token),
        NothingToDo nothing => Task.FromResult<DeliveryOutcome>(new DeliveryIgnored(nothing.Why)),
        _ => throw new InvalidOperationException($"a delivery of kind {delivery.GetType().Name} has no handler"),
    };

    /// <inheritdoc/>
    public async Task<DeliveryIgnored?> Decline(DecodedDelivery delivery, CancellationToken token) =>
        delivery is RefsMoved moved && await interest.WhyNone(moved, token) is { } why ? new DeliveryIgnored(why) : null;

    private async Task<DeliveryOutcome> Moved(string deliveryId, RefsMoved moved, CancellationToken token)
    {
        if (await tips.Find(moved.Repository, token) is null)
        {
            return moved.Repository == registry.Url.Key ? await FirstLook(deliveryId, token) : new DeliveryIgnored("No application uses this repository.");
        }

        var change = await refresh.Run(moved.Repository, Reason(deliveryId), [.. moved.Refs.Select(r => r.Name)], token);
        return change switch
        {
            { Applications.Count: > 0 } => new DeliveryTouched([.. change.Applications.Order(StringComparer.Ordinal)]),
            { IsFollowed: false } => new DeliveryIgnored("No application follows this ref."),
            { HasMoved: false } => new DeliveryIgnored("The ref is where it was when it was last looked at."),
            _ => new DeliveryIgnored("Nothing that an application reads has changed."),
        };
    }

    /// <summary>The control repository is pushed to before anybody looked at it.</summary>
    private async Task<DeliveryOutcome> FirstLook(string deliveryId, CancellationToken token)
    {
        try
        {
            var commit = await tips.Resolve(registry.Url, settings.ControlRevision, "", token);
            var registered = await registry.Register(commit, Reason(deliveryId), token);
            return registered.Count > 0 ? new DeliveryTouched(registered) : new DeliveryIgnored("The control repository has no Application that can be used.");
        }
        catch (GitException e) when (e.Failure == GitFailure.RevisionNotFound)
        {
            return new DeliveryIgnored("The control repository does not have the revision that is read.");
        }
    }

    private async Task<DeliveryOutcome> Asked(string deliveryId, string route, SyncAsked asked, CancellationToken token) =>
        await waker.Wake(asked.Application, new WakeReason(WakeKind.Request, RequestText.Of($"{route} delivery {deliveryId}", asked.Revision, asked.Reason)) { Delivery = deliveryId }, token)
            ? new DeliveryTouched([asked.Application])
            : new DeliveryIgnored("There is no such application.");

    private static WakeReason Reason(string deliveryId) => new(WakeKind.Push, $"delivery {deliveryId}") { Delivery = deliveryId };
}

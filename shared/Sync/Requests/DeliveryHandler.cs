using Plumbline.Core.Git;
using Plumbline.Sync.Apps;
using Plumbline.Sync.Handlers;
using Plumbline.Sync.Inbox;
using Plumbline.Sync.Registry;
using Plumbline.Sync.Repositories;

namespace Plumbline.Sync.Requests;

/// <summary>Turns a delivery into looks. A payload only says "look"; what is there is asked of the host that is configured (design §2.2).</summary>
internal sealed class DeliveryHandler(
    TipRefresh refresh, RepositoryTips tips, ApplicationWaker waker, ControlRegistry registry, SyncSettings settings) : IDeliveryHandler
{
    /// <inheritdoc/>
    public Task<DeliveryOutcome> Handle(string deliveryId, string route, DecodedDelivery delivery, CancellationToken token) => delivery switch
    {
        RefsMoved moved => Moved(deliveryId, moved, token),
        SyncAsked asked => Asked(deliveryId, route, asked, token),
        NothingToDo nothing => Task.FromResult<DeliveryOutcome>(new DeliveryIgnored(nothing.Why)),
        _ => throw new InvalidOperationException($"a delivery of kind {delivery.GetType().Name} has no handler"),
    };

    private async Task<DeliveryOutcome> Moved(string deliveryId, RefsMoved moved, CancellationToken token)
    {
        if (await tips.Find(moved.Repository, token) is null)
        {
            return moved.Repository == registry.Url.Key ? await FirstLook(deliveryId, token) : new DeliveryIgnored("No application uses this repository.");
        }

        var touched = await refresh.Run(moved.Repository, new WakeReason(WakeKind.Push, $"delivery {deliveryId}"), token);
        return touched.Count == 0
            ? new DeliveryIgnored("Nothing that an application reads has changed.")
            : new DeliveryTouched([.. touched.Select(t => t.App)]);
    }

    /// <summary>The control repository is pushed to before anybody looked at it.</summary>
    private async Task<DeliveryOutcome> FirstLook(string deliveryId, CancellationToken token)
    {
        try
        {
            var commit = await tips.Resolve(registry.Url, settings.ControlRevision, "", token);
            return new DeliveryTouched(await registry.Register(commit, $"delivery {deliveryId}", token));
        }
        catch (GitException e) when (e.Failure == GitFailure.RevisionNotFound)
        {
            return new DeliveryIgnored("The control repository does not have the revision that is read.");
        }
    }

    private async Task<DeliveryOutcome> Asked(string deliveryId, string route, SyncAsked asked, CancellationToken token) =>
        await waker.Wake(asked.Application, new WakeReason(WakeKind.Request, $"{route} delivery {deliveryId}"), token)
            ? new DeliveryTouched([asked.Application])
            : new DeliveryIgnored("There is no such application.");
}

using Plumbline.Core.Kubernetes;
using Plumbline.Sync.Apps;
using Plumbline.Sync.Handlers;
using Plumbline.Sync.Reading;

namespace Plumbline.Sync.Requests;

/// <summary>Takes requests to sync an application: a reason to look like any other, which also counts where automated sync is off.</summary>
internal sealed class SyncRequests(ApplicationStore applications, ApplicationWaker waker, ReadModel model) : ISyncRequests
{
    /// <inheritdoc/>
    public async Task<string?> Request(AccessScope scope, SyncRequest request, CancellationToken token)
    {
        if (!ObjectNames.IsSubdomain(request.Application) || await applications.Find(request.Application, token) is not { } stored || !scope.Allows(ReadModel.ProjectOf(stored.State)))
        {
            return null;
        }

        // The revision that a caller names is what it expects to be deployed; what is deployed is what the application tracks.
        await waker.Wake(request.Application, new WakeReason(WakeKind.Request, RequestText.Of(request.Actor, request.Revision, request.Reason)), token);
        return await model.FindApplication(scope, request.Application, token);
    }
}

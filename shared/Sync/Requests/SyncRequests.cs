using Plumbline.Core.Git;
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
        if (await applications.Find(request.Application, token) is not { } stored || !scope.Allows(ReadModel.ProjectOf(stored.State)))
        {
            return null;
        }

        // The revision that a caller names is what it expects to be deployed; what is deployed is what the application tracks.
        await waker.Wake(request.Application, new WakeReason(WakeKind.Request, Actor(request)), token);
        return await model.FindApplication(scope, request.Application, token);
    }

    private static string Actor(SyncRequest request)
    {
        var actor = request.Revision is { } revision && RevisionSelection.Refuse(revision) is null ? $"{request.Actor} ({revision})" : request.Actor;
        return request.Reason is { } reason ? $"{actor}: {reason}" : actor;
    }
}

using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Plumbline.Functions.Composition;
using Plumbline.Sync.Handlers;

namespace Plumbline.Functions.Http.Api;

/// <summary>Asks for a sync of an application; gates and projects apply as to any other reason to look.</summary>
public sealed class RequestSync(ApiAccess access, ISyncRequests requests)
{
    /// <summary>202 and the application's state; 404 when absent or not for this caller.</summary>
    [Function("RequestSync")]
    public Task<IResult> Run(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "api/v1/applications/{name}/sync")] HttpRequest request, string name, FunctionContext context) =>
        access.Answer(
            request,
            ApiPermission.Sync,
            (scope, token) => requests.Request(scope, new SyncRequest(name, $"api {scope.Caller}") { Revision = request.QueryText("revision"), Reason = request.QueryText("reason") }, token),
            request.StopToken(context));
}

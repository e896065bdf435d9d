using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Plumbline.Functions.Composition;
using Plumbline.Sync.Inbox;

namespace Plumbline.Functions.Http.Api;

/// <summary>Says what became of a delivery. Only for callers who may see all projects.</summary>
public sealed class ReadDelivery(ApiAccess access, IDeliveries deliveries)
{
    /// <summary>The answer as JSON; 404 when absent or not for this caller.</summary>
    [Function("ReadDelivery")]
    public Task<IResult> Run(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "api/v1/deliveries/{id}")] HttpRequest request, string id, FunctionContext context) =>
        access.Answer(request, ApiPermission.Read, (scope, token) => scope.Projects is null ? deliveries.Find(id, token) : Task.FromResult<string?>(null), request.StopToken(context));
}

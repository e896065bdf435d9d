using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Plumbline.Functions.Composition;
using Plumbline.Sync.Handlers;

namespace Plumbline.Functions.Http.Api;

/// <summary>Reads one operation of an application.</summary>
public sealed class ReadOperation(ApiAccess access, IReadModel model)
{
    /// <summary>The answer as JSON; 404 when absent or not for this caller.</summary>
    [Function("ReadOperation")]
    public Task<IResult> Run(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "api/v1/applications/{name}/operations/{id}")] HttpRequest request, string name, string id, FunctionContext context) =>
        access.Answer(request, ApiPermission.Read, (scope, token) => model.FindOperation(scope, name, id, token), request.StopToken(context));
}

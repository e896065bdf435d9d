using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Plumbline.Functions.Composition;
using Plumbline.Sync.Handlers;

namespace Plumbline.Functions.Http.Api;

/// <summary>Reads one application.</summary>
public sealed class ReadApplication(ApiAccess access, IReadModel model)
{
    /// <summary>The answer as JSON; 404 when absent or not for this caller.</summary>
    [Function("ReadApplication")]
    public Task<IResult> Run(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "api/v1/applications/{name}")] HttpRequest request, string name, FunctionContext context) =>
        access.Answer(request, ApiPermission.Read, (scope, token) => model.FindApplication(scope, name, token), request.StopToken(context));
}

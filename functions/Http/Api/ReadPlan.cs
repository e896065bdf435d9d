using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Plumbline.Functions.Composition;
using Plumbline.Sync.Handlers;

namespace Plumbline.Functions.Http.Api;

/// <summary>Reads one plan of an application.</summary>
public sealed class ReadPlan(ApiAccess access, IReadModel model)
{
    /// <summary>The answer as JSON; 404 when absent or not for this caller.</summary>
    [Function("ReadPlan")]
    public Task<IResult> Run(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "api/v1/applications/{name}/plans/{digest}")] HttpRequest request, string name, string digest, FunctionContext context) =>
        access.Answer(request, ApiPermission.Read, (scope, token) => model.FindPlan(scope, name, digest, token), request.StopToken(context));
}

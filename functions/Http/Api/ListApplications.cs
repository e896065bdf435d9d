using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Plumbline.Functions.Composition;
using Plumbline.Sync.Handlers;

namespace Plumbline.Functions.Http.Api;

/// <summary>Lists applications in order of their names, a page at a time (<c>after</c>, <c>limit</c>).</summary>
public sealed class ListApplications(ApiAccess access, IReadModel model)
{
    /// <summary>The page as JSON.</summary>
    [Function("ListApplications")]
    public Task<IResult> Run(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "api/v1/applications")] HttpRequest request, FunctionContext context) =>
        access.Answer(
            request, ApiPermission.Read, async (scope, token) => await model.ListApplications(scope, request.After(), request.Limit(), token), request.StopToken(context));
}

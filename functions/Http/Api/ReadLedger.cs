using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Plumbline.Functions.Composition;
using Plumbline.Sync.Handlers;

namespace Plumbline.Functions.Http.Api;

/// <summary>Reads the ledger of an application in order, a page at a time (<c>after</c>, <c>limit</c>).</summary>
public sealed class ReadLedger(ApiAccess access, IReadModel model)
{
    /// <summary>The page as JSON; 404 when absent or not for this caller.</summary>
    [Function("ReadLedger")]
    public Task<IResult> Run(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "api/v1/applications/{name}/ledger")] HttpRequest request, string name, FunctionContext context) =>
        access.Answer(request, ApiPermission.Read, (scope, token) => model.ReadLedger(scope, name, request.AfterNumber(), request.Limit(), token), request.StopToken(context));
}

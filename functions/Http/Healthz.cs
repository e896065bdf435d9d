using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;

namespace Plumbline.Functions.Http;

/// <summary>Says that the process serves, and nothing else (T-HOST-9).</summary>
public sealed class Healthz
{
    /// <summary><c>ok</c>.</summary>
    [Function("Healthz")]
    public Task<IResult> Run([HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "healthz")] HttpRequest request) =>
        Task.FromResult(Results.Text("ok", "text/plain"));
}

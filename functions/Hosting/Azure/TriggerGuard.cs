using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Azure.Functions.Worker.Middleware;
using Microsoft.Extensions.Logging;
using Plumbline.Functions.Composition;

namespace Plumbline.Functions.Hosting.Azure;

/// <summary>Around every function: a failed request is a bare 500; a failed message or timer is thrown on, since that is its retry.</summary>
internal sealed partial class TriggerGuard(ILogger<TriggerGuard> logger) : IFunctionsWorkerMiddleware
{
    /// <inheritdoc/>
    public async Task Invoke(FunctionContext context, FunctionExecutionDelegate next)
    {
        var http = context.GetHttpContext();
        if (http is not null)
        {
            Answers.Harden(http.Response);
        }

        try
        {
            await next(context);
        }
        catch (Exception e) when (http is { Response.HasStarted: false })
        {
            // The host counts this call as a success, so the log is where it shows.
            Log.Failed(logger, context.FunctionDefinition.Name, e);
            await Answers.Refuse(500, "Internal", "The service failed; what happened is in its log.").ExecuteAsync(http);
        }
    }

    private static partial class Log
    {
        [LoggerMessage(EventId = 4201, EventName = "RequestFailed", Level = LogLevel.Error, Message = "{Function} failed on a request")]
        public static partial void Failed(ILogger logger, string function, Exception failure);
    }
}

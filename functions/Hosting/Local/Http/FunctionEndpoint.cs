using System.Collections.Frozen;
using System.Diagnostics;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.Abstractions;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Logging;
using Plumbline.Core.Faults;
using Plumbline.Functions.Composition;
using Plumbline.Functions.Hosting.Local.Invocation;

namespace Plumbline.Functions.Hosting.Local.Http;

/// <summary>
/// One HTTP function: so many requests at once and no queue behind them (T-DOS), route values, and the guard that turns a failure into a bare 500.
/// </summary>
internal sealed partial class FunctionEndpoint(
    FunctionInvoker invoker, int atOnce, ICrashPoints crashes, TriggerTelemetry telemetry, TimeProvider clock, HostLifetime lifetime, ILogger<FunctionEndpoint> logger)
{
    private int _running;

    /// <summary>Answers a request.</summary>
    public async Task Handle(HttpContext http)
    {
        Answers.Harden(http.Response);
        if (Interlocked.Increment(ref _running) > atOnce)
        {
            Interlocked.Decrement(ref _running);
            http.Response.Headers.RetryAfter = "1";
            await Answers.Refuse(429, "Busy", "Too many requests at once; try again.").ExecuteAsync(http);
            return;
        }

        var started = clock.GetTimestamp();
        using var activity = telemetry.StartRequest(invoker.Function.Name);
        try
        {
            await Guarded(http, activity);
        }
        finally
        {
            Interlocked.Decrement(ref _running);
            telemetry.RecordRequest(invoker.Function.Name, http.Response.StatusCode, clock.GetElapsedTime(started));
        }

        if (HttpMethods.IsPost(http.Request.Method))
        {
            crashes.Reached(CrashPoint.AnswerSent);
        }
    }

    private async Task Guarded(HttpContext http, Activity? activity)
    {
        try
        {
            var values = http.Request.RouteValues.ToFrozenDictionary(v => v.Key, v => v.Value, StringComparer.OrdinalIgnoreCase);
            await Execute(await invoker.Invoke(http.Request, values, lifetime.Working), http);
            await http.Response.CompleteAsync();
        }
        catch (OperationCanceledException) when (http.RequestAborted.IsCancellationRequested)
        {
            // The caller is gone; nobody reads an answer.
        }
        catch (BadHttpRequestException e) when (!http.Response.HasStarted)
        {
            await Answers.Refuse(e.StatusCode, "Malformed", "The request cannot be read.").ExecuteAsync(http);
        }
        catch (Exception e) when (!http.Response.HasStarted)
        {
            // The one place where a failure of an HTTP function becomes an answer; nothing of it is told.
            Log.Failed(logger, invoker.Function.Name, e);
            activity?.SetStatus(ActivityStatusCode.Error, e.GetType().Name);
            await Answers.Refuse(500, "Internal", "The service failed; what happened is in its log.").ExecuteAsync(http);
        }
    }

    private static Task Execute(object? result, HttpContext http) => result switch
    {
        IResult answer => answer.ExecuteAsync(http),
        IActionResult action => action.ExecuteResultAsync(new ActionContext(http, http.GetRouteData(), new ActionDescriptor())),
        _ => Task.CompletedTask,
    };

    private static partial class Log
    {
        [LoggerMessage(EventId = 4131, EventName = "RequestFailed", Level = LogLevel.Error, Message = "{Function} failed on a request")]
        public static partial void Failed(ILogger logger, string function, Exception failure);
    }
}

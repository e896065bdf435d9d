using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Plumbline.Functions.Composition;

namespace Plumbline.Functions.Hosting.Local.Http;

/// <summary>Answers in the form of all refusals what no function serves: 404, or 405 with the methods that are served there (T-WH-7).</summary>
internal static class UnservedRequests
{
    /// <summary>Puts this before the functions.</summary>
    public static void AnswerUnserved(this IApplicationBuilder app) => app.Use(async (http, next) =>
    {
        await next(http);
        if (!http.Response.HasStarted && http.Response is { StatusCode: 404 or 405, ContentType: null })
        {
            Answers.Harden(http.Response);
            await (http.Response.StatusCode == 404
                ? Answers.Refuse(404, "NotFound", "Nothing is served here.")
                : Answers.Refuse(405, "MethodNotAllowed", $"Only {http.Response.Headers.Allow} is served here.")).ExecuteAsync(http);
        }
    });
}

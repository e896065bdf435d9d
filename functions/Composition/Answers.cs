using System.Globalization;
using System.Text;
using Microsoft.AspNetCore.Http;
using Plumbline.Sync.Inbox;

namespace Plumbline.Functions.Composition;

/// <summary>Results of HTTP functions. Text that was serialised here, so that no host's JSON settings have a say.</summary>
internal static class Answers
{
    /// <summary>Headers of every answer: it is taken for what it says it is, runs nothing, and stands in nobody's frame (T-HOST-6).</summary>
    public static void Harden(HttpResponse response)
    {
        response.Headers.XContentTypeOptions = "nosniff";
        response.Headers.ContentSecurityPolicy = "default-src 'none'; frame-ancestors 'none'";
    }

    /// <summary>The answer to a webhook.</summary>
    public static IResult Of(HttpRequest request, WebhookAnswer answer)
    {
        if (answer.RetryAfter is { } seconds)
        {
            request.HttpContext.Response.Headers.RetryAfter = seconds.ToString(CultureInfo.InvariantCulture);
        }

        // What was not read is not waited for: the connection ends with the answer.
        if (answer.Status is 408 or 413 or 429)
        {
            request.HttpContext.Response.Headers.Connection = "close";
        }

        return Json(answer.Status, answer.Json);
    }

    /// <summary>JSON that is ready.</summary>
    public static IResult Json(int status, string json) => Results.Text(json, "application/json", Encoding.UTF8, status);

    /// <summary>A refusal: a constant code and a sentence.</summary>
    public static IResult Refuse(int status, string code, string message) => Json(status, $$"""{"code":"{{code}}","message":"{{message}}"}""");
}

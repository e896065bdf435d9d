using System.Text;
using Microsoft.AspNetCore.Http;

namespace Plumbline.Support.Git;

/// <summary>The answers of a git server that misbehaves from the first request on.</summary>
internal static class FaultAnswer
{
    public static async Task Send(GitFault fault, HttpContext context, CancellationToken token)
    {
        switch (fault)
        {
            case GitFault.Status status:
                context.Response.StatusCode = status.Code;
                await context.Response.CompleteAsync();
                break;
            case GitFault.Stall:
                await Task.Delay(Timeout.InfiniteTimeSpan, token);
                break;
            case GitFault.Redirect redirect:
                context.Response.StatusCode = redirect.Code;
                context.Response.Headers.Location = new Uri(redirect.Target, context.Request.Path.Value!.TrimStart('/') + context.Request.QueryString.Value).ToString();
                await context.Response.CompleteAsync();
                break;
            case GitFault.Garbage garbage:
                context.Response.ContentType = "text/plain";
                await context.Response.WriteAsync(garbage.Text, token);
                break;
            default:
                await EndlessRefs(context, token);
                break;
        }
    }

    private static async Task EndlessRefs(HttpContext context, CancellationToken token)
    {
        context.Response.ContentType = "application/x-git-upload-pack-advertisement";
        await context.Response.WriteAsync(Line("# service=git-upload-pack\n") + "0000", token);
        await context.Response.WriteAsync(Line($"{1:x40} HEAD\0multi_ack thin-pack side-band-64k ofs-delta shallow agent=git/0\n"), token);
        var lines = new StringBuilder();
        for (var i = 0L; ; i += 1000)
        {
            lines.Clear();
            for (var n = i; n < i + 1000; n++)
            {
                lines.Append(Line($"{n + 1:x40} refs/heads/branch-{n}\n"));
            }

            await context.Response.WriteAsync(lines.ToString(), token);
        }
    }

    private static string Line(string text) => $"{text.Length + 4:x4}{text}";
}

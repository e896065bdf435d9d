using System.Diagnostics;
using System.Globalization;
using System.Text;
using Microsoft.AspNetCore.Http;

namespace Plumbline.Support.Git;

/// <summary>Runs <c>git http-backend</c> for one request, as a web server's CGI module does.</summary>
internal static class HttpBackend
{
    public static async Task Run(string root, HttpContext context, GitFault? packFault, CancellationToken token)
    {
        using var process = Process.Start(Describe(root, context.Request)) ?? throw new InvalidOperationException("git http-backend did not start");
        try
        {
            // The backend may answer before it has read everything, so both directions run at once.
            var send = Send(context.Request.Body, process.StandardInput.BaseStream, token);
            var errors = process.StandardError.ReadToEndAsync(token);
            await Receive(process.StandardOutput.BaseStream, context.Response, packFault, token);
            await send;
            await process.WaitForExitAsync(token);
            await errors;
        }
        finally
        {
            if (!process.HasExited)
            {
                process.Kill(entireProcessTree: true);
            }
        }
    }

    private static ProcessStartInfo Describe(string root, HttpRequest request)
    {
        var start = GitProgram.Start(root, ["http-backend"]);
        var environment = start.Environment;
        environment["GIT_PROJECT_ROOT"] = root;
        environment["GIT_HTTP_EXPORT_ALL"] = "1";
        environment["PATH_INFO"] = request.Path.Value;
        environment["QUERY_STRING"] = request.QueryString.Value?.TrimStart('?');
        environment["REQUEST_METHOD"] = request.Method;
        environment["CONTENT_TYPE"] = request.ContentType;
        environment["REMOTE_ADDR"] = "127.0.0.1";
        environment["REMOTE_USER"] = "pusher";
        environment["GIT_PROTOCOL"] = request.Headers["Git-Protocol"].ToString();
        environment["HTTP_CONTENT_ENCODING"] = request.Headers.ContentEncoding.ToString();
        if (request.ContentLength is { } length)
        {
            environment["CONTENT_LENGTH"] = length.ToString(CultureInfo.InvariantCulture);
        }

        return start;
    }

    private static async Task Send(Stream body, Stream input, CancellationToken token)
    {
        try
        {
            await body.CopyToAsync(input, token);
        }
        catch (IOException) when (!token.IsCancellationRequested)
        {
            // The backend refused the request and has closed its side; its answer says why.
        }
        finally
        {
            input.Close();
        }
    }

    private static async Task Receive(Stream output, HttpResponse response, GitFault? packFault, CancellationToken token)
    {
        while (await ReadLine(output, token) is { Length: > 0 } line)
        {
            var colon = line.IndexOf(':', StringComparison.Ordinal);
            var (name, value) = (line[..colon], line[(colon + 1)..].Trim());
            if (name.Equals("Status", StringComparison.OrdinalIgnoreCase))
            {
                response.StatusCode = int.Parse(value[..3], CultureInfo.InvariantCulture);
            }
            else
            {
                response.Headers[name] = value;
            }
        }

        if (packFault is null)
        {
            await output.CopyToAsync(response.Body, token);
            return;
        }

        var left = packFault is GitFault.TruncatedPack cut ? cut.Bytes : ((GitFault.StalledPack)packFault).Bytes;
        var buffer = new byte[1024];
        while (left > 0 && await output.ReadAsync(buffer.AsMemory(0, Math.Min(left, buffer.Length)), token) is > 0 and var read)
        {
            left -= read;
            await response.Body.WriteAsync(buffer.AsMemory(0, read), token);
            await response.Body.FlushAsync(token);
        }

        if (packFault is GitFault.StalledPack)
        {
            await Task.Delay(Timeout.InfiniteTimeSpan, token);
        }
    }

    private static async Task<string?> ReadLine(Stream output, CancellationToken token)
    {
        var line = new StringBuilder();
        var one = new byte[1];
        while (await output.ReadAsync(one, token) == 1)
        {
            if (one[0] == '\n')
            {
                return line.ToString().TrimEnd('\r');
            }

            line.Append((char)one[0]);
        }

        return line.Length == 0 ? null : line.ToString();
    }
}

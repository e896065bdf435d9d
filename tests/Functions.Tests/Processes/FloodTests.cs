using Plumbline.Functions.Tests.Hosting;

namespace Plumbline.Functions.Tests.Processes;

/// <summary>A host of its own process, whose memory is nobody else's, without storage: what strangers send does not get that far.</summary>
public sealed class FloodTests
{
    private const int Largest = 25 * 1024 * 1024;
    private const int Senders = 100;
    private const string Route = "gh-4f1c9a";

    // Nothing listens there: storage is down, and unsigned requests are refused all the same.
    private const string NoStorage =
        "DefaultEndpointsProtocol=http;AccountName=nobody;AccountKey=AAAA;BlobEndpoint=http://127.0.0.1:9/nobody;QueueEndpoint=http://127.0.0.1:9/nobody;TableEndpoint=http://127.0.0.1:9/nobody;";

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    /// <summary>T-WH-5: memory that strangers can make the host take is bounded, whatever they send at once.</summary>
    [Theory]
    [InlineData("a length")]
    [InlineData("chunks")]
    [InlineData("nothing behind the headers")]
    public async Task Hundred_unsigned_bodies_of_25_megabytes_at_once_grow_the_host_by_less_than_64(string how)
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "the memory of a process is read from /proc");
        var port = ProcessStage.FreePort();
        await using var host = await HostProcess.Start(HostProcess.Program, Settings(port), _ => { }, Token);
        for (var i = 0; i < 200; i++)
        {
            await RawConnection.Send(port, Request("Content-Length: 2", "{}"));
        }

        var before = Peak(host.Id);
        var statuses = await Task.WhenAll(Enumerable.Range(0, Senders).Select(_ => Task.Run(() => Flood(port, how), Token)));
        var growth = Peak(host.Id) - before;

        Assert.All(statuses, s => Assert.True(s is 0 or 401 or 408 or 413 or 429, $"{s}"));
        Assert.InRange(growth, 0, 64L * 1024 * 1024);
        Assert.Equal(401, (await RawConnection.Send(port, Request("Content-Length: 2", "{}"))).Status);
    }

    private static string Request(string length, string body) =>
        $"POST /hooks/{Route} HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nX-Hub-Signature-256: sha256={new string('0', 64)}\r\n{length}\r\n\r\n{body}";

    private static async Task<int> Flood(int port, string how)
    {
        using var connection = await RawConnection.Open(port);
        var isChunked = how == "chunks";
        var part = isChunked ? $"10000\r\n{new string(' ', 0x10000)}\r\n" : new string(' ', 0x10000);
        await connection.Write(Request(isChunked ? "Transfer-Encoding: chunked" : $"Content-Length: {Largest}", ""));
        var answer = connection.Answer();
        for (var sent = 0; sent < Largest && !answer.IsCompleted && how != "nothing behind the headers"; sent += 0x10000)
        {
            if (!await connection.Write(part))
            {
                break;
            }
        }

        return (await answer).Status;
    }

    /// <summary>The most memory the process ever had.</summary>
    private static long Peak(int id)
    {
        var line = File.ReadLines($"/proc/{id}/status").First(l => l.StartsWith("VmHWM:", StringComparison.Ordinal));
        return long.Parse(line.Split(' ', StringSplitOptions.RemoveEmptyEntries)[1], System.Globalization.CultureInfo.InvariantCulture) * 1024;
    }

    private static Dictionary<string, string> Settings(int port) => new()
    {
        ["PROCESS_HOST_ORDER"] = "/dev/null",
        ["PLUMBLINE__HOST__URL"] = $"http://127.0.0.1:{port}",
        ["PLUMBLINE__STORAGE__CONNECTIONSTRING"] = NoStorage,
        ["PLUMBLINE__SYNC__CONTROLREPOSITORY"] = "https://git.test/acme/control",
        [$"PLUMBLINE__ROUTES__{Route}__PROVIDER"] = "github",
        [$"PLUMBLINE__ROUTES__{Route}__SECRET"] = "env:TEST_HOOK",
        ["TEST_HOOK"] = "a-secret-that-nobody-knows",
    };
}

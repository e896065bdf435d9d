using System.Globalization;
using Microsoft.Extensions.Configuration;

namespace Plumbline.Functions.Hosting.Local;

/// <summary>What the local host reads of <c>host.json</c>, with the defaults of Azure's host; the two so run under one file.</summary>
internal sealed record HostJson
{
    /// <summary>How long a call may take. Default 30 min.</summary>
    public TimeSpan FunctionTimeout { get; init; } = TimeSpan.FromMinutes(30);

    /// <summary>Messages taken at once. Default 16, 1 to 32.</summary>
    public int BatchSize { get; init; } = 16;

    /// <summary>Messages still running at which more are taken. Default half of <see cref="BatchSize"/> per processor.</summary>
    public int NewBatchThreshold { get; init; } = 8 * Environment.ProcessorCount;

    /// <summary>How often a message is tried. Default 5.</summary>
    public int MaxDequeueCount { get; init; } = 5;

    /// <summary>Pause after a failure. Default none.</summary>
    public TimeSpan VisibilityTimeout { get; init; } = TimeSpan.Zero;

    /// <summary>Longest pause between two looks into an empty queue. Default 1 min, 100 ms or more.</summary>
    public TimeSpan MaxPollingInterval { get; init; } = TimeSpan.FromMinutes(1);

    /// <summary>Prefix of all routes. Default <c>api</c>.</summary>
    public string RoutePrefix { get; init; } = "api";

    /// <summary>Messages of one queue that run at once.</summary>
    public int Parallel => BatchSize + NewBatchThreshold;

    /// <summary>Reads the file and what settings put over it (<c>AzureFunctionsJobHost:…</c>).</summary>
    /// <exception cref="InvalidDataException">A value is out of range or not understood; all are listed.</exception>
    public static HostJson Read(IConfiguration file, IConfiguration settings)
    {
        var faults = new List<string>();
        string? Text(string key) => settings[$"AzureFunctionsJobHost:{key}"] ?? file[key];
        int Number(string key, int fallback, int least, int most)
        {
            if (Text(key) is not { } text)
            {
                return fallback;
            }

            if (int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number >= least && number <= most)
            {
                return number;
            }

            faults.Add($"host.json: {key} must be a number from {least} to {most}.");
            return fallback;
        }

        TimeSpan Time(string key, TimeSpan fallback, TimeSpan least)
        {
            if (Text(key) is not { } text)
            {
                return fallback;
            }

            if (text.Contains(':', StringComparison.Ordinal) && TimeSpan.TryParse(text, CultureInfo.InvariantCulture, out var time) && time >= least)
            {
                return time;
            }

            faults.Add($"host.json: {key} must be a time of the form hh:mm:ss, at least {least}.");
            return fallback;
        }

        if ((Text("extensions:queues:messageEncoding") ?? "base64") != "none")
        {
            faults.Add("host.json: extensions:queues:messageEncoding must be none, as the senders write.");
        }

        var batch = Number("extensions:queues:batchSize", 16, 1, 32);
        var read = new HostJson
        {
            FunctionTimeout = Time("functionTimeout", TimeSpan.FromMinutes(30), TimeSpan.FromSeconds(1)),
            BatchSize = batch,
            NewBatchThreshold = Number("extensions:queues:newBatchThreshold", batch / 2 * Environment.ProcessorCount, 0, 1000),
            MaxDequeueCount = Number("extensions:queues:maxDequeueCount", 5, 1, 1000),
            VisibilityTimeout = Time("extensions:queues:visibilityTimeout", TimeSpan.Zero, TimeSpan.Zero),
            MaxPollingInterval = Time("extensions:queues:maxPollingInterval", TimeSpan.FromMinutes(1), TimeSpan.FromMilliseconds(100)),
            RoutePrefix = Text("extensions:http:routePrefix") ?? "api",
        };
        return faults.Count == 0 ? read : throw new InvalidDataException(string.Join('\n', faults));
    }
}

namespace Plumbline.Functions.Hosting.Local;

/// <summary>Settings of the local host: section <see cref="Section"/>.</summary>
public sealed record LocalHostOptions
{
    /// <summary>Name of the configuration section.</summary>
    public const string Section = "Plumbline:Host";

    /// <summary>Where to listen. Default <c>http://127.0.0.1:7071</c>; port 0 picks a free one. TLS is the job of what stands in front.</summary>
    public string Url { get; init; } = "http://127.0.0.1:7071";

    /// <summary>How long a message is hidden while it is worked on, renewed at half of it; after a crash it comes back that late. Default 60 s (Azure's host: 10 min), 2 s to 10 min.</summary>
    public TimeSpan MessageHidden { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>How long running work may take to end after the host was told to stop. Default 25 s, below the 30 s that Kubernetes waits.</summary>
    public TimeSpan StopLimit { get; init; } = TimeSpan.FromSeconds(25);

    /// <summary>How long another host waits for a timer whose host died. Default 60 s, 2 s to 10 min.</summary>
    public TimeSpan TimerLease { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>Requests of one HTTP function that run at once; more are told to come back (429). Default 64, 1 to 1000.</summary>
    public int RequestsAtOnce { get; init; } = 64;

    /// <summary>Messages of a queue that run at once, by queue; at most what host.json allows. Default: what host.json allows.</summary>
    public IReadOnlyDictionary<string, int> MessagesAtOnce { get; init; } = new Dictionary<string, int>();

    /// <summary>What is wrong, as sentences; empty when nothing is.</summary>
    public IReadOnlyList<string> Validate()
    {
        var faults = new List<string>();
        void Check(bool good, string sentence)
        {
            if (!good)
            {
                faults.Add($"{Section}:{sentence}");
            }
        }

        Check(Uri.TryCreate(Url, UriKind.Absolute, out var url) && url.Scheme == "http", "Url must be http://HOST:PORT.");
        Check(MessageHidden >= TimeSpan.FromSeconds(2) && MessageHidden <= TimeSpan.FromMinutes(10), "MessageHidden must be 2 seconds to 10 minutes.");
        Check(StopLimit >= TimeSpan.Zero && StopLimit <= TimeSpan.FromHours(1), "StopLimit must be 0 to 1 hour.");
        Check(TimerLease >= TimeSpan.FromSeconds(2) && TimerLease <= TimeSpan.FromMinutes(10), "TimerLease must be 2 seconds to 10 minutes.");
        Check(RequestsAtOnce is >= 1 and <= 1000, "RequestsAtOnce must be 1 to 1000.");
        Check(MessagesAtOnce.Values.All(n => n is >= 1 and <= 1000), "MessagesAtOnce must be 1 to 1000.");
        return faults;
    }
}

namespace Plumbline.Sync;

/// <summary>What the operator may set about synchronising. Validated at start.</summary>
public sealed record SyncSettings
{
    /// <summary>URL of the control repository. Required.</summary>
    public required string ControlRepository { get; init; }

    /// <summary>Its revision. Default <c>HEAD</c>.</summary>
    public string ControlRevision { get; init; } = "HEAD";

    /// <summary>Folder in it that holds the configuration. Default: its root.</summary>
    public string ControlPath { get; init; } = "";

    /// <summary>Schemes that repository URLs may have besides https. Default none.</summary>
    public IReadOnlySet<string> AllowedSchemes { get; init; } = new HashSet<string>();

    /// <summary>How long the right to work on an application lasts without being renewed. Default 60 s, 2 s to 10 min.</summary>
    public TimeSpan Lease { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>How long one message may work before it hands over to the next. Default 20 s; below <see cref="Lease"/>.</summary>
    public TimeSpan Slice { get; init; } = TimeSpan.FromSeconds(20);

    /// <summary>How long an operation may take until all is healthy. Default 10 min.</summary>
    public TimeSpan HealthDeadline { get; init; } = TimeSpan.FromMinutes(10);

    /// <summary>How long a decision is awaited. Default 8 h.</summary>
    public TimeSpan ApprovalExpiry { get; init; } = TimeSpan.FromHours(8);

    /// <summary>Pause between two looks at an object that is not healthy yet. Default 1 s.</summary>
    public TimeSpan HealthPause { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>How long an object may be broken, or gone, before a sync fails for it. Default 30 s.</summary>
    public TimeSpan BrokenGrace { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>How many calls to one cluster run at once for one application. Default 8, 1 to 64.</summary>
    public int ClusterCalls { get; init; } = 8;

    /// <summary>Namespace in target clusters for the records that fence writers. Made when missing. Default <c>plumbline-system</c>.</summary>
    public string FenceNamespace { get; init; } = "plumbline-system";

    /// <summary>Days that deliveries, plans and renders are kept. Default 30.</summary>
    public int RetentionDays { get; init; } = 30;

    /// <summary>What is wrong with these settings, as sentences; empty when nothing is.</summary>
    public IReadOnlyList<string> Validate()
    {
        var faults = new List<string>();
        void Check(bool good, string sentence)
        {
            if (!good)
            {
                faults.Add(sentence);
            }
        }

        var scheme = Core.Git.RepositoryUrl.TryParse(ControlRepository, AllowedSchemes, out _, out var reason);
        Check(scheme, $"ControlRepository: {reason}.");
        Check(Core.Git.RevisionSelection.Refuse(ControlRevision) is null, "ControlRevision is not a revision.");
        Check(Core.Sources.RepoPath.TryParse(ControlPath, out _, out var path), $"ControlPath: {path}.");
        Check(Lease >= TimeSpan.FromSeconds(2) && Lease <= TimeSpan.FromMinutes(10), "Lease must be 2 seconds to 10 minutes.");
        Check(Slice > TimeSpan.Zero && Slice < Lease, "Slice must be positive and shorter than Lease.");
        Check(HealthDeadline > TimeSpan.Zero, "HealthDeadline must be positive.");
        Check(BrokenGrace >= TimeSpan.Zero, "BrokenGrace must not be negative.");
        Check(ApprovalExpiry > TimeSpan.Zero, "ApprovalExpiry must be positive.");
        Check(ClusterCalls is >= 1 and <= 64, "ClusterCalls must be 1 to 64.");
        Check(RetentionDays >= 1, "RetentionDays must be at least 1.");
        return faults;
    }
}

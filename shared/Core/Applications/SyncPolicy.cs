namespace Plumbline.Core.Applications;

/// <summary><c>spec.syncPolicy</c>.</summary>
public sealed record SyncPolicy
{
    /// <summary>Nothing happens by itself, nothing is tried again.</summary>
    public static SyncPolicy Manual { get; } = new();

    /// <summary><c>automated</c>; null when it is off: not written, or <c>enabled: false</c>. An empty block is on (APP-4).</summary>
    public AutomatedSync? Automated { get; init; }

    /// <summary><c>syncOptions</c>.</summary>
    public SyncOptions Options { get; init; } = SyncOptions.None;

    /// <summary><c>retry</c>, or what holds without it: five tries again for automated syncs, none for others (APP-5).</summary>
    public RetryPolicy Retry { get; init; } = RetryPolicy.Never;

    /// <summary><c>managedNamespaceMetadata</c> (APP-6); null when not written. Has an effect only with <c>CreateNamespace=true</c>.</summary>
    public ManagedNamespaceMetadata? ManagedNamespaceMetadata { get; init; }
}

/// <summary><c>automated</c>: sync without being asked (APP-4).</summary>
/// <param name="Prune">Also delete what is no longer in git. Default false.</param>
/// <param name="SelfHeal">Also undo changes made in the cluster. Default false.</param>
/// <param name="AllowEmpty">Also delete everything, when git holds nothing any more. Default false.</param>
public sealed record AutomatedSync(bool Prune, bool SelfHeal, bool AllowEmpty);

/// <summary><c>retry</c> (APP-5).</summary>
/// <param name="Limit">Tries after the first; 0 for none, -1 for no limit.</param>
/// <param name="Duration">Base of the wait. Default 5 s.</param>
/// <param name="Factor">Growth of the wait from one try to the next. Default 2.</param>
/// <param name="MaxDuration">Longest wait. Default 3 min.</param>
/// <param name="Refresh">Whether a retry looks for newer commits. Default false: it tries the same commit again.</param>
public sealed record RetryPolicy(int Limit, TimeSpan Duration, long Factor, TimeSpan MaxDuration, bool Refresh)
{
    /// <summary>No try after the first.</summary>
    public static RetryPolicy Never { get; } = new(0, TimeSpan.FromSeconds(5), 2, TimeSpan.FromMinutes(3), false);

    private const int MostGrowth = 20;

    /// <summary>How long after the last try the next one comes, after so many that failed: <see cref="Duration"/> times <see cref="Factor"/> for each after the first, at most <see cref="MaxDuration"/>.</summary>
    /// <param name="failures">Tries that failed in a row, 1 or more.</param>
    public TimeSpan PauseAfter(int failures) =>
        TimeSpan.FromSeconds(Math.Min(Duration.TotalSeconds * Math.Pow(Factor, Math.Min(MostGrowth, failures - 1)), MaxDuration.TotalSeconds));

    /// <summary>What automated syncs have without a <c>retry</c> block.</summary>
    public static RetryPolicy Automated { get; } = Never with { Limit = 5 };
}

/// <summary><c>managedNamespaceMetadata</c>: what the created namespace carries.</summary>
/// <param name="Labels">Labels.</param>
/// <param name="Annotations">Annotations.</param>
public sealed record ManagedNamespaceMetadata(IReadOnlyDictionary<string, string> Labels, IReadOnlyDictionary<string, string> Annotations);

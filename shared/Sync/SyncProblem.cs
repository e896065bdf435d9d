namespace Plumbline.Sync;

/// <summary>Codes of what can stand in the way of a sync.</summary>
internal static class SyncProblem
{
    /// <summary>An object belongs to another application.</summary>
    public const string SharedResource = "SharedResource";

    /// <summary>The API server refuses an object: schema or admission.</summary>
    public const string ClusterRefuses = "ClusterRefuses";

    /// <summary>Our identity in the cluster may not do this.</summary>
    public const string ClusterForbids = "ClusterForbids";

    /// <summary>The cluster does not serve a kind.</summary>
    public const string KindUnknown = "KindUnknown";

    /// <summary>The cluster cannot be reached, or is not registered.</summary>
    public const string ClusterUnavailable = "ClusterUnavailable";

    /// <summary>The repository cannot be read.</summary>
    public const string SourceUnavailable = "SourceUnavailable";

    /// <summary>The revision does not exist.</summary>
    public const string RevisionNotFound = "RevisionNotFound";

    /// <summary>Everything would be deleted and the application does not allow it.</summary>
    public const string EmptyRender = "EmptyRender";

    /// <summary>The project does not exist.</summary>
    public const string ProjectNotFound = "ProjectNotFound";

    /// <summary>Not healthy in time.</summary>
    public const string HealthTimeout = "HealthTimeout";

    /// <summary>An object became unhealthy.</summary>
    public const string Degraded = "Degraded";

    /// <summary>Objects could not be written.</summary>
    public const string ApplyFailed = "ApplyFailed";

    /// <summary>The work ended the process several times.</summary>
    public const string Quarantined = "Quarantined";

    /// <summary>Storage does not answer.</summary>
    public const string StorageUnavailable = "StorageUnavailable";

    /// <summary>Rejected, or nobody decided in time.</summary>
    public const string NotApproved = "NotApproved";

    /// <summary>Whether it may come right without a change of the sources: what the cluster has, serves or allows changes by itself, so it is looked at again.</summary>
    public static bool MayPass(string code) => code is SharedResource or ClusterRefuses or ClusterForbids or KindUnknown;
}

namespace Plumbline.Core.Kubernetes;

/// <summary>Why a cluster call failed; the codes are shown to users.</summary>
public enum ClusterFailure
{
    /// <summary>The API server cannot be reached, is overloaded, or took too long. Trying again can help.</summary>
    Unavailable,

    /// <summary>The cluster is not registered.</summary>
    NotRegistered,

    /// <summary>The credentials are not accepted.</summary>
    Unauthorized,

    /// <summary>The identity may not do this.</summary>
    Forbidden,

    /// <summary>The server refuses the object: schema, admission.</summary>
    Invalid,

    /// <summary>A field that cannot change would change.</summary>
    Immutable,

    /// <summary>Somebody else wrote in between, or owns a field.</summary>
    Conflict,

    /// <summary>The kind, or the namespace it should live in, does not exist.</summary>
    NotFound,
}

/// <summary>A cluster call failed. The message names the object and holds no values of Secrets.</summary>
public sealed class ClusterException : Exception
{
    /// <summary>A failure, optionally with the object and the cause.</summary>
    public ClusterException(ClusterFailure failure, string message, ResourceKey? resource = null, TimeSpan? retryAfter = null, Exception? inner = null)
        : base(message, inner)
    {
        Failure = failure;
        Resource = resource;
        RetryAfter = retryAfter;
    }

    /// <summary>Why.</summary>
    public ClusterFailure Failure { get; }

    /// <summary>The object it was about; null when about none.</summary>
    public ResourceKey? Resource { get; }

    /// <summary>How long the server asked to be left alone; null when it did not say.</summary>
    public TimeSpan? RetryAfter { get; }

    /// <summary>The same in other words, and without its cause, which has the old ones.</summary>
    public ClusterException Saying(string message) => new(Failure, message, Resource, RetryAfter);

    /// <summary>Whether trying again later can help.</summary>
    public bool IsTransient => Failure is ClusterFailure.Unavailable or ClusterFailure.Conflict;
}

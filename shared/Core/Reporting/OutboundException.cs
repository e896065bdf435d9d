namespace Plumbline.Core.Reporting;

/// <summary>A call to an outside service failed. The message holds no credentials and no raw answer.</summary>
public sealed class OutboundException : Exception
{
    /// <summary>A failure with its cause.</summary>
    public OutboundException(string message, bool isTransient, TimeSpan? retryAfter = null, Exception? inner = null)
        : base(message, inner)
    {
        IsTransient = isTransient;
        RetryAfter = retryAfter;
    }

    /// <summary>Whether trying again later can help.</summary>
    public bool IsTransient { get; }

    /// <summary>How long the service asked to be left alone; null when it did not say.</summary>
    public TimeSpan? RetryAfter { get; }
}

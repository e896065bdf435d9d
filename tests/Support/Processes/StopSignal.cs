namespace Plumbline.Support.Processes;

/// <summary>How a started program is told to end.</summary>
public enum StopSignal
{
    /// <summary>At once, without a chance to tidy up (SIGKILL).</summary>
    Kill,

    /// <summary>Asked to (SIGTERM), and killed when it is still there two seconds later.</summary>
    Terminate,
}

namespace Plumbline.Support.ControlPlane;

/// <summary>What becomes of a pod under the <see cref="KubeletStandIn"/>.</summary>
public enum PodFate
{
    /// <summary>It runs and is ready.</summary>
    Run,

    /// <summary>It runs, and ends well after <see cref="KubeletOptions.JobDuration"/>.</summary>
    Complete,

    /// <summary>It runs, and ends with exit code 1 after <see cref="KubeletOptions.JobDuration"/>.</summary>
    Fail,

    /// <summary>Its image cannot be pulled: Pending, waiting with reason <c>ImagePullBackOff</c>.</summary>
    ImagePullBackOff,

    /// <summary>It starts and dies: Running, not ready, waiting with reason <c>CrashLoopBackOff</c>.</summary>
    CrashLoopBackOff,

    /// <summary>Nothing happens: it stays Pending without a node.</summary>
    StayPending,
}

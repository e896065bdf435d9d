namespace Plumbline.Support.ControlPlane;

/// <summary>How the <see cref="KubeletStandIn"/> behaves.</summary>
public sealed record KubeletOptions
{
    /// <summary>The node's name. Default: <c>node-1</c>.</summary>
    public string NodeName { get; init; } = "node-1";

    /// <summary>How long a pod runs before it is ready. Default: no time.</summary>
    public TimeSpan StartDuration { get; init; } = TimeSpan.Zero;

    /// <summary>How long a pod that ends by itself runs. Default: 300 ms.</summary>
    public TimeSpan JobDuration { get; init; } = TimeSpan.FromMilliseconds(300);

    /// <summary>What becomes of a pod. Default: <see cref="ByImage"/>.</summary>
    public Func<StandInPod, PodFate> Fate { get; init; } = ByImage;

    /// <summary>
    /// Decides by the images' names: one with <c>broken</c> in it cannot be pulled, one with <c>crashing</c> dies again and
    /// again, one with <c>failing</c> ends with an error, one with <c>pending</c> finds no node. Any other runs, to its end where
    /// the pod's restart policy is not Always.
    /// </summary>
    public static PodFate ByImage(StandInPod pod)
    {
        ArgumentNullException.ThrowIfNull(pod);
        return true switch
        {
            _ when Has("broken") => PodFate.ImagePullBackOff,
            _ when Has("crashing") => PodFate.CrashLoopBackOff,
            _ when Has("pending") => PodFate.StayPending,
            _ when Has("failing") => pod.RestartsAlways ? PodFate.CrashLoopBackOff : PodFate.Fail,
            _ => pod.RestartsAlways ? PodFate.Run : PodFate.Complete,
        };

        bool Has(string word) => pod.Images.Any(image => image.Contains(word, StringComparison.OrdinalIgnoreCase));
    }
}

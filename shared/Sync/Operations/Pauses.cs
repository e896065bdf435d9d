namespace Plumbline.Sync.Operations;

/// <summary>How long to wait between two looks at the cluster.</summary>
internal static class Pauses
{
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(30);

    /// <summary>Short at first, then a twentieth of the time waited so far, up to half a minute: what takes long is not seen sooner by asking more often.</summary>
    public static TimeSpan Growing(DateTimeOffset since, DateTimeOffset now, TimeSpan shortest)
    {
        var grown = (now - since) / 20;
        var longest = shortest > Longest ? shortest : Longest;
        return grown < shortest ? shortest : grown > longest ? longest : grown;
    }
}

namespace Plumbline.Demo;

/// <summary>How something that is waited for stands.</summary>
internal abstract record Expectation
{
    /// <summary>It is as expected.</summary>
    /// <param name="What">What was found, in a few words; null for nothing to add.</param>
    internal sealed record Succeeded(string? What) : Expectation;

    /// <summary>Not yet.</summary>
    /// <param name="Why">How it is now.</param>
    internal sealed record Pending(string Why) : Expectation;

    /// <summary>It can no longer become as expected.</summary>
    /// <param name="Why">What was found instead.</param>
    internal sealed record Failed(string Why) : Expectation;

    public static Expectation Yes(string? what = null) => new Succeeded(what);

    public static Expectation NotYet(string why) => new Pending(why);

    public static Expectation No(string why) => new Failed(why);

    public static Expectation When(bool holds, string otherwise) => holds ? Yes() : NotYet(otherwise);
}

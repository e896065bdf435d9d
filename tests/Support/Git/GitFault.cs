namespace Plumbline.Support.Git;

/// <summary>How <see cref="GitHttpServer"/> misbehaves until it is told otherwise.</summary>
public abstract record GitFault
{
    private GitFault()
    {
    }

    /// <summary>Answers every request with <paramref name="Code"/> and an empty body.</summary>
    public sealed record Status(int Code) : GitFault;

    /// <summary>Takes the request and never answers.</summary>
    public sealed record Stall : GitFault;

    /// <summary>Sends every request to the same path under <paramref name="Target"/>.</summary>
    public sealed record Redirect(Uri Target, int Code) : GitFault;

    /// <summary>Advertises refs without end.</summary>
    public sealed record EndlessRefs : GitFault;

    /// <summary>Answers the ref listing, then breaks off each pack after <paramref name="Bytes"/> bytes.</summary>
    public sealed record TruncatedPack(int Bytes) : GitFault;

    /// <summary>Answers the ref listing, then holds each pack back after <paramref name="Bytes"/> bytes and keeps the connection open.</summary>
    public sealed record StalledPack(int Bytes) : GitFault;

    /// <summary>Answers every request with <paramref name="Text"/> as plain text and status 200.</summary>
    public sealed record Garbage(string Text) : GitFault;
}

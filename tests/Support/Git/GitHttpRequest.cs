namespace Plumbline.Support.Git;

/// <summary>A request that <see cref="GitHttpServer"/> received.</summary>
/// <param name="Method">HTTP method.</param>
/// <param name="Path">Path and query as received.</param>
/// <param name="Authorization">The Authorization header; null when there was none.</param>
/// <param name="Status">What was answered; 0 while no answer was begun.</param>
public sealed record GitHttpRequest(string Method, string Path, string? Authorization, int Status);

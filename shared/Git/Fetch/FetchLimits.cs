namespace Plumbline.Git.Fetch;

/// <summary>Limits of a fetching process.</summary>
/// <param name="ChildCommand">The program and its first arguments; <see cref="FetchChild.Command"/> is added.</param>
/// <param name="Timeout">Of the whole fetch.</param>
/// <param name="MostMemory">Bytes of resident memory.</param>
internal sealed record FetchLimits(IReadOnlyList<string> ChildCommand, TimeSpan Timeout, long MostMemory);

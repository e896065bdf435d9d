namespace Plumbline.Support.Recorder;

/// <summary>A call as the recorder received it.</summary>
/// <param name="Method">HTTP method.</param>
/// <param name="Path">Path and query.</param>
/// <param name="Authorization">The authorization header; empty without one.</param>
/// <param name="Body">The body as text.</param>
public sealed record RecordedCall(string Method, string Path, string Authorization, string Body);

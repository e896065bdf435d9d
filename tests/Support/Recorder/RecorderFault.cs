namespace Plumbline.Support.Recorder;

/// <summary>A call that the recorder answers with a failure.</summary>
/// <param name="Prefix">Beginning of the call's path.</param>
/// <param name="Status">Status of the answer.</param>
public sealed record RecorderFault(string Prefix, int Status)
{
    /// <summary>Headers of the answer.</summary>
    public IReadOnlyDictionary<string, string> Headers { get; init; } = new Dictionary<string, string>();

    /// <summary>Body of the answer.</summary>
    public string Body { get; init; } = "{}";

    /// <summary>Whether the call takes effect, so that only its answer is lost.</summary>
    public bool AfterEffect { get; init; }
}

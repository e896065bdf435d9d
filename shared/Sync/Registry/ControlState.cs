using System.Text.Json.Serialization;

namespace Plumbline.Sync.Registry;

/// <summary>The control repository as it was last registered.</summary>
/// <param name="V">Schema version, now 1.</param>
/// <param name="Commit">Commit whose projects, clusters and repositories count.</param>
/// <param name="Problems">What is wrong in it, as sentences with file and line; at most 100.</param>
/// <param name="At">When.</param>
internal sealed record ControlState(int V, string Commit, IReadOnlyList<string> Problems, DateTimeOffset At)
{
    /// <summary>Whether all applications of the commit are registered; false while somebody is at it, or died at it.</summary>
    public bool IsComplete { get; init; }

    /// <summary>Whose registration it is; another one here says that somebody was overtaken.</summary>
    public string Turn { get; init; } = "";

    /// <summary>Commit whose rules the applications were last woken for; null before the first registration is finished.</summary>
    public string? Registered { get; init; }
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(ControlState))]
internal sealed partial class ControlStateJson : JsonSerializerContext;

using System.Text.Json.Serialization;
using Plumbline.Core.Git;
using Plumbline.Git.Transport;

namespace Plumbline.Git.Fetch;

/// <summary>What the child process shall fetch. One line of JSON on its standard input.</summary>
/// <param name="Remote">From where.</param>
/// <param name="Transport">Rules of the network.</param>
/// <param name="Folder">The bare repository of the cache; made when missing.</param>
/// <param name="Commits">Full ids of the commits that must be there afterwards.</param>
/// <param name="WholeHistory">Fetch all branches and tags with their history, for looking up abbreviated ids.</param>
/// <param name="MostBytes">Limit of bytes received.</param>
/// <param name="MostObjects">Limit of objects received.</param>
internal sealed record FetchRequest(
    GitRemote Remote, TransportOptions Transport, string Folder, IReadOnlyList<string> Commits, bool WholeHistory, long MostBytes, long MostObjects);

/// <summary>What came of it. One line of JSON on the child's standard output.</summary>
/// <param name="Failure">Why nothing was fetched; null when it went well.</param>
/// <param name="Message">A sentence for <paramref name="Failure"/>.</param>
/// <param name="Missing">Commits that the repository does not have.</param>
internal sealed record FetchResult(GitFailure? Failure, string? Message, IReadOnlyList<string> Missing);

/// <summary>JSON between the host and its child.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, UseStringEnumConverter = true)]
[JsonSerializable(typeof(FetchRequest))]
[JsonSerializable(typeof(FetchResult))]
internal sealed partial class FetchJson : JsonSerializerContext;

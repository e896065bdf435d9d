using Plumbline.Core.Problems;
using Plumbline.Core.Rendering;
using Plumbline.Core.Sources;
using Plumbline.Rendering.Kustomize;

namespace Plumbline.Rendering.Sources;

/// <summary>Remote bases out of what was fetched; those that were not are noted as wanted.</summary>
internal sealed class RemoteBaseParts(IReadOnlyDictionary<OutsidePart, FetchedPart> parts, List<OutsidePart> wanted) : IRemoteBases
{
    private const string Hint = "Write https://HOST/REPOSITORY//PATH?ref=REVISION, or copy the base into the source.";

    /// <inheritdoc/>
    public RemoteBase Fetch(string url, CancellationToken token)
    {
        if (RemoteBaseUrl.Parse(url) is not { } parsed)
        {
            throw Refused($"The remote base '{url}' is not fetched: only https repositories are.", Hint);
        }

        var part = new OutsidePart.Repository(parsed.Repository, parsed.Revision);
        if (!parts.TryGetValue(part, out var fetched))
        {
            wanted.Add(part);
            throw Refused($"The remote base '{url}' has to be fetched first.", Hint);
        }

        if (fetched.Failure is { } failure || fetched.Tree is null)
        {
            throw Refused($"The remote base '{url}' cannot be had: {fetched.Failure}", "Allow the repository in the project's sourceRepos, or copy the base into the source.");
        }

        return RepoPath.TryParse(parsed.Path.Length == 0 ? "." : parsed.Path, out var folder, out var reason) && fetched.Tree.Find(folder) is { Kind: SourceEntryKind.Folder }
            ? new RemoteBase(fetched.Tree, folder)
            : throw Refused($"The remote base '{url}' names no folder of its repository{(reason is null ? "" : $": {reason}")}.", Hint);
    }

    private static ProblemException Refused(string message, string hint) => new(new Problem(KustomizeProblem.Refused, message) { Hint = hint });
}

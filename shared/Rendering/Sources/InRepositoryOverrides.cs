using Plumbline.Core.Applications;
using Plumbline.Core.Objects;
using Plumbline.Core.Problems;
using Plumbline.Core.Rendering;
using Plumbline.Core.Sources;
using Plumbline.Core.Yaml;

namespace Plumbline.Rendering.Sources;

/// <summary>
/// The files in a source's folder that change how it is rendered (SRC-25): <c>.argocd-source.yaml</c> for everybody,
/// <c>.argocd-source-NAME.yaml</c> and <c>.argocd-source-NAMESPACE_NAME.yaml</c> for one Application; later ones win.
/// Tools that follow images write them.
/// </summary>
internal static class InRepositoryOverrides
{
    // As Argo CD reads them: of a key that is there twice the last one counts.
    private static readonly YamlReadOptions Options = new() { DuplicateKeys = DuplicateKeys.LastWins };

    /// <summary>The input with the source as the files leave it; null where one of them is wrong.</summary>
    public static RenderInput? Apply(RenderInput input, int index, ISourceTree tree, RepoPath folder, List<Problem> problems)
    {
        var source = input.Application.Sources[index];
        var changed = source;
        foreach (var name in Names(input.Application))
        {
            if (tree.Find(folder.Child(name)) is not { Kind: SourceEntryKind.File } entry)
            {
                continue;
            }

            if (Read(tree, entry, problems) is not { } patch)
            {
                return null;
            }

            var merged = SourceOverride.Merge(changed, patch, entry.Path.Value);
            problems.AddRange(merged.Problems);
            if (merged.Value is not { } next)
            {
                return null;
            }

            changed = next;
        }

        return ReferenceEquals(changed, source) ? input
            : input with { Application = input.Application with { Sources = [.. input.Application.Sources.Select((s, i) => i == index ? changed : s)] } };
    }

    private static IEnumerable<string> Names(Application application)
    {
        yield return ".argocd-source.yaml";
        yield return $".argocd-source-{application.Name}.yaml";
        if (application.Namespace.Length > 0)
        {
            yield return $".argocd-source-{application.Namespace}_{application.Name}.yaml";
        }
    }

    private static MapNode? Read(ISourceTree tree, SourceEntry entry, List<Problem> problems)
    {
        Node? root;
        try
        {
            root = YamlReader.ReadAll(tree.Read(entry.Path).Span, entry.Path.Value, Options) is [var first, ..] ? first : null;
        }
        catch (ProblemException e)
        {
            problems.AddRange(e.Problems);
            return null;
        }

        if (root is MapNode or null or { IsNull: true })
        {
            return root as MapNode ?? new MapNode();
        }

        problems.Add(new Problem(ProblemCode.FieldInvalid, "The file holds a source's blocks, such as kustomize or helm.") { File = entry.Path.Value, Position = root.Position });
        return null;
    }
}

using Plumbline.Core.Fields;
using Plumbline.Core.Kubernetes;
using Plumbline.Core.Objects;
using Plumbline.Core.Problems;

namespace Plumbline.Core.Applications;

/// <summary>
/// What a repository says on top of an Application's source, in <c>.argocd-source.yaml</c> and its per-application siblings (SRC-25):
/// a merge patch (RFC 7386) over the source, of which only the blocks that say how to render count.
/// </summary>
public static class SourceOverride
{
    private static readonly string[] Blocks = ["directory", "helm", "kustomize", "plugin"];

    /// <summary>The source with the patch over it; null where an error stands in its way.</summary>
    /// <param name="source">What the Application says.</param>
    /// <param name="patch">What the repository says.</param>
    /// <param name="file">Where it says so, for problems.</param>
    public static Reading<ApplicationSource> Merge(ApplicationSource source, MapNode patch, string file)
    {
        var problems = new SpecProblems(new ObjectOrigin(file, patch.Position));
        new FieldCheck(problems).Run(patch, ApplicationFields.SourceBlock);
        var raw = (MapNode)source.Raw.Clone();
        foreach (var block in Blocks)
        {
            if (patch.TryGet(block, out var change))
            {
                Set(raw, block, change);
            }
        }

        string[] written = [.. Blocks.Where(b => raw.Map(b) is not null)];
        if (written.Length > 1)
        {
            problems.Error(
                ProblemCode.SourceTypeAmbiguous, $"With this file the source is described as {string.Join(" and as ", written)} at once.", patch.Position, written[1],
                "Keep one of the blocks; an empty one counts as well.");
        }

        return problems.Finish(() => source with
        {
            Directory = raw.Map("directory") is { } directory ? SourceReader.ReadDirectory(directory) : null,
            Helm = raw.Map("helm"),
            Kustomize = raw.Map("kustomize"),
            Plugin = raw.Map("plugin"),
            Raw = raw,
        });
    }

    private static void Set(MapNode into, string key, Node change)
    {
        switch (change)
        {
            case { IsNull: true }:
                into.Remove(key);
                break;
            case MapNode map:
                var target = into[key] as MapNode ?? new MapNode(map.Position);
                foreach (var entry in map)
                {
                    Set(target, entry.Key, entry.Value);
                }

                into[key] = target;
                break;
            default:
                into[key] = change.Clone();
                break;
        }
    }
}

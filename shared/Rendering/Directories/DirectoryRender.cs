using Plumbline.Core.Applications;
using Plumbline.Core.Kubernetes;
using Plumbline.Core.Problems;
using Plumbline.Core.Sources;

namespace Plumbline.Rendering.Directories;

/// <summary>Renders plain manifests (SRC-19 to SRC-22).</summary>
/// <param name="limits">Size limits.</param>
public sealed class DirectoryRender(DirectoryLimits limits)
{
    /// <summary>All objects of a folder: files by ordinal path, documents in written order, lists taken apart. Mistakes are problems of the answer.</summary>
    /// <param name="tree">The repository; what is looked at is recorded by the caller's recorder.</param>
    /// <param name="folder">The source's folder.</param>
    /// <param name="settings">What the source says.</param>
    /// <param name="token">Stops between files.</param>
    public DirectoryOutput Run(ISourceTree tree, RepoPath folder, DirectorySettings settings, CancellationToken token)
    {
        var problems = new List<Problem>();
        var objects = new List<KubernetesObject>();
        if (settings.Jsonnet is not null)
        {
            problems.Add(new Problem(ProblemCode.SourceUnsupported, "Jsonnet is not supported.") { Field = "directory.jsonnet", Hint = "Commit the rendered manifests instead." });
        }

        foreach (var file in new ManifestFiles(tree, limits, problems).Select(folder, settings))
        {
            token.ThrowIfCancellationRequested();
            if (file.Written.Name.EndsWith(".jsonnet", StringComparison.Ordinal))
            {
                problems.Add(new Problem(ProblemCode.SourceUnsupported, "Jsonnet is not supported.")
                {
                    File = file.Written.Value,
                    Hint = "Commit the rendered manifest instead, or leave the file out with directory.exclude.",
                });
                continue;
            }

            ManifestDocuments.Read(file.Written, tree.Read(file.Target), objects, problems);
        }

        return new DirectoryOutput(problems.Exists(p => p.Severity == ProblemSeverity.Error) ? [] : objects, problems);
    }
}

/// <summary>What a folder of plain manifests gives.</summary>
/// <param name="Objects">The objects; empty when there is an error.</param>
/// <param name="Problems">Errors and warnings.</param>
public sealed record DirectoryOutput(IReadOnlyList<KubernetesObject> Objects, IReadOnlyList<Problem> Problems);

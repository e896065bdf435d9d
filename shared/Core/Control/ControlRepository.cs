using Plumbline.Core.Kubernetes;
using Plumbline.Core.Objects;
using Plumbline.Core.Problems;
using Plumbline.Core.Sources;
using Plumbline.Core.Yaml;

namespace Plumbline.Core.Control;

/// <summary>Reads a control repository: Applications, projects, clusters and repositories (design §4).</summary>
public static class ControlRepository
{
    private const int DeepestFolder = 64;
    private const int MostFiles = 20_000;

    /// <summary>
    /// Reads all <c>.yaml</c>, <c>.yml</c> and <c>.json</c> files of <paramref name="folder"/> and of the folders below it, or the one file that it names.
    /// Folders and files whose names start with a dot are left out. Mistakes are problems of the answer, never exceptions.
    /// </summary>
    /// <param name="tree">The files at one commit.</param>
    /// <param name="folder">Where to look; the root of a repository that holds nothing else.</param>
    /// <param name="token">Stops between files.</param>
    public static ControlConfiguration Read(ISourceTree tree, RepoPath folder, CancellationToken token)
    {
        var recorder = new RecordingSourceTree(tree);
        var assembly = new ControlAssembly();
        var entry = recorder.Find(folder);
        if (entry is null)
        {
            assembly.Unreadable(new Problem(ProblemCode.PathNotFound, "There is no such file or folder.") { File = folder.Value });
        }
        else if (entry.Kind == SourceEntryKind.Folder)
        {
            var files = new List<RepoPath>();
            Walk(recorder, folder, files, assembly, 0);
            foreach (var file in files)
            {
                token.ThrowIfCancellationRequested();
                ReadFile(recorder, file, assembly);
            }
        }
        else
        {
            ReadFile(recorder, folder, assembly);
        }

        return assembly.Finish(recorder.Reads);
    }

    private static void Walk(RecordingSourceTree tree, RepoPath folder, List<RepoPath> files, ControlAssembly assembly, int depth)
    {
        foreach (var entry in tree.List(folder))
        {
            if (entry.Path.Name.StartsWith('.'))
            {
                continue;
            }

            switch (entry.Kind)
            {
                case SourceEntryKind.Folder when depth >= DeepestFolder:
                    assembly.Unreadable(new Problem(ProblemCode.RenderBudget, $"Folders are nested more than {DeepestFolder} deep.") { File = entry.Path.Value });
                    break;
                case SourceEntryKind.Folder:
                    Walk(tree, entry.Path, files, assembly, depth + 1);
                    break;
                case SourceEntryKind.File when !IsManifest(entry.Path):
                    break;
                case SourceEntryKind.File when files.Count >= MostFiles:
                    assembly.Unreadable(new Problem(ProblemCode.RenderBudget, $"There are more than {MostFiles} files; this one is not read.") { File = entry.Path.Value });
                    return;
                case SourceEntryKind.File:
                    files.Add(entry.Path);
                    break;
                case SourceEntryKind.Link when IsManifest(entry.Path):
                    assembly.Warn(new Problem(ProblemCode.LinkInvalid, "Links are not followed here; a file of this repository is read where it lies.") { File = entry.Path.Value });
                    break;
                case SourceEntryKind.Submodule:
                    assembly.Warn(new Problem(ProblemCode.ContentMissing, "A submodule is not followed here.") { File = entry.Path.Value });
                    break;
            }
        }
    }

    private static bool IsManifest(RepoPath path) =>
        path.Name.EndsWith(".yaml", StringComparison.Ordinal) || path.Name.EndsWith(".yml", StringComparison.Ordinal) || path.Name.EndsWith(".json", StringComparison.Ordinal);

    private static void ReadFile(RecordingSourceTree tree, RepoPath file, ControlAssembly assembly)
    {
        try
        {
            var bytes = tree.Read(file);
            if (LargeFilePointer.Is(bytes.Span))
            {
                assembly.Unreadable(LargeFilePointer.Problem(file));
                return;
            }

            foreach (var document in YamlReader.ReadAll(bytes.Span, file.Value, YamlReadOptions.Default))
            {
                foreach (var node in ObjectLists.Flatten(document))
                {
                    assembly.Add(node, new ObjectOrigin(file.Value, node.Position.IsKnown ? node.Position : document.Position));
                }
            }
        }
        catch (ProblemException e)
        {
            foreach (var problem in e.Problems)
            {
                assembly.Unreadable(problem.InFile(file.Value));
            }
        }
    }
}

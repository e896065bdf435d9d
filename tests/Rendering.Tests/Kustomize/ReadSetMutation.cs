using System.Text;

namespace Plumbline.Rendering.Tests.Kustomize;

/// <summary>Changes everything a build did not look at: files it did not read, and names it did not ask for.</summary>
internal static class ReadSetMutation
{
    public static MemorySourceTree ChangeAllUnread(MemorySourceTree tree, ReadSet reads)
    {
        var files = new Dictionary<RepoPath, ReadOnlyMemory<byte>>();
        Collect(tree, RepoPath.Root, reads, files);
        return new MemorySourceTree(files);
    }

    private static void Collect(MemorySourceTree tree, RepoPath folder, ReadSet reads, Dictionary<RepoPath, ReadOnlyMemory<byte>> files)
    {
        foreach (var entry in tree.List(folder))
        {
            if (entry.Kind == SourceEntryKind.Folder)
            {
                Collect(tree, entry.Path, reads, files);
                continue;
            }

            files[entry.Path] = reads.Files.ContainsKey(entry.Path) ? tree.Read(entry.Path) : Encoding.UTF8.GetBytes("changed: [");
        }

        if (!reads.Listings.ContainsKey(folder))
        {
            foreach (var name in (string[])["added.yaml", "kustomization.yaml.bak", "z/added"])
            {
                var path = RepoPath.Parse(folder.IsRoot ? name : $"{folder}/{name}");
                if (!reads.Misses.Contains(path) && !reads.Misses.Contains(path.Parent))
                {
                    files[path] = Encoding.UTF8.GetBytes("added: [");
                }
            }
        }
    }
}

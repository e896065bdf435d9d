using System.Text;
using Plumbline.Core.Sources;

namespace Plumbline.Rendering.Directories;

/// <summary>Follows symbolic links inside a tree, and never out of it (threat T-GIT-7).</summary>
internal static class LinkResolver
{
    private const int MostHops = 10;
    private const int LongestTarget = 4096;

    /// <summary>Where a link ends; null without a reason when nothing is there, null with a reason when it must not be followed.</summary>
    public static SourceEntry? Resolve(ISourceTree tree, RepoPath link, out string? reason)
    {
        reason = null;
        var path = link;
        for (var hops = 0; hops <= MostHops; hops++)
        {
            var entry = tree.Find(path);
            if (entry is not { Kind: SourceEntryKind.Link })
            {
                return entry ?? FindBelowLink(tree, path, ref reason, MostHops - hops);
            }

            var bytes = tree.Read(path);
            if (bytes.Length > LongestTarget || !path.Parent.TryCombine(Encoding.UTF8.GetString(bytes.Span), out path, out _))
            {
                reason = "it leads out of the repository";
                return null;
            }
        }

        reason = $"it leads in a circle, or over more than {MostHops} links";
        return null;
    }

    // "a/b/c" where "a/b" is itself a link to a folder.
    private static SourceEntry? FindBelowLink(ISourceTree tree, RepoPath path, ref string? reason, int hops)
    {
        for (var folder = path.Parent; !folder.IsRoot; folder = folder.Parent)
        {
            if (tree.Find(folder) is not { Kind: SourceEntryKind.Link })
            {
                continue;
            }

            var target = hops <= 0 ? null : Resolve(tree, folder, out reason);
            var rest = path.Value[(folder.Value.Length + 1)..];
            if (target is not { Kind: SourceEntryKind.Folder } || !target.Path.TryCombine(rest, out var next, out _) || next == path)
            {
                return null;
            }

            return tree.Find(next) is { Kind: not SourceEntryKind.Link } found ? found : null;
        }

        return null;
    }
}

using Plumbline.Core.Problems;
using Plumbline.Core.Sources;

namespace Plumbline.Rendering.Kustomize.Files;

/// <summary>A file that was read.</summary>
internal readonly record struct LoadedFile(RepoPath Path, string ContentId, ReadOnlyMemory<byte> Bytes);

/// <summary>The folder of a kustomization: what it may read, and which folders it may go to.</summary>
internal sealed class SourceFolder(BuildContext context, ISourceTree tree, RepoPath root, SourceFolder? referrer)
{
    private const int MostLinks = 40;

    public BuildContext Context => context;

    public ISourceTree Tree => tree;

    public RepoPath Root => root;

    public int Depth { get; } = referrer is null ? 0 : referrer.Depth + 1;

    /// <summary>A path as messages name it.</summary>
    public static string Shown(RepoPath path) => path.IsRoot ? "" : "/" + path.Value;

    public LoadedFile Load(string path)
    {
        if (IsRemoteFile(path))
        {
            throw new BuildException(KustomizeProblem.Refused, $"the remote file '{path}' is not read")
            {
                Hint = "Put the file into the source, or refer to a base by its repository.",
            };
        }

        if (path.StartsWith('/') || !root.TryCombine(path, out var target, out _))
        {
            throw NotThere(path) ?? new BuildException(ProblemCode.PathInvalid, $"security; file '{Joined(path)}' is not in or below '{Shown(root)}'");
        }

        return Load(target, restricted: context.Options.LoadRestriction == LoadRestriction.RootOnly);
    }

    /// <summary>A file of this folder by its plain name; null where it is missing or no file.</summary>
    public LoadedFile? TryLoad(string name) =>
        Resolve(root.Child(name)) is { Kind: SourceEntryKind.File } entry ? new LoadedFile(entry.Path, entry.ContentId, tree.Read(entry.Path)) : null;

    /// <summary>Goes to another kustomization's folder.</summary>
    public SourceFolder Go(string path)
    {
        if (path.Length == 0)
        {
            throw new BuildException("new root cannot be empty");
        }

        if (RemoteUrl.IsRepository(path))
        {
            return Remote(path);
        }

        if (path.StartsWith('/'))
        {
            throw new BuildException($"new root '{path}' cannot be absolute");
        }

        if (!root.TryCombine(path, out var target, out var reason))
        {
            throw NotThere($"{Shown(root)}/{path}") is { } missing
                ? new BuildException("must build at directory: not a valid directory", missing)
                : new BuildException(ProblemCode.PathInvalid, $"must build at directory: '{path}': {reason}");
        }

        var entry = target.IsRoot ? tree.Find(target) : Resolve(target);
        if (entry is null)
        {
            throw new BuildException(ProblemCode.PathNotFound, $"must build at directory: not a valid directory: {Missing(target)}");
        }

        if (entry.Kind != SourceEntryKind.Folder)
        {
            throw new BuildException($"must build at directory: '{Shown(target)}': file is not directory");
        }

        CheckCycle(entry.Path);
        return new SourceFolder(context, tree, entry.Path, this);
    }

    private SourceFolder Remote(string url)
    {
        for (var folder = this; folder is not null; folder = folder.Referrer)
        {
            if (folder._url is { } visited && visited.StartsWith(url, StringComparison.Ordinal))
            {
                throw new BuildException($"cycle detected: URI '{url}' referenced by previous URI '{visited}'");
            }
        }

        if (context.Options.RemoteBases is not { } bases)
        {
            throw new BuildException(KustomizeProblem.Refused, $"the remote base '{url}' is not fetched")
            {
                Hint = "Remote bases need a repository that the project allows; or copy the base into the source.",
            };
        }

        var remote = bases.Fetch(url, context.Token);
        return new SourceFolder(context, remote.Tree, remote.Folder, this) { _url = url };
    }

    private SourceFolder? Referrer => referrer;

    private string? _url;

    private LoadedFile Load(RepoPath target, bool restricted)
    {
        var entry = Resolve(target);
        if (entry is null)
        {
            var message = restricted ? Missing(target) : $"open {Shown(target)}: no such file or directory";
            throw new BuildException(ProblemCode.PathNotFound, message) { File = target.Value };
        }

        if (entry.Kind != SourceEntryKind.File)
        {
            throw new BuildException($"'{Shown(target)}' must resolve to a file");
        }

        if (restricted && !entry.Path.IsIn(root))
        {
            throw new BuildException($"security; file '{Shown(target)}' is not in or below '{Shown(root)}'");
        }

        return new LoadedFile(entry.Path, entry.ContentId, tree.Read(entry.Path));
    }

    private void CheckCycle(RepoPath candidate)
    {
        for (var folder = this; folder is not null; folder = folder.Referrer)
        {
            if (ReferenceEquals(folder.Tree, tree) && folder.Root.IsIn(candidate))
            {
                throw new BuildException($"cycle detected: candidate root '{Shown(candidate)}' contains visited root '{Shown(folder.Root)}'");
            }
        }
    }

    /// <summary>Looks a path up, going along symbolic links that stay in the tree.</summary>
    private SourceEntry? Resolve(RepoPath path)
    {
        for (var links = 0; links < MostLinks; links++)
        {
            var entry = tree.Find(path);
            if (entry is not null && entry.Kind != SourceEntryKind.Link)
            {
                return entry;
            }

            var link = entry ?? LinkAbove(path);
            if (link is null || Follow(link, path) is not { } next)
            {
                return null;
            }

            path = next;
        }

        return null;
    }

    private SourceEntry? LinkAbove(RepoPath path)
    {
        for (var above = path.Parent; !above.IsRoot; above = above.Parent)
        {
            if (tree.Find(above) is { } entry)
            {
                return entry.Kind == SourceEntryKind.Link ? entry : null;
            }
        }

        return null;
    }

    private RepoPath? Follow(SourceEntry link, RepoPath path)
    {
        var target = System.Text.Encoding.UTF8.GetString(tree.Read(link.Path).Span);
        var rest = path.Value.Length > link.Path.Value.Length ? path.Value[(link.Path.Value.Length + 1)..] : "";
        return link.Path.Parent.TryCombine(rest.Length > 0 ? $"{target}/{rest}" : target, out var next, out _) ? next : null;
    }

    // A path that cannot be one of this source: absolute, or with characters that no path here has. Told as missing unless it is there after all.
    private BuildException? NotThere(string path)
    {
        var whole = Joined(path);
        var known = "";
        foreach (var step in whole.Split('/', StringSplitOptions.RemoveEmptyEntries))
        {
            if (step == ".." || !RepoPath.TryParse($"{known}{step}", out var at, out _) || tree.Find(at) is null)
            {
                return step == ".." ? null
                    : new BuildException(ProblemCode.PathNotFound, $"evalsymlink failure on '{whole}' : lstat /{known}{step}: no such file or directory");
            }

            known += step + "/";
        }

        return null;
    }

    private string Missing(RepoPath path)
    {
        var first = path;
        for (var above = path.Parent; !above.IsRoot && tree.Find(above) is null; above = above.Parent)
        {
            first = above;
        }

        return $"evalsymlink failure on '{Shown(path)}' : lstat {Shown(first)}: no such file or directory";
    }

    private string Joined(string path) => path.StartsWith('/') ? path : $"{Shown(root)}/{path}";

    private static bool IsRemoteFile(string path) =>
        path.StartsWith("http://", StringComparison.OrdinalIgnoreCase) || path.StartsWith("https://", StringComparison.OrdinalIgnoreCase);
}

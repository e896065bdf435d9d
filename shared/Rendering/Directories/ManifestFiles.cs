using Plumbline.Core.Applications;
using Plumbline.Core.Problems;
using Plumbline.Core.Projects;
using Plumbline.Core.Sources;

namespace Plumbline.Rendering.Directories;

/// <summary>A file to read.</summary>
/// <param name="Written">Its path, for people.</param>
/// <param name="Target">Where its bytes are: another path when it is a link.</param>
internal readonly record struct ManifestFile(RepoPath Written, RepoPath Target);

/// <summary>Chooses the files of a Directory source: by extension, exclude, then include (SRC-19); links stay inside the repository (threat T-GIT-7).</summary>
internal sealed class ManifestFiles(ISourceTree tree, DirectoryLimits limits, List<Problem> problems)
{
    private const int DeepestFolder = 100;

    private readonly List<ManifestFile> _files = [];
    private RepoPath _root;
    private DirectorySettings _settings = DirectorySettings.Default;
    private Glob? _include;
    private Glob? _exclude;
    private long _bytes;
    private bool _over;

    /// <summary>The files by ordinal path.</summary>
    public IReadOnlyList<ManifestFile> Select(RepoPath folder, DirectorySettings settings)
    {
        _root = folder;
        _settings = settings;
        _include = Pattern(settings.Include, "directory.include");
        _exclude = Pattern(settings.Exclude, "directory.exclude");
        if (problems.Exists(p => p.Severity == ProblemSeverity.Error))
        {
            return [];
        }

        Walk(folder, 0);
        _files.Sort((a, b) => a.Written.CompareTo(b.Written));
        return _files;
    }

    private Glob? Pattern(string pattern, string field)
    {
        if (pattern.Length == 0)
        {
            return null;
        }

        var glob = Glob.Compile(pattern, separator: null);
        if (glob is null)
        {
            problems.Add(new Problem(ProblemCode.FieldInvalid, "This is no pattern: a bracket or brace is not closed.") { Field = field });
        }

        return glob;
    }

    private void Walk(RepoPath folder, int depth)
    {
        foreach (var entry in tree.List(folder))
        {
            if (_over)
            {
                return;
            }

            switch (entry.Kind)
            {
                case SourceEntryKind.Folder when !_settings.Recurse:
                    break;
                case SourceEntryKind.Folder when depth >= DeepestFolder:
                    problems.Add(new Problem(ProblemCode.RenderBudget, $"Folders are nested more than {DeepestFolder} deep.") { File = entry.Path.Value });
                    break;
                case SourceEntryKind.Folder:
                    Walk(entry.Path, depth + 1);
                    break;
                case SourceEntryKind.Submodule:
                    AddSubmodule(entry);
                    break;
                case SourceEntryKind.File:
                    Add(entry.Path, entry);
                    break;
                case SourceEntryKind.Link:
                    AddLink(entry);
                    break;
            }
        }
    }

    private void AddSubmodule(SourceEntry entry)
    {
        if (_settings.Recurse)
        {
            problems.Add(new Problem(ProblemCode.ContentMissing, "A submodule lies here; submodules are not read.") { File = entry.Path.Value, Hint = "Add its repository as a source of its own." });
        }
    }

    private void AddLink(SourceEntry link)
    {
        if (!IsWanted(link.Path))
        {
            return;
        }

        var resolved = LinkResolver.Resolve(tree, link.Path, out var reason);
        if (reason is not null)
        {
            problems.Add(new Problem(ProblemCode.LinkInvalid, $"The link is not followed: {reason}.") { File = link.Path.Value });
        }
        else if (resolved is { Kind: SourceEntryKind.File })
        {
            // A link to nowhere, or to a folder, holds no manifest.
            Take(link.Path, resolved);
        }
    }

    private void Add(RepoPath path, SourceEntry file)
    {
        if (IsWanted(path))
        {
            Take(path, file);
        }
    }

    private bool IsWanted(RepoPath path)
    {
        var name = path.Name;
        if (!_settings.DisableExtensionFilter &&
            !(name.EndsWith(".yaml", StringComparison.Ordinal) || name.EndsWith(".yml", StringComparison.Ordinal) ||
                name.EndsWith(".json", StringComparison.Ordinal) || name.EndsWith(".jsonnet", StringComparison.Ordinal)))
        {
            return false;
        }

        var relative = _root.IsRoot ? path.Value : path.Value[(_root.Value.Length + 1)..];
        return !(_exclude?.Matches(relative) ?? false) && (_include?.Matches(relative) ?? true);
    }

    private void Take(RepoPath path, SourceEntry file)
    {
        if (!path.Name.EndsWith(".jsonnet", StringComparison.Ordinal))
        {
            _bytes += file.Size;
        }

        if (limits.MaxCombinedBytes > 0 && _bytes > limits.MaxCombinedBytes)
        {
            Over($"The manifests of this folder have more than {limits.MaxCombinedBytes} bytes together.");
        }
        else if (_files.Count >= limits.MaxFiles)
        {
            Over($"This folder has more than {limits.MaxFiles} manifest files.");
        }
        else
        {
            _files.Add(new ManifestFile(path, file.Path));
        }
    }

    private void Over(string message)
    {
        _over = true;
        _files.Clear();
        problems.Add(new Problem(ProblemCode.RenderBudget, message) { File = _root.Value, Hint = "Split the Application, or narrow it with directory.include." });
    }
}

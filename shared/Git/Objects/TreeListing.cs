using Plumbline.Core.Sources;

namespace Plumbline.Git.Objects;

/// <summary>An entry of a git tree.</summary>
/// <param name="Name">One path segment, byte-exact.</param>
/// <param name="Kind">What it is.</param>
/// <param name="Id">The object's id.</param>
/// <param name="Size">Bytes of a file; 0 otherwise.</param>
internal sealed record TreeItem(string Name, SourceEntryKind Kind, string Id, long Size);

/// <summary>A git tree object, read once and shared by every commit that holds it.</summary>
internal sealed class TreeListing
{
    private readonly Dictionary<string, TreeItem> _byName;

    public TreeListing(IEnumerable<TreeItem> items)
    {
        var sound = new List<TreeItem>();
        _byName = new(StringComparer.Ordinal);
        foreach (var item in items)
        {
            if (!EntryName.IsSound(item.Name) || !_byName.TryAdd(item.Name, item))
            {
                RefusedName ??= item.Name;
            }
            else
            {
                sound.Add(item);
            }
        }

        sound.Sort((a, b) => string.CompareOrdinal(a.Name, b.Name));
        Items = sound;
    }

    /// <summary>The sound entries in ordinal order of their names.</summary>
    public IReadOnlyList<TreeItem> Items { get; }

    /// <summary>The first name that was refused; null when all are sound.</summary>
    public string? RefusedName { get; }

    public TreeItem? Find(string name) => _byName.GetValueOrDefault(name);
}

using Plumbline.Core.Sources;
using Plumbline.Sync.ReadSets;

namespace Plumbline.Sync.Tests.ReadSets;

public sealed class ReadSetIndexTests
{
    private static readonly MemorySourceTree Old = MemorySourceTree.Of(
        ("base/deploy.yaml", "1"), ("a/kustomization.yaml", "1"), ("b/kustomization.yaml", "1"), ("docs/readme.md", "1"));

    private static ReadSetEntry Entry(string app, params string[] files)
    {
        var tree = new RecordingSourceTree(Old);
        foreach (var file in files)
        {
            tree.Read(RepoPath.Parse(file));
        }

        tree.Find(RepoPath.Parse($"{app}/kustomization.yml"));
        tree.Find(RepoPath.Parse(app));
        tree.List(RepoPath.Parse(app));
        return ReadSetEntry.Of(app, 0, "main", 1, tree.Reads);
    }

    private static readonly ReadSetIndex Index = new(
        [Entry("a", "a/kustomization.yaml", "base/deploy.yaml"), Entry("b", "b/kustomization.yaml", "base/deploy.yaml")]);

    private static IEnumerable<string> Affected(MemorySourceTree now, params string[] changed) =>
        Index.Affected("main", changed.Select(RepoPath.Parse), now).Keys;

    [Fact]
    public void Base_change_touches_every_overlay() =>
        Assert.Equal(["a", "b"], Affected(Old, "base/deploy.yaml"));

    [Fact]
    public void Overlay_change_touches_only_its_own() => Assert.Equal(["a"], Affected(Old, "a/kustomization.yaml"));

    [Fact]
    public void File_that_nobody_read_touches_nothing() => Assert.Empty(Affected(Old, "docs/readme.md"));

    [Fact]
    public void New_file_in_a_listed_folder_touches_its_lister() =>
        Assert.Equal(["b"], Affected(MemorySourceTree.Of(("b/kustomization.yaml", "1"), ("b/new.yaml", "1"), ("a/kustomization.yaml", "1")), "b/new.yaml"));

    [Fact]
    public void Changed_file_in_a_listed_folder_that_was_not_read_touches_nothing()
    {
        var tree = new RecordingSourceTree(MemorySourceTree.Of(("x/a.yaml", "1"), ("x/notes.txt", "1")));
        tree.List(RepoPath.Parse("x"));
        tree.Read(RepoPath.Parse("x/a.yaml"));
        var index = new ReadSetIndex([ReadSetEntry.Of("x", 0, "main", 1, tree.Reads)]);

        Assert.Empty(index.Affected("main", [RepoPath.Parse("x/notes.txt")], MemorySourceTree.Of(("x/a.yaml", "1"), ("x/notes.txt", "2"))));
    }

    [Fact]
    public void Missed_name_that_appears_touches_who_missed_it() =>
        Assert.Contains("a", Affected(MemorySourceTree.Of(("a/kustomization.yml", "1"), ("a/kustomization.yaml", "1")), "a/kustomization.yml"));

    [Fact]
    public void Folder_that_vanishes_touches_who_found_it() =>
        Assert.Equal(["a"], Affected(MemorySourceTree.Of(("b/kustomization.yaml", "1")), "a/kustomization.yaml"));

    [Fact]
    public void Another_revision_is_not_touched() =>
        Assert.Empty(Index.Affected("release", [RepoPath.Parse("base/deploy.yaml")], Old));
}

using Plumbline.Core.Sources;

namespace Plumbline.Core.Tests.Sources;

public sealed class ReadSetTests
{
    private static readonly MemorySourceTree Before = MemorySourceTree.Of(("app/a.yaml", "a"), ("app/b.yaml", "b"), ("other/c.yaml", "c"));

    private static ReadSet Look()
    {
        var tree = new RecordingSourceTree(Before);
        tree.Find(RepoPath.Parse("app"));
        tree.List(RepoPath.Parse("app"));
        tree.Read(RepoPath.Parse("app/a.yaml"));
        tree.Find(RepoPath.Parse("app/kustomization.yaml"));
        return tree.Reads;
    }

    [Fact]
    public void Same_files_hold() => Assert.True(Look().HoldsIn(Before));

    [Fact]
    public void A_file_that_was_not_read_may_change() =>
        Assert.True(Look().HoldsIn(MemorySourceTree.Of(("app/a.yaml", "a"), ("app/b.yaml", "CHANGED"), ("other/d.yaml", "d"))));

    [Fact]
    public void A_file_that_was_read_may_not_change() =>
        Assert.False(Look().HoldsIn(MemorySourceTree.Of(("app/a.yaml", "CHANGED"), ("app/b.yaml", "b"))));

    [Fact]
    public void A_listed_folder_may_not_gain_a_file() =>
        Assert.False(Look().HoldsIn(MemorySourceTree.Of(("app/a.yaml", "a"), ("app/b.yaml", "b"), ("app/n.yaml", "n"))));

    [Fact]
    public void A_missed_name_may_not_appear()
    {
        var recording = new RecordingSourceTree(Before);
        recording.Find(RepoPath.Parse("app/kustomization.yaml"));

        Assert.False(recording.Reads.HoldsIn(MemorySourceTree.Of(("app/kustomization.yaml", ""))));
    }
}

using System.Text;
using Plumbline.Core.Problems;
using Plumbline.Core.Sources;
using Plumbline.Functions.Cli;
using Plumbline.Functions.Cli.Files;

namespace Plumbline.Functions.Tests.Cli;

/// <summary>The disk as a source, and how users name what lies on it.</summary>
public sealed class DiskSourceTreeTests : IDisposable
{
    private readonly CommandFolder _folder = new CommandFolder().With("here/a.txt", "a").With("here/sub/b.txt", "bb").With("there/c.txt", "c");

    public DiskSourceTreeTests()
    {
        File.CreateSymbolicLink(_folder.At("here/file"), "../there/c.txt");
        Directory.CreateSymbolicLink(_folder.At("here/folder"), "../there");
        File.CreateSymbolicLink(_folder.At("here/circle"), "circle");
        File.CreateSymbolicLink(_folder.At("here/nowhere"), "gone");
        Directory.CreateDirectory(_folder.At("here/.git"));
    }

    private WorkingFolder Here => WorkingFolder.At(_folder.At("here"));

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Folder_lists_its_children_in_order_without_the_repositorys_own()
    {
        var tree = new DiskSourceTree("/", followLinks: false);

        Assert.Equal(
            ["a.txt File", "circle Link", "file Link", "folder Link", "nowhere Link", "sub Folder"],
            tree.List(Here.Path).Select(e => $"{e.Path.Name} {e.Kind}"));
    }

    [Theory]
    [InlineData(true, "file", SourceEntryKind.File)]
    [InlineData(true, "folder", SourceEntryKind.Folder)]
    [InlineData(true, "folder/c.txt", SourceEntryKind.File)]
    [InlineData(true, "circle", null)]
    [InlineData(true, "nowhere", null)]
    [InlineData(true, "a.txt/x", null)]
    [InlineData(false, "file", SourceEntryKind.Link)]
    [InlineData(false, "folder", SourceEntryKind.Link)]
    [InlineData(false, "folder/c.txt", null)]
    [InlineData(false, "circle", SourceEntryKind.Link)]
    [InlineData(false, "sub/b.txt", SourceEntryKind.File)]
    [InlineData(false, "gone", null)]
    public void Links_are_followed_or_left_as_links(bool follow, string path, SourceEntryKind? expected)
    {
        Here.Path.TryCombine(path, out var full, out _);

        Assert.Equal(expected, new DiskSourceTree("/", follow).Find(full)?.Kind);
    }

    [Fact]
    public void Link_reads_as_its_target_or_as_what_it_leads_to()
    {
        var link = Here.Path.Child("file");

        Assert.Equal("../there/c.txt", Encoding.UTF8.GetString(new DiskSourceTree("/", followLinks: false).Read(link).Span));
        Assert.Equal("c", Encoding.UTF8.GetString(new DiskSourceTree("/", followLinks: true).Read(link).Span));
    }

    [Fact]
    public void What_is_not_there_cannot_be_read() =>
        Assert.Throws<FileNotFoundException>(() => new DiskSourceTree("/", followLinks: false).Read(Here.Path.Child("gone")));

    [Fact]
    public void Content_ids_differ_by_path_and_change_with_the_file()
    {
        var tree = new DiskSourceTree("/", followLinks: false);
        var before = tree.Find(Here.Path.Child("a.txt"))!.ContentId;
        _folder.With("here/a.txt", "longer");

        Assert.NotEqual(before, tree.Find(Here.Path.Child("a.txt"))!.ContentId);
    }

    [Fact]
    public void Paths_are_shown_from_here_and_from_the_root_elsewhere()
    {
        Assert.Equal("sub/b.txt", Here.Show(Here.Path.Child("sub").Child("b.txt")));
        Assert.Equal(".", Here.Show(Here.Path));
        Assert.Equal($"/{Here.Path.Parent}/there", Here.Show(Here.Path.Parent.Child("there")));
        Assert.Equal("sub/b.txt", Here.Show(new Problem("c", "m") { File = $"{Here.Path}/sub/b.txt" }).File);
    }

    [Theory]
    [InlineData("sub", "sub")]
    [InlineData("./sub/../sub/", "sub")]
    [InlineData("folder", "/there")]
    [InlineData("../there/c.txt", "/there/c.txt")]
    public void Names_of_users_lead_to_the_real_place(string written, string expected)
    {
        var here = Here;

        Assert.Equal(expected[0] == '/' ? $"/{here.Path.Parent}{expected}" : expected, here.Show(here.Find(written)));
    }

    [Theory]
    [InlineData("90s", 90)]
    [InlineData("10m", 600)]
    [InlineData("2h", 7200)]
    [InlineData("168h", 604800)]
    [InlineData("169h", null)]
    [InlineData("0m", null)]
    [InlineData("-5s", null)]
    [InlineData("5", null)]
    [InlineData("s", null)]
    [InlineData("99999999999s", null)]
    [InlineData("1.5h", null)]
    public void Times_are_a_number_and_a_unit(string text, int? seconds) =>
        Assert.Equal(seconds, DurationText.TryParse(text, out var time) ? (int)time.TotalSeconds : null);
}

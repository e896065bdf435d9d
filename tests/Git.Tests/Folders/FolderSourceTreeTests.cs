using System.Text;
using Plumbline.Core.Problems;
using Plumbline.Core.Sources;
using Plumbline.Git.Folders;

namespace Plumbline.Git.Tests.Folders;

public sealed class FolderSourceTreeTests : IDisposable
{
    private readonly DirectoryInfo _root = Directory.CreateTempSubdirectory("plumbline-folder-");
    private readonly DirectoryInfo _outside = Directory.CreateTempSubdirectory("plumbline-outside-");

    public void Dispose()
    {
        _root.Delete(recursive: true);
        _outside.Delete(recursive: true);
    }

    [Fact]
    public void Folder_shows_its_files_without_the_git_folder()
    {
        Write("b/c.yaml", "one");
        Write("a", "one");
        Write(".git/config", "hidden");
        var tree = new FolderSourceTree(_root.FullName, 100);

        Assert.Equal(["a", "b"], tree.List(RepoPath.Root).Select(e => e.Path.Value));
        Assert.Equal("one", Encoding.UTF8.GetString(tree.Read(RepoPath.Parse("b/c.yaml")).Span));
        Assert.Equal(tree.Find(RepoPath.Parse("a"))!.ContentId, tree.Find(RepoPath.Parse("b/c.yaml"))!.ContentId);
        Assert.Null(tree.Find(RepoPath.Parse("b/x")));
        Assert.Null(tree.Find(RepoPath.Parse("a/x")));
        Assert.Empty(tree.List(RepoPath.Parse("a")));
        Assert.Throws<FileNotFoundException>(() => tree.Read(RepoPath.Parse("b")));
    }

    [Fact]
    public void Link_out_of_the_folder_is_not_followed()
    {
        File.WriteAllText(Path.Combine(_outside.FullName, "secret"), "secret");
        Directory.CreateSymbolicLink(Path.Combine(_root.FullName, "dir"), _outside.FullName);
        File.CreateSymbolicLink(Path.Combine(_root.FullName, "file"), Path.Combine(_outside.FullName, "secret"));
        var tree = new FolderSourceTree(_root.FullName, 1000);

        Assert.Equal([SourceEntryKind.Link, SourceEntryKind.Link], tree.List(RepoPath.Root).Select(e => e.Kind));
        Assert.Null(tree.Find(RepoPath.Parse("dir/secret")));
        Assert.Empty(tree.List(RepoPath.Parse("dir")));
        Assert.Throws<FileNotFoundException>(() => tree.Read(RepoPath.Parse("dir/secret")));
        Assert.Equal(Path.Combine(_outside.FullName, "secret"), Encoding.UTF8.GetString(tree.Read(RepoPath.Parse("file")).Span));
    }

    [Fact]
    public void File_over_the_limit_is_not_read()
    {
        Write("big", new string('x', 11));
        var tree = new FolderSourceTree(_root.FullName, 10);

        Assert.Equal(11, tree.Find(RepoPath.Parse("big"))!.Size);
        Assert.Equal(GitProblem.FileTooLarge, Assert.Throws<ProblemException>(() => tree.Read(RepoPath.Parse("big"))).Problems[0].Code);
    }

    private void Write(string path, string text)
    {
        var file = Path.Combine(_root.FullName, path);
        Directory.CreateDirectory(Path.GetDirectoryName(file)!);
        File.WriteAllText(file, text);
    }
}

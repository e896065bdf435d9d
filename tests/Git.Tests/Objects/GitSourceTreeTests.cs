using System.Globalization;
using System.Text;
using Plumbline.Core.Git;
using Plumbline.Core.Problems;
using Plumbline.Core.Sources;
using Plumbline.Support.Git;

namespace Plumbline.Git.Tests.Objects;

/// <summary>Trees that strangers wrote: threats T-GIT-3, T-GIT-4, T-GIT-5, T-GIT-6, T-GIT-7.</summary>
public sealed class GitSourceTreeTests : IAsyncLifetime
{
    private GitHttpServer _server = null!;
    private GitWorkspace _work = null!;
    private TestRepositories _tested = null!;
    private RepositoryUrl _url = null!;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        _server = await GitHttpServer.Start(Token);
        _work = await GitWorkspace.Create(Token);
        _url = RepositoryUrl.Parse(await _server.CreateRepository("app", Token));
        _tested = new TestRepositories(_server.Address.ToString(), o => o with { MostEntries = 1000, MostFileBytes = 1000 });
    }

    public async ValueTask DisposeAsync()
    {
        _tested.Dispose();
        await _server.DisposeAsync();
        _work.Dispose();
    }

    [Theory]
    [InlineData(".git")]
    [InlineData(".GIT")]
    [InlineData(".git.")]
    [InlineData(".git ")]
    [InlineData(".g\u200cit")]
    [InlineData("git~1")]
    [InlineData("GIT~1")]
    [InlineData("..")]
    [InlineData(".")]
    [InlineData("a/b")]
    [InlineData("../x")]
    [InlineData("/etc")]
    [InlineData("a\\b")]
    [InlineData("a\u0001b")]
    [InlineData("a\nb")]
    [InlineData("dot.")]
    [InlineData("space ")]
    [InlineData("CON")]
    [InlineData("nul")]
    [InlineData("a:$DATA")]
    [InlineData(".git::$INDEX_ALLOCATION")]
    public async Task Tree_with_a_hostile_name_is_refused_and_its_siblings_are_read(string name)
    {
        var tree = await Open(await RawTree(("good", await Blob("fine")), (name, await Blob("bad"))));

        var refusal = Record.Exception(() => tree.List(RepoPath.Root));

        // libgit2 may refuse the object before we see the name; both are refusals.
        Assert.True(
            refusal is ProblemException { Problems: [{ Code: GitProblem.EntryRefused }] } or GitException { Failure: GitFailure.Corrupt }, $"{refusal}");
        if (refusal is ProblemException)
        {
            Assert.Equal("fine", Encoding.UTF8.GetString(tree.Read(RepoPath.Parse("good")).Span));
        }
    }

    [Fact]
    public async Task Tree_with_a_name_twice_is_refused()
    {
        var blob = await Blob("x");

        var refusal = Record.Exception(() => Open(RawTree(("a", blob), ("a", blob)).Result).Result.List(RepoPath.Root));

        Assert.NotNull(refusal);
    }

    [Fact]
    public async Task Tree_with_names_that_differ_in_case_alone_keeps_both()
    {
        var tree = await Open(await RawTree(("A.yaml", await Blob("upper")), ("a.yaml", await Blob("lower"))));

        Assert.Equal("upper", Encoding.UTF8.GetString(tree.Read(RepoPath.Parse("A.yaml")).Span));
        Assert.Equal("lower", Encoding.UTF8.GetString(tree.Read(RepoPath.Parse("a.yaml")).Span));
        Assert.Equal(2, tree.List(RepoPath.Root).Count);
    }

    [Fact]
    public async Task Tree_bomb_ends_at_the_budget()
    {
        var tree = await RawTree(("f", await Blob("x")));
        for (var level = 0; level < 10; level++)
        {
            tree = await RawTree([.. Enumerable.Range(0, 10).Select(i => ($"d{i}", "40000 " + tree))]);
        }

        var bomb = await Open(tree);

        var problem = Assert.Throws<ProblemException>(() => Walk(bomb, RepoPath.Root)).Problems[0];
        Assert.Equal(GitProblem.TreeTooLarge, problem.Code);
    }

    [Fact]
    public async Task Tree_that_is_too_deep_is_refused()
    {
        var tree = await RawTree(("f", await Blob("x")));
        for (var level = 0; level < 70; level++)
        {
            tree = await RawTree(("d", "40000 " + tree));
        }

        var deep = await Open(tree);

        Assert.Equal(GitProblem.TreeTooLarge, Assert.Throws<ProblemException>(() => Walk(deep, RepoPath.Root)).Problems[0].Code);
    }

    [Fact]
    public async Task File_over_the_limit_is_listed_and_not_read()
    {
        var tree = await Open(await RawTree(("big", await Blob(new string('x', 1001))), ("small", await Blob(new string('x', 1000)))));

        Assert.Equal(1001, tree.Find(RepoPath.Parse("big"))!.Size);
        Assert.Equal(GitProblem.FileTooLarge, Assert.Throws<ProblemException>(() => tree.Read(RepoPath.Parse("big"))).Problems[0].Code);
        Assert.Equal(1000, tree.Read(RepoPath.Parse("small")).Length);
    }

    [Fact]
    public async Task Link_and_submodule_are_named_as_such_and_not_followed()
    {
        var folder = await RawTree(("x", await Blob("inside")));
        var tree = await Open(await RawTree(
            ("dir", "40000 " + folder), ("link", "120000 " + (await Blob("dir"))[7..]), ("out", "120000 " + (await Blob("/etc/passwd"))[7..]), ("sub", "160000 " + new string('1', 40))));

        Assert.Equal(
            [SourceEntryKind.Folder, SourceEntryKind.Link, SourceEntryKind.Link, SourceEntryKind.Submodule],
            tree.List(RepoPath.Root).Select(e => e.Kind));
        Assert.Equal("/etc/passwd", Encoding.UTF8.GetString(tree.Read(RepoPath.Parse("out")).Span));
        Assert.Null(tree.Find(RepoPath.Parse("link/x")));
        Assert.Throws<FileNotFoundException>(() => tree.Read(RepoPath.Parse("sub")));
    }

    [Fact]
    public async Task Files_are_read_as_stored_whatever_the_attributes_say()
    {
        var tree = await Open(await RawTree((".gitattributes", await Blob("* text eol=crlf filter=x\n")), ("f", await Blob("a\nb\n"))));

        Assert.Equal("a\nb\n", Encoding.UTF8.GetString(tree.Read(RepoPath.Parse("f")).Span));
    }

    [Fact]
    public async Task Content_ids_are_equal_for_equal_content_and_the_tree_serves_many_readers()
    {
        var folder = await RawTree(("x", await Blob("same")));
        var tree = await Open(await RawTree(("a", "40000 " + folder), ("b", "40000 " + folder), ("c", await Blob("other"))));

        Parallel.For(0, 200, _ =>
        {
            Assert.Equal(tree.Find(RepoPath.Parse("a/x"))!.ContentId, tree.Find(RepoPath.Parse("b/x"))!.ContentId);
            Assert.Equal("same", Encoding.UTF8.GetString(tree.Read(RepoPath.Parse("b/x")).Span));
            Assert.Equal(3, tree.List(RepoPath.Root).Count);
        });
        Assert.NotEqual(tree.Find(RepoPath.Parse("a/x"))!.ContentId, tree.Find(RepoPath.Parse("c"))!.ContentId);
        Assert.Equal(tree.Find(RepoPath.Parse("a"))!.ContentId, tree.Find(RepoPath.Parse("b"))!.ContentId);
    }

    private static void Walk(ISourceTree tree, RepoPath folder)
    {
        foreach (var entry in tree.List(folder).Where(e => e.Kind == SourceEntryKind.Folder))
        {
            Walk(tree, entry.Path);
        }
    }

    private async Task<string> Blob(string text) =>
        "100644 " + await _work.Run(["hash-object", "-w", "--stdin"], Encoding.UTF8.GetBytes(text), Token);

    /// <summary>Writes a tree object byte by byte, past every check of git's own. Values are mode and id.</summary>
    private async Task<string> RawTree(params (string Name, string Value)[] entries)
    {
        using var bytes = new MemoryStream();
        foreach (var (name, value) in entries)
        {
            var parts = value.Split(' ');
            bytes.Write(Encoding.UTF8.GetBytes($"{parts[0]} {name}\0"));
            for (var i = 0; i < 40; i += 2)
            {
                bytes.WriteByte(byte.Parse(parts[1].AsSpan(i, 2), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture));
            }
        }

        return await _work.Run(["hash-object", "-t", "tree", "-w", "--literally", "--stdin"], bytes.ToArray(), Token);
    }

    private async Task<ISourceTree> Open(string tree)
    {
        var commit = await _work.Run(["commit-tree", "-m", "Raw", tree], Token);
        await _work.Push(_url.ToString(), [$"+{commit}:refs/heads/main"], Token);
        return await _tested.Repositories.Open(_url, new CommitId(commit), Token);
    }
}

using Plumbline.Core.Git;

namespace Plumbline.Core.Tests.Git;

public sealed class RevisionSelectionTests
{
    private static readonly RemoteRefs Refs = new(
        new Dictionary<string, CommitId>
        {
            ["refs/heads/main"] = Commit('1'),
            ["refs/heads/both"] = Commit('2'),
            ["refs/tags/both"] = Commit('3'),
            ["refs/tags/v1.2.3"] = Commit('4'),
            ["refs/tags/v1.10.0"] = Commit('5'),
            ["refs/tags/v2.0.0-rc.1"] = Commit('6'),
            ["refs/tags/app1/v1.0.7"] = Commit('7'),
            ["refs/heads/1.2"] = Commit('8'),
            ["refs/pull/7/head"] = Commit('a'),
        },
        "refs/heads/main",
        Commit('1'));

    private static CommitId Commit(char digit) => new(new string(digit, 40));

    [Theory]
    [InlineData("", '1')]
    [InlineData("HEAD", '1')]
    [InlineData("main", '1')]
    [InlineData("both", '2')]
    [InlineData("refs/tags/both", '3')]
    [InlineData("v1.2.3", '4')]
    [InlineData("1.*", '5')]
    [InlineData("v1.2.x", '4')]
    [InlineData(">=1.0.0 <2.0.0", '5')]
    [InlineData("*-0", '6')]
    [InlineData("1.2", '8')]
    [InlineData("refs/pull/7/head", 'a')]
    [InlineData("9999999999999999999999999999999999999999", '9')]
    [InlineData("ABCDEFabcdefABCDEFabcdefABCDEFabcdefABCD", 'x')]
    public void Revision_means_its_commit(string revision, char digit) =>
        Assert.Equal(digit == 'x' ? new CommitId(revision.ToLowerInvariant()) : Commit(digit), RevisionSelection.Find(Refs, revision, null)?.Commit);

    [Fact]
    public void Range_with_a_prefix_sees_only_tags_with_it() =>
        Assert.Equal(Commit('7'), RevisionSelection.Find(Refs, "v1.0.*", "app1/")?.Commit);

    [Theory]
    [InlineData("nope")]
    [InlineData("3.*")]
    [InlineData("refs/heads/nope")]
    public void Revision_that_is_not_there_is_nothing(string revision) => Assert.Null(RevisionSelection.Find(Refs, revision, null));

    [Fact]
    public void Head_that_points_to_no_ref_is_its_commit() =>
        Assert.Equal(new ResolvedRevision(Commit('9'), null), RevisionSelection.Find(Refs with { HeadRef = null, HeadCommit = Commit('9') }, "HEAD", null));

    [Fact]
    public void Two_tags_of_one_version_are_told_apart_by_name()
    {
        foreach (var names in new[] { new[] { "refs/tags/1.0.0", "refs/tags/v1.0.0" }, ["refs/tags/v1.0.0", "refs/tags/1.0.0"] })
        {
            var refs = new RemoteRefs(names.ToDictionary(n => n, n => Commit(n.Contains('v', StringComparison.Ordinal) ? '1' : '2')), null, null);

            Assert.Equal(Commit('1'), RevisionSelection.Find(refs, "1.*", null)?.Commit);
        }
    }

    [Theory]
    [InlineData("abcdef0", true)]
    [InlineData("1234567", true)]
    [InlineData("abcdef", false)]
    [InlineData("ABCDEF0", false)]
    [InlineData("abcdefg", false)]
    [InlineData("1111111111111111111111111111111111111111", false)]
    public void Beginning_of_a_commit_id_has_seven_digits_or_more(string revision, bool expected) => Assert.Equal(expected, RevisionSelection.IsAbbreviation(revision));

    [Theory]
    [InlineData("HEAD~99999999")]
    [InlineData("main@{1}")]
    [InlineData(":/msg")]
    [InlineData("^{/a}")]
    [InlineData("--x")]
    [InlineData("refs/heads/../x")]
    [InlineData("refs/heads/a.lock")]
    [InlineData("a..b")]
    [InlineData("refs/heads/\u0001")]
    [InlineData("a//b")]
    [InlineData("@")]
    public void Expression_syntax_is_refused(string revision) => Assert.NotNull(RevisionSelection.Refuse(revision));

    [Fact]
    public void A_long_revision_is_refused() => Assert.NotNull(RevisionSelection.Refuse(new string('/', 1024)));

    [Theory]
    [InlineData("main")]
    [InlineData("feature/x")]
    [InlineData("refs/pull/12/head")]
    [InlineData("1.2.*")]
    [InlineData("")]
    public void Ordinary_revisions_are_accepted(string revision) => Assert.Null(RevisionSelection.Refuse(revision));
}

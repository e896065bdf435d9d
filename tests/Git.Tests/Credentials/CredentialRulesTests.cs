using Plumbline.Core.Git;
using Plumbline.Core.Secrets;
using Plumbline.Git.Credentials;

namespace Plumbline.Git.Tests.Credentials;

/// <summary>Threat T-GIT-10.</summary>
public sealed class CredentialRulesTests
{
    [Theory]
    [InlineData("https://git", "https://git/org/repo", true)]
    [InlineData("https://git/", "https://git/org/repo", true)]
    [InlineData("https://git:443", "https://git/org/repo", true)]
    [InlineData("https://GIT", "https://git/org/repo", true)]
    [InlineData("https://git/org", "https://git/org/repo", true)]
    [InlineData("https://git/org/", "https://git/org/repo", true)]
    [InlineData("https://git/ORG", "https://git/org/repo", true)]
    [InlineData("https://git/org/repo", "https://git/org/repo", true)]
    [InlineData("https://git/org/repo", "https://git/org/repo.git", true)]
    [InlineData("https://git/org/repo.git", "https://git/org/repo", true)]
    [InlineData("https://git/org/repo", "https://git/org/repo/sub", true)]
    [InlineData("https://git/org", "https://git/org-evil/repo", false)]
    [InlineData("https://git/org/re", "https://git/org/repo", false)]
    [InlineData("https://git/org/repo", "https://git/org/repo2", false)]
    [InlineData("https://git/org/repo", "https://git/org", false)]
    [InlineData("https://git/org", "https://git/x/org/repo", false)]
    [InlineData("https://git/org", "http://git/org/repo", false)]
    [InlineData("https://git/org", "https://git:8443/org/repo", false)]
    [InlineData("https://git:8443/org", "https://git/org/repo", false)]
    [InlineData("https://git:8443/org", "https://git:8443/org/repo", true)]
    [InlineData("https://git", "https://git.evil.com/org/repo", false)]
    [InlineData("https://git", "https://evil-git/org/repo", false)]
    [InlineData("https://git.example.com", "https://example.com/org/repo", false)]
    [InlineData("https://example.com", "https://git.example.com/org/repo", false)]
    [InlineData("ssh://git/org", "https://git/org/repo", false)]
    [InlineData("https://git/or%67", "https://git/org/repo", false)]
    [InlineData("git/org", "https://git/org/repo", false)]
    [InlineData("https://user@git/org", "https://git/org/repo", false)]
    [InlineData("https://*/org", "https://git/org/repo", false)]
    [InlineData("https://git/.*", "https://git/org/repo", false)]
    [InlineData("", "https://git/org/repo", false)]
    public void Credential_holds_for_its_origin_and_whole_path_segments(string entry, string repository, bool holds)
    {
        Assert.Equal(holds, CredentialRules.Pick([Entry(entry)], RepositoryUrl.Parse(repository)) is not null);
    }

    [Theory]
    [InlineData("https://git/org/repo", "https://git/org/repo")]
    [InlineData("https://git/org/other", "https://git/org")]
    [InlineData("https://git/x/y", "https://git")]
    public void Credential_with_the_longest_path_wins_in_any_order(string repository, string expected)
    {
        GitCredentialEntry[] entries = [Entry("https://git/org"), Entry("https://git/org/repo"), Entry("https://git")];

        Assert.Equal(expected, CredentialRules.Pick(entries, RepositoryUrl.Parse(repository))?.Url);
        Assert.Equal(expected, CredentialRules.Pick(entries.Reverse(), RepositoryUrl.Parse(repository))?.Url);
    }

    [Fact]
    public void Options_name_every_fault_and_no_secret()
    {
        var options = new GitOptions
        {
            CacheFolder = "relative",
            AllowedOrigins = ["https://h/path"],
            Timeout = TimeSpan.Zero,
            Proxy = "x",
            Credentials = [Entry("https://git"), Entry("https://GIT:443/"), new GitCredentialEntry { Url = "nonsense", Token = "hunter2" }],
        };

        var faults = options.Validate();

        Assert.True(faults.Count >= 7, string.Join('\n', faults));
        Assert.DoesNotContain(faults, f => f.Contains("hunter2", StringComparison.Ordinal));
        Assert.Empty(new GitOptions { CacheFolder = "/tmp/x", AllowedOrigins = ["http://127.0.0.1:8080"], Credentials = [Entry("https://git/org")] }.Validate());
    }

    [Fact]
    public async Task Credential_whose_secret_is_missing_is_said_by_its_reference()
    {
        var credentials = new ConfiguredGitCredentials(new GitOptions { CacheFolder = "/tmp/x", Credentials = [Entry("https://git/org")] }, new Secrets());

        var e = await Assert.ThrowsAsync<GitException>(() => credentials.Find(RepositoryUrl.Parse("https://git/org/repo"), TestContext.Current.CancellationToken));

        Assert.Contains("env:TOKEN", e.Message, StringComparison.Ordinal);
        Assert.Null(await credentials.Find(RepositoryUrl.Parse("https://other/org/repo"), TestContext.Current.CancellationToken));
    }

    private static GitCredentialEntry Entry(string url) => new() { Url = url, Token = "env:TOKEN" };

    private sealed class Secrets : ISecretReferences
    {
        public Task<string?> Find(string reference, CancellationToken token) => Task.FromResult<string?>(null);
    }
}

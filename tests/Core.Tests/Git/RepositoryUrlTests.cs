using Plumbline.Core.Git;

namespace Plumbline.Core.Tests.Git;

/// <summary>Threats T-GIT-1 and T-WH-10.</summary>
public sealed class RepositoryUrlTests
{
    private static readonly HashSet<string> Ssh = ["ssh"];
    private static readonly HashSet<string> HttpsOnly = [];

    [Theory]
    [InlineData("foo://host")]
    [InlineData("ftp://127.0.0.1/x")]
    [InlineData("rsync://h/x")]
    [InlineData("unknown://")]
    [InlineData("git://h/x")]
    [InlineData("ext::sh -c touch%20/tmp/x")]
    [InlineData("ext::sh")]
    [InlineData("javascript:alert(1)")]
    [InlineData("C:\\x")]
    [InlineData("C:/x")]
    [InlineData("git::file:///etc")]
    [InlineData("git::https://h/x")]
    [InlineData("file:///path")]
    [InlineData("/path")]
    [InlineData("./path")]
    [InlineData("--upload-pack=touch /tmp/x")]
    [InlineData("--upload-pack=x")]
    [InlineData("-oProxyCommand=x")]
    [InlineData("ssh://-oProxyCommand=x/x")]
    [InlineData("ssh://git@-oProxyCommand=x/x")]
    [InlineData("https://-h/x")]
    [InlineData("https://h/-x")]
    [InlineData("https://h/a/--upload-pack=x")]
    [InlineData("https://h/x\nHost: e")]
    [InlineData("https://h/x\r\nHost: e")]
    [InlineData("https://h\\@evil/x")]
    [InlineData("https://h/x\0y")]
    [InlineData("https://h:80:80/x")]
    [InlineData("https://h:/x")]
    [InlineData("https://h:0/x")]
    [InlineData("https://h:65536/x")]
    [InlineData("https://h:+80/x")]
    [InlineData("https://h:-1/x")]
    [InlineData("https://h:8o/x")]
    [InlineData("https://user@h/x")]
    [InlineData("https://user:secret@h/x")]
    [InlineData("https://h@evil/x")]
    [InlineData("https://h/x?y=1")]
    [InlineData("https://h/x#y")]
    [InlineData("https://h")]
    [InlineData("https://h/")]
    [InlineData("https://h//")]
    [InlineData("https:///x")]
    [InlineData("https://")]
    [InlineData("https:/h/x")]
    [InlineData("https:h/x")]
    [InlineData("")]
    [InlineData(" ")]
    [InlineData(" https://h/x")]
    [InlineData("https://h/a//b")]
    [InlineData("https://h/a/../b")]
    [InlineData("https://h/./b")]
    [InlineData("https://h/%2e%2e/b")]
    [InlineData("https://h/%2E./b")]
    [InlineData("https://h/a%2fb")]
    [InlineData("https://h/a%00b")]
    [InlineData("https://h/a::b")]
    [InlineData("https://github.com/org/.*")]
    [InlineData("https://github.com/org/[a-z]+")]
    [InlineData("https://github.com/(org|x)/y")]
    [InlineData("https://github.com/org/repo|evil")]
    [InlineData("git@github.com:org/repo")]
    [InlineData("GIT@GITHUB.COM:org/repo")]
    [InlineData("https://gıthub.com/org/repo")]
    [InlineData("https://①②⑦.0.0.1/x")]
    [InlineData("https://h./x")]
    [InlineData("https://h..x/x")]
    [InlineData("https://127.1/x")]
    [InlineData("https://0/x")]
    [InlineData("https://2130706433/x")]
    [InlineData("https://0x7f.1/x")]
    [InlineData("https://0x7f000001/x")]
    [InlineData("https://017700000001/x")]
    [InlineData("https://0177.0.0.1/x")]
    [InlineData("https://127.0.0.256/x")]
    [InlineData("https://[::1/x")]
    [InlineData("https://[fe80::1%eth0]/x")]
    [InlineData("https://[x]/x")]
    [InlineData("https://::1/x")]
    public void Url_outside_the_grammar_is_refused_with_a_reason_that_does_not_repeat_it(string text)
    {
        Assert.False(RepositoryUrl.TryParse(text, Ssh, out var url, out var reason));

        Assert.Null(url);
        Assert.NotEmpty(reason);
        Assert.True(text.Length < 4 || !reason.Contains(text, StringComparison.Ordinal) || text == "https://");
    }

    [Theory]
    [InlineData(10_240)]
    [InlineData(65_536)]
    public void Url_that_is_too_long_is_refused(int length)
    {
        Assert.False(RepositoryUrl.TryParse("https://h/" + new string('a', length), Ssh, out _, out _));
    }

    [Theory]
    [InlineData("http://h/x")]
    [InlineData("ssh://git@h/x")]
    public void Url_with_a_scheme_that_the_operator_did_not_allow_is_refused(string text)
    {
        Assert.False(RepositoryUrl.TryParse(text, HttpsOnly, out _, out var reason));

        Assert.Contains("not allowed", reason, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("https://github.com/org/repo", "https://github.com:443", "github.com/org/repo", "https://github.com/org/repo")]
    [InlineData("https://github.com/org/repo.git/", "https://github.com:443", "github.com/org/repo", "https://github.com/org/repo.git")]
    [InlineData("HTTPS://GitHub.com/Org/Repo", "https://github.com:443", "github.com/org/repo", "https://github.com/Org/Repo")]
    [InlineData("https://github.com:443/org/repo", "https://github.com:443", "github.com/org/repo", "https://github.com/org/repo")]
    [InlineData("https://git.example.com:8443/a/b/c.git", "https://git.example.com:8443", "git.example.com:8443/a/b/c", "https://git.example.com:8443/a/b/c.git")]
    [InlineData("https://dev.azure.com/org/my%20project/_git/repo", "https://dev.azure.com:443", "dev.azure.com/org/my%20project/_git/repo", "https://dev.azure.com/org/my%20project/_git/repo")]
    [InlineData("https://git.example.com/~ada/x", "https://git.example.com:443", "git.example.com/~ada/x", "https://git.example.com/~ada/x")]
    [InlineData("https://10.1.2.3/x", "https://10.1.2.3:443", "10.1.2.3/x", "https://10.1.2.3/x")]
    [InlineData("https://[fd00::1]:8443/x", "https://[fd00::1]:8443", "[fd00::1]:8443/x", "https://[fd00::1]:8443/x")]
    [InlineData("https://xn--gthub-n4a.com/org/repo", "https://xn--gthub-n4a.com:443", "xn--gthub-n4a.com/org/repo", "https://xn--gthub-n4a.com/org/repo")]
    [InlineData("ssh://git@github.com/org/repo.git", "ssh://github.com:22", "github.com/org/repo", "ssh://github.com/org/repo.git")]
    public void Url_inside_the_grammar_keeps_its_parts(string text, string origin, string key, string written)
    {
        Assert.True(RepositoryUrl.TryParse(text, Ssh, out var url, out var reason), reason);

        Assert.Equal((origin, key, written), (url.Origin, url.Key, url.ToString()));
        Assert.Equal(url, RepositoryUrl.Parse(url.ToString()));
    }

    [Theory]
    [InlineData("https://github.com/org/repo.git", true)]
    [InlineData("https://github.com/ORG/repo/", true)]
    [InlineData("https://github.com:443/org/repo", true)]
    [InlineData("ssh://git@github.com/org/repo", true)]
    [InlineData("https://github.com/org/repo2", false)]
    [InlineData("https://github.com/org/rep", false)]
    [InlineData("https://github.com/org/repo/sub", false)]
    [InlineData("https://github.com/org", false)]
    [InlineData("https://github.com/org/repo.git.git", false)]
    [InlineData("https://github.com:8443/org/repo", false)]
    [InlineData("https://github.com.evil.com/org/repo", false)]
    [InlineData("https://evil.com/github.com/org/repo", false)]
    [InlineData("https://githubxcom/org/repo", false)]
    [InlineData("https://xn--gthub-n4a.com/org/repo", false)]
    [InlineData("https://github.com/org/%72epo", false)]
    public void Url_key_is_equal_only_for_spellings_of_one_repository(string text, bool same)
    {
        Assert.Equal(same, RepositoryUrl.Parse(text).Key == RepositoryUrl.Parse("https://github.com/org/repo").Key);
    }

    [Fact]
    public void Credential_printed_shows_no_secret()
    {
        Assert.DoesNotContain("hunter2", new GitCredential("u", "hunter2", "main").ToString(), StringComparison.Ordinal);
    }
}

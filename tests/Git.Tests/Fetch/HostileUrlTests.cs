using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Text.Json;
using Plumbline.Core.Git;
using Plumbline.Git.Fetch;
using Plumbline.Git.Transport;
using Plumbline.Support.Git;

namespace Plumbline.Git.Tests.Fetch;

/// <summary>What a caller, or a host, may write where a URL, a revision or a list of refs is read: the child and this process live, and nothing else is started.</summary>
public sealed class HostileUrlTests : IAsyncLifetime
{
    private static readonly CommitId Nowhere = new(new string('1', 40));
    private GitHttpServer _server = null!;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => _server = await GitHttpServer.Start(Token);

    public ValueTask DisposeAsync() => _server.DisposeAsync();

    /// <summary>T-GIT-1: the child that is given such a URL refuses it as well; libgit2 never sees it, and no program is started.</summary>
    [Theory]
    [InlineData("foo://host")]
    [InlineData("ftp://127.0.0.1/x")]
    [InlineData("rsync://127.0.0.1/x")]
    [InlineData("unknown://")]
    [InlineData("git://127.0.0.1/x")]
    [InlineData("ssh://git@127.0.0.1/x")]
    [InlineData("ssh://-oProxyCommand=touch /tmp/x/x")]
    [InlineData("-oProxyCommand=x")]
    [InlineData("--upload-pack=touch /tmp/x")]
    [InlineData("ext::sh -c touch%20/tmp/x")]
    [InlineData("javascript:alert(1)")]
    [InlineData("C:\\x")]
    [InlineData("git::file:///etc")]
    [InlineData("file:///etc")]
    [InlineData("/etc")]
    [InlineData("git@127.0.0.1:x/y")]
    [InlineData("http://h/x\nHost: e")]
    [InlineData("https://h\\@evil/x")]
    [InlineData("https://h:80:80/")]
    [InlineData("https://user:secret@h/x")]
    [InlineData("https://h/x\0y")]
    [InlineData("")]
    public async Task Child_refuses_a_url_that_is_none(string url)
    {
        var (exit, result, children) = await Fetch(url);

        Assert.Equal(0, exit);
        Assert.Equal(GitFailure.NotFoundOrDenied, result.Failure);
        Assert.DoesNotContain("secret", result.Message, StringComparison.Ordinal);
        Assert.Equal(0, children);
    }

    /// <summary>T-GIT-1.</summary>
    [Fact]
    public async Task Child_refuses_a_url_of_64_kilobytes() => Assert.Equal(GitFailure.NotFoundOrDenied, (await Fetch("https://h/" + new string('a', 65_536))).Result.Failure);

    /// <summary>T-GIT-2: what is no name of a ref is refused before the host is asked.</summary>
    [Theory]
    [InlineData("HEAD~99999999")]
    [InlineData("HEAD^")]
    [InlineData("main@{1}")]
    [InlineData("@{-1}")]
    [InlineData("@")]
    [InlineData(":/msg")]
    [InlineData("^{/a}")]
    [InlineData("main^{tree}")]
    [InlineData("main:path")]
    [InlineData("--x")]
    [InlineData("--upload-pack=x")]
    [InlineData("refs/heads/../x")]
    [InlineData("refs/heads/a.lock")]
    [InlineData("refs/heads/.a")]
    [InlineData("refs/heads/a.")]
    [InlineData("refs/heads//a")]
    [InlineData("a..b")]
    [InlineData("a b\u0001")]
    [InlineData("refs/heads/\u0001")]
    [InlineData("refs/heads/\u007f")]
    [InlineData("a\nb")]
    [InlineData("a\\b")]
    [InlineData("a?")]
    [InlineData("a[")]
    public async Task Revision_that_is_no_name_is_refused_unasked(string revision)
    {
        using var tested = new TestRepositories(_server.Address.ToString());
        var url = RepositoryUrl.Parse(await _server.CreateRepository("app", Token));
        var before = _server.Requests.Count;

        var failure = await Assert.ThrowsAsync<GitException>(() => tested.Repositories.Resolve(url, revision, null, Token));

        Assert.Equal(GitFailure.RevisionInvalid, failure.Failure);
        Assert.Equal(before, _server.Requests.Count);
        Assert.NotNull(RevisionSelection.Refuse(revision));
    }

    /// <summary>T-GIT-2.</summary>
    [Fact]
    public async Task Revision_of_a_kilobyte_is_refused_unasked()
    {
        await Revision_that_is_no_name_is_refused_unasked(new string('/', 1024));
        await Revision_that_is_no_name_is_refused_unasked("/" + new string('a', 1024));
    }

    /// <summary>T-GIT-2: a commit id is 40 or 64 lower-case hexadecimal digits.</summary>
    [Theory]
    [InlineData("")]
    [InlineData("1")]
    [InlineData("--x")]
    [InlineData("1111111111111111111111111111111111111111 ")]
    [InlineData("AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA")]
    [InlineData("11111111111111111111111111111111111111111")]
    [InlineData("../../../../../../../../../etc/passwd.....")]
    public async Task Commit_that_is_no_id_is_refused_unasked(string id)
    {
        using var tested = new TestRepositories(_server.Address.ToString());
        var url = RepositoryUrl.Parse(await _server.CreateRepository("app", Token));
        var before = _server.Requests.Count;

        var failure = await Assert.ThrowsAsync<GitException>(() => tested.Repositories.Open(url, new CommitId(id), Token));

        Assert.Equal(GitFailure.RevisionInvalid, failure.Failure);
        Assert.Equal(before, _server.Requests.Count);
    }

    /// <summary>T-GIT-2, T-GIT-5: hosts that write a list of refs as no git does. Nothing is fetched from them, and the child ends.</summary>
    [Theory]
    [InlineData("zzzz")]
    [InlineData("0001")]
    [InlineData("0003x")]
    [InlineData("ffff")]
    [InlineData("00000000000000000000")]
    [InlineData("001e# service=git-upload-pack\n0000fffe")]
    [InlineData("001e# service=git-upload-pack\n0000000cnot a ref")]
    [InlineData("001e# service=git-upload-pack\n0000003d1111111111111111111111111111111111111111 refs/heads/../x\n0000")]
    [InlineData("001e# service=git-upload-pack\n000000481111111111111111111111111111111111111111 HEAD\0symref=HEAD:../../x\n0000")]
    [InlineData("001e# service=git-upload-pack\n00000010ERR nonsense\n0000")]
    [InlineData("")]
    public async Task Host_that_lists_nonsense_is_refused(string list)
    {
        using var host = new Liar($"HTTP/1.1 200 OK\r\nContent-Type: application/x-git-upload-pack-advertisement\r\nConnection: close\r\nContent-Length: {list.Length}\r\n\r\n{list}");
        using var tested = new TestRepositories(host.Address);
        var url = RepositoryUrl.Parse($"{host.Address}/acme/app");

        var listed = await Record.ExceptionAsync(() => tested.Repositories.Resolve(url, "main", null, Token));
        var fetched = await Assert.ThrowsAsync<GitException>(() => tested.Repositories.Open(url, Nowhere, Token));

        Assert.IsType<GitException>(listed);
        Assert.Contains(fetched.Failure, new[] { GitFailure.Corrupt, GitFailure.RevisionNotFound, GitFailure.NotFoundOrDenied, GitFailure.Unavailable });
        Assert.DoesNotContain("nonsense", fetched.Message, StringComparison.Ordinal);
    }

    /// <summary>T-GIT-1, T-GIT-5: hosts that speak no sound HTTP.</summary>
    [Theory]
    [InlineData("SSH-2.0-OpenSSH_9.2\r\n")]
    [InlineData("HTTP/1.1 200 OK\r\nContent-Type: application/x-git-upload-pack-advertisement\r\nContent-Length: 99999999999\r\n\r\n001e# service=git-upload-pack\n")]
    [InlineData("HTTP/1.1 200 OK\r\nContent-Type: application/x-git-upload-pack-advertisement\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n")]
    [InlineData("HTTP/1.1 200 OK\r\nContent-Type: application/x-git-upload-pack-advertisement\r\nContent-Encoding: gzip\r\nContent-Length: 4\r\n\r\n0000")]
    [InlineData("HTTP/1.1 999 Odd\r\n\r\n")]
    [InlineData("HTTP/9.9 200 OK\r\n\r\n")]
    [InlineData("\0\0\0\0")]
    public async Task Host_that_speaks_no_http_is_a_failure_of_its_own(string answer)
    {
        using var host = new Liar(answer);
        using var tested = new TestRepositories(host.Address, o => o with { Timeout = TimeSpan.FromSeconds(20) });
        var url = RepositoryUrl.Parse($"{host.Address}/acme/app");

        Assert.IsType<GitException>(await Record.ExceptionAsync(() => tested.Repositories.ListRefs(url, [], Token)));
        Assert.IsType<GitException>(await Record.ExceptionAsync(() => tested.Repositories.Open(url, Nowhere, Token)));
    }

    /// <summary>T-SSRF-5: nothing of the user's surroundings has a say in where is spoken to, and with what.</summary>
    [Fact]
    public async Task Proxies_and_settings_of_the_user_are_not_used()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "the child is started through env");
        await using var other = await GitHttpServer.Start(Token);
        var home = Directory.CreateTempSubdirectory("plumbline-home-").FullName;
        try
        {
            var url = await _server.CreateRepository("app", Token);
            using var work = await GitWorkspace.Create(Token);
            var commit = await work.Write("a", "1").Commit("First", Token);
            await work.Push(url, ["main"], Token);
            await File.WriteAllTextAsync(Path.Combine(home, ".gitconfig"), $"[url \"{other.Address}\"]\n  insteadOf = {_server.Address}\n[http]\n  proxy = {other.Address}\n", Token);
            await File.WriteAllTextAsync(Path.Combine(home, ".netrc"), "machine 127.0.0.1 login user password hunter2\n", Token);
            string[] surroundings = [$"http_proxy={other.Address}", $"HTTP_PROXY={other.Address}", $"https_proxy={other.Address}", $"ALL_PROXY={other.Address}", $"HOME={home}", $"XDG_CONFIG_HOME={home}", $"GIT_CONFIG_GLOBAL={home}/.gitconfig"];
            using var tested = new TestRepositories(_server.Address.ToString(), o => o with { ChildCommand = ["/usr/bin/env", .. surroundings, Environment.ProcessPath!] });

            var tree = await tested.Repositories.Open(RepositoryUrl.Parse(url), new CommitId(commit), Token);

            Assert.Equal(commit, tree.Id);
            Assert.Empty(other.Requests);
            Assert.All(_server.Requests.Where(r => r.Path.Contains("upload-pack", StringComparison.Ordinal)), r => Assert.Null(r.Authorization));
        }
        finally
        {
            Directory.Delete(home, recursive: true);
        }
    }

    private static async Task<(int Exit, FetchResult Result, int Children)> Fetch(string url)
    {
        var folder = Directory.CreateTempSubdirectory("plumbline-child-").FullName;
        try
        {
            var request = new FetchRequest(
                new GitRemote(url, null, "secret"), new TransportOptions([], null, TimeSpan.FromSeconds(5)), Path.Combine(folder, "git"), [Nowhere.Value], WholeHistory: false, 1 << 20, 1000);
            using var child = Process.Start(new ProcessStartInfo(Environment.ProcessPath!, [FetchChild.Command]) { RedirectStandardInput = true, RedirectStandardOutput = true })!;
            await child.StandardInput.WriteLineAsync(JsonSerializer.Serialize(request, FetchJson.Default.FetchRequest));
            var result = JsonSerializer.Deserialize(await child.StandardOutput.ReadLineAsync(Token) ?? "", FetchJson.Default.FetchResult)!;
            var children = ChildrenOf(child.Id);
            await child.WaitForExitAsync(Token);
            Assert.Empty(Directory.EnumerateFileSystemEntries(folder));
            return (child.ExitCode, result, children);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static int ChildrenOf(int process)
    {
        var file = $"/proc/{process}/task/{process}/children";
        return File.Exists(file) ? File.ReadAllText(file).Split(' ', StringSplitOptions.RemoveEmptyEntries).Length : 0;
    }

    /// <summary>Answers every connection with the same bytes, whatever it is asked.</summary>
    private sealed class Liar : IDisposable
    {
        private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
        private readonly byte[] _answer;

        public Liar(string answer)
        {
            _answer = Encoding.Latin1.GetBytes(answer);
            _listener.Start();
            Running = Serve();
        }

        public string Address => $"http://127.0.0.1:{((IPEndPoint)_listener.LocalEndpoint).Port}";

        private Task Running { get; }

        public void Dispose() => _listener.Dispose();

        private async Task Serve()
        {
            try
            {
                while (true)
                {
                    using var socket = await _listener.AcceptSocketAsync();
                    await socket.ReceiveAsync(new byte[4096]);
                    await socket.SendAsync(_answer);
                    socket.Shutdown(SocketShutdown.Send);
                    await socket.ReceiveAsync(new byte[4096]);
                }
            }
            catch (Exception e) when (e is SocketException or ObjectDisposedException)
            {
                // The test is over, or the other side had enough.
            }
        }
    }
}

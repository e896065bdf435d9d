using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;
using Plumbline.Core.Control;
using Plumbline.Core.Git;
using Plumbline.Core.Kubernetes;
using Plumbline.Core.Problems;
using Plumbline.Core.Secrets;
using Plumbline.Core.Sources;
using Plumbline.Git;
using Plumbline.GitHub;
using Plumbline.Support.Git;
using Plumbline.Support.Recorder;

namespace Plumbline.Functions.Tests.Credentials;

/// <summary>Credentials that stand in the control repository, with a real git server and a recorder in place of GitHub.</summary>
public sealed class RegisteredCredentialTests : IAsyncLifetime
{
    private const string Control = "https://git.test/acme/control";

    private readonly FakeTimeProvider _clock = new(new DateTimeOffset(2026, 1, 15, 12, 0, 0, TimeSpan.Zero));
    private readonly Dictionary<string, string> _secrets = new(StringComparer.Ordinal);
    private readonly List<RepositoryRegistration> _registrations = [];
    private readonly RSA _key = RSA.Create(2048);
    private readonly DirectoryInfo _cache = Directory.CreateTempSubdirectory("plumbline-credentials-");
    private GitHttpServer _server = null!;
    private ApiRecorder _github = null!;
    private ServiceProvider _process = null!;

    public async ValueTask InitializeAsync()
    {
        _server = await GitHttpServer.Start(Token);
        _github = await ApiRecorder.Start();
        _secrets["env:APP_KEY"] = _key.ExportPkcs8PrivateKeyPem();
        var url = await _server.CreateRepository("acme/shop", Token);
        using var work = await GitWorkspace.Create(Token);
        work.Write("file.yaml", "a: b\n");
        await work.Commit("first", Token);
        await work.Push(url, ["HEAD:refs/heads/main"], Token);
        var origin = _server.Address.GetLeftPart(UriPartial.Authority);
        var control = RepositoryUrl.Parse(Control);
        _process = new ServiceCollection()
            .AddSingleton<TimeProvider>(_clock)
            .AddSingleton<ISecretReferences>(new Known(_secrets))
            .AddSingleton<IRepositoryRegistrations>(new Registered(_registrations))
            .AddGit(new GitOptions { CacheFolder = _cache.FullName, AllowedOrigins = [origin], ChildCommand = [Path.Combine(AppContext.BaseDirectory, "plumb")] })
            .AddRegisteredGitCredentials(control)
            .AddSingleton<IGitCredentials>(s => new RegisteredAppCredentials(s.GetRequiredService<IRepositoryRegistrations>, s.GetRequiredService<ISecretReferences>(), control, _clock))
            .BuildServiceProvider();
    }

    public async ValueTask DisposeAsync()
    {
        await _process.DisposeAsync();
        await _server.DisposeAsync();
        await _github.DisposeAsync();
        _cache.Delete(recursive: true);
        _key.Dispose();
    }

    [Fact]
    public async Task A_repository_is_read_with_the_token_of_the_apps_installation()
    {
        _registrations.Add(App("acme", _server.Address + "acme", installation: 42, isTemplate: true));
        _server.Token = "ghs_42_1";
        Assert.Equal("a: b\n", await Read());

        var call = Assert.Single(_github.Calls);
        Assert.Equal(("POST", "/api/v3/app/installations/42/access_tokens"), (call.Method, call.Path));
        AssertSigned(call.Authorization);
        Assert.All(_server.Requests, r => Assert.DoesNotContain("ghs_", r.Path));
    }

    [Fact]
    public async Task The_installation_is_looked_up_where_none_is_written()
    {
        _github.Installations["acme"] = 77;
        _registrations.Add(App("acme", _server.UrlOf("acme/shop"), installation: null, isTemplate: false));
        _server.Token = "ghs_77_1";
        Assert.Equal("a: b\n", await Read());
        Assert.Equal(["/api/v3/repos/acme/shop/installation", "/api/v3/app/installations/77/access_tokens"], _github.Calls.Select(c => c.Path));
    }

    [Fact]
    public async Task A_token_is_kept_until_shortly_before_it_ends()
    {
        _github.TokensEnd = _clock.GetUtcNow() + TimeSpan.FromHours(1);
        _registrations.Add(App("acme", _server.Address + "acme", installation: 42, isTemplate: true));
        var credentials = _process.GetServices<IGitCredentials>().ToList();
        async Task<string?> Now() => (await credentials[^1].Find(RepositoryUrl.Parse(_server.UrlOf("acme/shop")), Token))?.Password;

        Assert.Equal("ghs_42_1", await Now());
        _clock.Advance(TimeSpan.FromMinutes(54));
        Assert.Equal("ghs_42_1", await Now());
        _github.TokensEnd = _clock.GetUtcNow() + TimeSpan.FromHours(1);
        _clock.Advance(TimeSpan.FromMinutes(2));
        Assert.Equal("ghs_42_2", await Now());
    }

    [Fact]
    public async Task A_new_private_key_counts_at_once()
    {
        _registrations.Add(App("acme", _server.Address + "acme", installation: 42, isTemplate: true));
        var credentials = _process.GetServices<IGitCredentials>().Last();
        var url = RepositoryUrl.Parse(_server.UrlOf("acme/shop"));
        _ = await credentials.Find(url, Token);

        using var other = RSA.Create(2048);
        _secrets["env:APP_KEY"] = other.ExportPkcs8PrivateKeyPem();
        Assert.Equal("ghs_42_2", (await credentials.Find(url, Token))!.Password);
    }

    [Theory]
    [InlineData(404, GitFailure.NotFoundOrDenied)]
    [InlineData(401, GitFailure.NotFoundOrDenied)]
    [InlineData(503, GitFailure.Unavailable)]
    public async Task Trouble_with_GitHub_is_told_apart(int status, GitFailure failure)
    {
        _registrations.Add(App("acme", _server.Address + "acme", installation: 42, isTemplate: true));
        _github.FailNext("/api/v3/app", status);
        var thrown = await Assert.ThrowsAsync<GitException>(Read);
        Assert.Equal(failure, thrown.Failure);
        Assert.DoesNotContain("BEGIN", thrown.Message);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("no key at all")]
    public async Task A_key_that_is_missing_or_none_is_told_without_its_text(string? key)
    {
        _registrations.Add(App("acme", _server.Address + "acme", installation: 42, isTemplate: true));
        if (key is null)
        {
            _secrets.Remove("env:APP_KEY");
        }
        else
        {
            _secrets["env:APP_KEY"] = key;
        }

        var thrown = await Assert.ThrowsAsync<GitException>(Read);
        Assert.Equal(GitFailure.NotFoundOrDenied, thrown.Failure);
        Assert.DoesNotContain("no key at all", thrown.Message);
        Assert.Contains("acme", thrown.Message);
    }

    [Fact]
    public async Task A_password_of_the_repository_counts_before_a_template()
    {
        _secrets["env:PASSWORD"] = "s3cret";
        _registrations.Add(App("acme", _server.Address + "acme", installation: 42, isTemplate: true));
        _registrations.Add(Registration("shop", _server.UrlOf("acme/shop"), isTemplate: false) with { Username = "robot", Password = "env:PASSWORD" });
        _server.Token = "s3cret";
        Assert.Equal("a: b\n", await Read());
        Assert.Empty(_github.Calls);
    }

    [Fact]
    public async Task A_credential_of_another_origin_or_path_is_not_sent()
    {
        _secrets["env:PASSWORD"] = "s3cret";
        _registrations.Add(Registration("other", "http://127.0.0.1:1/acme", isTemplate: true) with { Password = "env:PASSWORD" });
        _registrations.Add(Registration("sibling", _server.Address + "acm", isTemplate: true) with { Password = "env:PASSWORD" });
        _server.Token = "s3cret";
        Assert.Equal(GitFailure.NotFoundOrDenied, (await Assert.ThrowsAsync<GitException>(Read)).Failure);
    }

    [Fact]
    public async Task The_control_repository_does_not_ask_for_its_own_registrations()
    {
        _registrations.Add(Registration("control", Control, isTemplate: false) with { Password = "env:NONE" });
        foreach (var credentials in _process.GetServices<IGitCredentials>())
        {
            Assert.Null(await credentials.Find(RepositoryUrl.Parse(Control), Token));
        }
    }

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private static RepositoryRegistration Registration(string name, string url, bool isTemplate) => new()
    {
        SecretName = name,
        Url = url,
        IsTemplate = isTemplate,
        Origin = new ObjectOrigin("repositories.yaml", SourcePosition.None),
    };

    private RepositoryRegistration App(string name, string url, long? installation, bool isTemplate) =>
        Registration(name, url, isTemplate) with { GitHubApp = new GitHubAppCredential(7, installation, "env:APP_KEY", _github.GitHub.ToString()) };

    private async Task<string> Read()
    {
        var git = _process.GetRequiredService<IGitRepositories>();
        var url = RepositoryUrl.Parse(_server.UrlOf("acme/shop"));
        var commit = (await git.Resolve(url, "main", null, Token)).Commit;
        return Encoding.UTF8.GetString((await git.Open(url, commit, Token)).Read(RepoPath.Parse("file.yaml")).Span);
    }

    private void AssertSigned(string authorization)
    {
        var parts = authorization["Bearer ".Length..].Split('.');
        Assert.True(_key.VerifyData(
            Encoding.ASCII.GetBytes($"{parts[0]}.{parts[1]}"), System.Buffers.Text.Base64Url.DecodeFromChars(parts[2]), HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1));
        var claim = JsonDocument.Parse(System.Buffers.Text.Base64Url.DecodeFromChars(parts[1])).RootElement;
        Assert.Equal("7", claim.GetProperty("iss").GetString());
        Assert.True(claim.GetProperty("exp").GetInt64() - claim.GetProperty("iat").GetInt64() <= 600);
    }

    private sealed class Known(Dictionary<string, string> secrets) : ISecretReferences
    {
        public Task<string?> Find(string reference, CancellationToken token) => Task.FromResult(secrets.GetValueOrDefault(reference));
    }

    private sealed class Registered(List<RepositoryRegistration> registrations) : IRepositoryRegistrations
    {
        public Task<IReadOnlyList<RepositoryRegistration>> List(CancellationToken token) => Task.FromResult<IReadOnlyList<RepositoryRegistration>>(registrations);
    }
}

using System.Security.Cryptography;
using System.Text;
using CsCheck;
using Microsoft.AspNetCore.Http;
using Plumbline.Core.Charts;
using Plumbline.Helm.Repositories;
using Plumbline.Helm.Transport;
using Plumbline.Support.Charts;
using Plumbline.Support.State;

namespace Plumbline.Helm.Tests.Repositories;

public sealed class ChartRepositoriesTests : IAsyncLifetime
{
    private static readonly byte[] Archive = Encoding.UTF8.GetBytes("the archive");

    private static readonly ChartCredential Credential = new("user", "secret", PassToOtherHosts: false);

    private ChartServer _server = null!;
    private ChartServer _other = null!;
    private ChartRepositories _charts = null!;

    public async ValueTask InitializeAsync()
    {
        _server = await ChartServer.Start();
        _other = await ChartServer.Start();
        _charts = Charts(_server.Url, _other.Url);
    }

    public async ValueTask DisposeAsync()
    {
        _charts.Dispose();
        await _server.DisposeAsync();
        await _other.DisposeAsync();
    }

    [Theory]
    [InlineData("", "1.10.0")]
    [InlineData("^1.0.0", "1.10.0")]
    [InlineData("~1.2", "1.2.4")]
    [InlineData("1.2.3", "1.2.3")]
    [InlineData("v1.2.3", "1.2.3")]
    [InlineData(">=1.0.0-0", "2.0.0-rc.1")]
    public async Task A_version_is_chosen_from_the_index(string revision, string version)
    {
        Index(("1.2.3", "a.tgz"), ("1.10.0", "a.tgz"), ("1.2.4", "a.tgz"), ("2.0.0-rc.1", "a.tgz"), ("nonsense", "a.tgz"));
        Assert.Equal(version, (await Resolve(revision)).Version);
    }

    [Fact]
    public async Task The_archive_is_checked_and_then_kept()
    {
        Index(("1.0.0", "charts/a.tgz"));
        _server.Bytes("/repo/charts/a.tgz", Archive);
        var resolved = await Resolve("1.0.0");

        Assert.Equal(Archive, (await _charts.Open(resolved, Token)).Bytes.ToArray());
        await _charts.Open(resolved, Token);
        Assert.Single(_server.Requests, r => r.Path == "/repo/charts/a.tgz");
    }

    /// <summary>T-SUP-3.</summary>
    [Fact]
    public async Task Another_archive_than_promised_is_refused()
    {
        Index(("1.0.0", "a.tgz"));
        _server.Bytes("/repo/a.tgz", [1, 2, 3]);
        Assert.Equal(ChartFailure.DigestMismatch, await Failure(_charts.Open(await Resolve("1.0.0"), Token)));
    }

    /// <summary>T-SSRF-3, A-82: neither what the index names nor a redirect takes them elsewhere.</summary>
    [Fact]
    public async Task Credentials_stay_with_their_host()
    {
        Index(("1.0.0", _other.Url + "/a.tgz"), ("2.0.0", "moved.tgz"), ("3.0.0", "own.tgz"));
        _other.Bytes("/a.tgz", Archive);
        _server.Bytes("/repo/own.tgz", Archive);
        _server.Redirect("/repo/moved.tgz", _other.Url + "/a.tgz");
        foreach (var version in (string[])["1.0.0", "2.0.0", "3.0.0"])
        {
            var charts = Charts(_server.Url, _other.Url);
            await charts.Open(await Resolve(version, Credential), Token);
            charts.Dispose();
        }

        Assert.All(_other.Requests, r => Assert.Equal("", r.Authorization));
        Assert.All(_server.Requests, r => Assert.StartsWith("Basic ", r.Authorization));
    }

    [Fact]
    public async Task Credentials_go_along_where_the_user_says_so()
    {
        Index(("1.0.0", _other.Url + "/a.tgz"));
        _other.Bytes("/a.tgz", Archive);
        await _charts.Open(await Resolve("1.0.0", Credential with { PassToOtherHosts = true }), Token);
        Assert.All(_other.Requests, r => Assert.StartsWith("Basic ", r.Authorization));
    }

    [Theory]
    [InlineData("http://169.254.169.254/x")]
    [InlineData("file:///etc/passwd")]
    [InlineData("ftp://h/x")]
    [InlineData("//127.0.0.1:1/x")]
    public async Task Redirects_and_entries_to_other_places_are_refused(string location)
    {
        _server.Redirect("/repo/index.yaml", location);
        Assert.Equal(ChartFailure.Invalid, await Failure(Resolve("")));
        Index(("1.0.0", location));
        Assert.Equal(ChartFailure.Invalid, await Failure(Resolve("")));
    }

    [Fact]
    public async Task Redirects_in_a_ring_end()
    {
        _server.Redirect("/repo/index.yaml", _server.Url + "/repo/index.yaml");
        Assert.Equal(ChartFailure.Invalid, await Failure(Resolve("")));
        Assert.Equal(4, _server.Requests.Count);
    }

    [Theory]
    [InlineData("entries: {nginx: [null, {version: 1.0.0}, 5, {version: 'x y', urls: [a]}, {version: 1.0.0, urls: []}]}", ChartFailure.NotFoundOrDenied)]
    [InlineData("entries: {other: []}", ChartFailure.NotFoundOrDenied)]
    [InlineData("entries: []", ChartFailure.NotFoundOrDenied)]
    [InlineData("[]", ChartFailure.Invalid)]
    [InlineData("", ChartFailure.Invalid)]
    [InlineData("a: &a [*a]", ChartFailure.Invalid)]
    [InlineData("entries: {nginx: [{version: 1.0.0", ChartFailure.Invalid)]
    [InlineData("\u0000\u0001", ChartFailure.Invalid)]
    public async Task A_bad_index_is_refused(string index, ChartFailure failure)
    {
        _server.Text("/repo/index.yaml", index);
        Assert.Equal(failure, await Failure(Resolve("")));
    }

    /// <summary>T-TPL-9, A-40.</summary>
    [Fact]
    public async Task An_endless_index_is_not_read_to_its_end()
    {
        _server.Answers["/repo/index.yaml"] = async context =>
        {
            var chunk = Encoding.UTF8.GetBytes(string.Concat(Enumerable.Repeat("# padding padding padding\n", 4000)));
            while (!context.RequestAborted.IsCancellationRequested)
            {
                await context.Response.Body.WriteAsync(chunk);
            }
        };
        Assert.Equal(ChartFailure.Invalid, await Failure(Resolve("")));
    }

    [Fact]
    public async Task Deep_nesting_in_an_index_is_refused()
    {
        _server.Text("/repo/index.yaml", "x: " + new string('[', 50_000));
        Assert.Equal(ChartFailure.Invalid, await Failure(Resolve("")));
    }

    [Fact]
    public async Task Private_addresses_are_refused_unless_trusted()
    {
        using var charts = Charts();
        Assert.Equal(ChartFailure.Invalid, await Failure(charts.Resolve(new ChartReference(_server.Url, "a", "", null), Token)));
        Assert.Equal(ChartFailure.Unavailable, await Failure(charts.Resolve(new ChartReference(_server.Url.Replace("http:", "https:"), "a", "", null), Token)));
        Assert.Empty(_server.Requests);
    }

    /// <summary>A-72.</summary>
    [Fact]
    public async Task A_certificate_that_nobody_vouches_for_is_refused()
    {
        await using var server = await ChartServer.Start(isSecure: true);
        server.Text("/repo/index.yaml", "entries: {nginx: [{version: 1.0.0, urls: [a.tgz]}]}");
        using var charts = Charts(server.Url);
        var thrown = await Assert.ThrowsAsync<ChartRepositoryException>(() => charts.Resolve(new ChartReference(server.Url + "/repo", "nginx", "", Credential), Token));
        Assert.Contains("certificate of 127.0.0.1 is not valid", thrown.Message);
        Assert.Empty(server.Requests);
    }

    [Fact]
    public async Task A_chart_comes_from_a_registry_with_a_token()
    {
        Registry(tags: ["1.0.0", "1.2.0_build.1", "latest"], realm: _server.Url + "/token");
        var reference = new ChartReference("oci://" + new Uri(_server.Url).Authority + "/team", "nginx", "^1.0.0", Credential);
        var resolved = await _charts.Resolve(reference, Token);

        Assert.Equal("1.2.0+build.1", resolved.Version);
        Assert.Equal(Archive, (await _charts.Open(resolved, Token)).Bytes.ToArray());
        Assert.Contains(_server.Requests, r => r is { Path: "/token", Authorization: "Basic dXNlcjpzZWNyZXQ=" });
        Assert.Contains(_server.Requests, r => r is { Path: "/v2/team/nginx/manifests/1.2.0_build.1", Authorization: "Bearer t0ken" });
    }

    /// <summary>T-SSRF-4.</summary>
    [Fact]
    public async Task A_token_service_at_another_site_is_refused()
    {
        Registry(tags: ["1.0.0"], realm: _other.Url + "/token");
        var reference = new ChartReference(new Uri(_server.Url).Authority, "team/nginx", "1.0.0", Credential);
        Assert.Equal(ChartFailure.Invalid, await Failure(_charts.Resolve(reference, Token)));
        Assert.Empty(_other.Requests);
    }

    /// <summary>T-SSRF-3, A-82: registries keep blobs elsewhere and lead there; neither password nor token goes along.</summary>
    [Fact]
    public async Task A_token_stays_with_its_registry()
    {
        Registry(tags: ["1.0.0"], realm: _server.Url + "/token");
        _other.Bytes("/blob", Archive);
        _server.Redirect("/v2/team/nginx/blobs/sha256:" + Convert.ToHexStringLower(SHA256.HashData(Archive)), _other.Url + "/blob");
        var resolved = await _charts.Resolve(new ChartReference("oci://" + new Uri(_server.Url).Authority, "team/nginx", "1.0.0", Credential), Token);

        Assert.Equal(Archive, (await _charts.Open(resolved, Token)).Bytes.ToArray());
        Assert.Equal([("/blob", "")], _other.Requests);
    }

    /// <summary>T-SSRF-3: a token service that leads elsewhere is followed without the password.</summary>
    [Fact]
    public async Task A_password_does_not_follow_a_token_service_elsewhere()
    {
        Registry(tags: ["1.0.0"], realm: _server.Url + "/token");
        _server.Redirect("/token", _other.Url + "/token");
        _other.Text("/token", """{"token":"t0ken"}""");
        await _charts.Resolve(new ChartReference("oci://" + new Uri(_server.Url).Authority, "team/nginx", "1.0.0", Credential), Token);

        Assert.Equal([("/token", "")], _other.Requests);
    }

    /// <summary>T-SUP-3.</summary>
    [Fact]
    public async Task A_manifest_that_is_not_what_the_registry_states_is_refused()
    {
        Registry(tags: ["1.0.0"], realm: _server.Url + "/token", announced: "sha256:" + new string('0', 64));
        var reference = new ChartReference("oci://" + new Uri(_server.Url).Authority, "team/nginx", "1.0.0", null);
        Assert.Equal(ChartFailure.DigestMismatch, await Failure(_charts.Resolve(reference, Token)));
    }

    [Theory]
    [InlineData("oci://h/../x", "a")]
    [InlineData("oci:///x", "a")]
    [InlineData("oci://user@h/x", "a")]
    [InlineData("h", "A b")]
    [InlineData("oci://h", "")]
    public async Task Malformed_registries_are_refused(string url, string chart) =>
        Assert.Equal(ChartFailure.Invalid, await Failure(_charts.Resolve(new ChartReference(url, chart, "1.0.0", null), Token)));

    [Fact]
    public void Any_text_is_an_index_or_refused() =>
        Gen.String[Gen.Char["{}[]:,-\n entrisvol&*!|>'\"#?\t"], 0, 60].Select(t => "entries:" + t).Sample(text =>
        {
            try
            {
                _ = ChartIndex.Read(new StringReader(text), "e", CancellationToken.None);
                return true;
            }
            catch (ChartRepositoryException)
            {
                return true;
            }
        }, iter: 3_000);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private static ChartRepositories Charts(params string[] trusted) =>
        new(new ChartOptions { TrustedOrigins = trusted.ToHashSet() }, new FakeBlobStore(TimeProvider.System), TimeProvider.System);

    private static async Task<ChartFailure> Failure(Task work) => (await Assert.ThrowsAsync<ChartRepositoryException>(() => work)).Failure;

    private Task<ResolvedChart> Resolve(string revision, ChartCredential? credential = null) =>
        _charts.Resolve(new ChartReference(_server.Url + "/repo", "nginx", revision, credential), Token);

    private void Index(params (string Version, string Url)[] entries)
    {
        var digest = Convert.ToHexStringLower(SHA256.HashData(Archive));
        _server.Text("/repo/index.yaml", "apiVersion: v1\nentries:\n  other:\n  - {version: 9.9.9, urls: [x]}\n  nginx:\n"
            + string.Concat(entries.Select(e => $"  - {{name: nginx, version: \"{e.Version}\", digest: {digest}, urls: [\"{e.Url}\"], home: {{a: [b]}}}}\n")));
    }

    private void Registry(string[] tags, string realm, string? announced = null)
    {
        var digest = "sha256:" + Convert.ToHexStringLower(SHA256.HashData(Archive));
        var manifest = $$"""{"schemaVersion":2,"layers":[{"mediaType":"application/vnd.cncf.helm.chart.content.v1.tar+gzip","digest":"{{digest}}","size":11}]}""";
        Guarded("/v2/team/nginx/tags/list", $$"""{"name":"team/nginx","tags":[{{string.Join(',', tags.Select(t => $"\"{t}\""))}}]}""");
        foreach (var tag in tags)
        {
            Guarded($"/v2/team/nginx/manifests/{tag}", manifest, announced);
        }

        Guarded($"/v2/team/nginx/blobs/{digest}", Encoding.UTF8.GetString(Archive));
        _server.Text("/token", """{"token":"t0ken"}""");

        void Guarded(string path, string body, string? stated = null) => _server.Answers[path] = context =>
        {
            if (context.Request.Headers.Authorization != "Bearer t0ken")
            {
                context.Response.StatusCode = 401;
                context.Response.Headers.WWWAuthenticate = $"Bearer realm=\"{realm}\",service=\"reg\",scope=\"repository:team/nginx:pull\"";
                return Task.CompletedTask;
            }

            if (stated is not null)
            {
                context.Response.Headers["Docker-Content-Digest"] = stated;
            }

            return context.Response.WriteAsync(body);
        };
    }
}

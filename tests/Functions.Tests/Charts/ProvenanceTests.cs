using System.Diagnostics;
using System.Text;
using Org.BouncyCastle.Bcpg;
using Plumbline.Support.Charts;

namespace Plumbline.Functions.Tests.Charts;

/// <summary>Charts of projects that ask for signatures, through the reconcile path.</summary>
public sealed class ProvenanceTests : IAsyncLifetime
{
    private static readonly SigningKey Trusted = new("Release <release@example.com>");
    private static readonly SigningKey Stranger = new("Stranger <stranger@example.com>");

    private ChartWorld _world = null!;

    public async ValueTask InitializeAsync()
    {
        _world = await ChartWorld.Start();
        _world.Secrets["env:CHART_KEYS"] = Trusted.PublicKey;
        _world.Project("default", ("plumbline.dev/chart-keys", "env:CHART_KEYS"), "*");
        _world.App("web", $"{{repoURL: {_world.Charts.Url}, chart: nginx, targetRevision: 1.0.0}}");
    }

    public ValueTask DisposeAsync() => _world.DisposeAsync();

    [Fact]
    public async Task A_signed_chart_of_a_repository_is_installed_and_checked_once_for_all()
    {
        Offer(archive => Trusted.Provenance("nginx", "1.0.0", archive));
        await _world.App("other", $"{{repoURL: {_world.Charts.Url}, chart: nginx, targetRevision: 1.0.0}}").Run();
        Assert.Equal("1.0.0", _world.Value("web-nginx", "version"));
        Assert.Equal("1.0.0", _world.Value("other-nginx", "version"));
        Assert.InRange(_world.Server.Requests.Count(r => r.Path.EndsWith(".prov", StringComparison.Ordinal)), 1, 2);
    }

    [Fact]
    public async Task A_signed_chart_of_a_registry_is_installed()
    {
        var archive = PublishedCharts.Pack("nginx", PublishedCharts.Simple("nginx", "1.0.0"));
        _world.Charts.Push("nginx", "1.0.0", Trusted.Provenance("nginx", "1.0.0", archive));
        await _world.App("web", $"{{repoURL: '{_world.Charts.Registry}', chart: nginx, targetRevision: 1.0.0}}").Run();
        Assert.Equal("1.0.0", _world.Value("web-nginx", "version"));
    }

    /// <summary>A-96: what is not there proves nothing.</summary>
    [Fact]
    public async Task A_chart_without_provenance_is_refused()
    {
        _world.Charts.Add("nginx", "1.0.0");
        await Refused("has no provenance file; the project default asks for one");
    }

    /// <summary>A-96.</summary>
    [Fact]
    public async Task A_chart_of_a_registry_without_provenance_is_refused()
    {
        _world.Charts.Push("nginx", "1.0.0");
        _world.App("web", $"{{repoURL: '{_world.Charts.Registry}', chart: nginx, targetRevision: 1.0.0}}");
        await Refused("has no provenance file");
    }

    [Fact]
    public async Task Another_signer_is_refused()
    {
        Offer(archive => Stranger.Provenance("nginx", "1.0.0", archive));
        await Refused("not signed by any key that the project trusts");
    }

    [Fact]
    public async Task A_changed_statement_is_refused()
    {
        Offer(archive => Encoding.UTF8.GetBytes(Encoding.UTF8.GetString(Trusted.Provenance("nginx", "0.9.0", archive)).Replace("0.9.0", "1.0.0", StringComparison.Ordinal)));
        await Refused("it was changed");
    }

    [Fact]
    public async Task A_statement_of_another_version_is_refused()
    {
        Offer(archive => Trusted.Provenance("nginx", "0.9.0", archive));
        await Refused("is for chart 'nginx' 0.9.0");
    }

    [Fact]
    public async Task A_statement_of_other_bytes_is_refused()
    {
        Offer(_ => Trusted.Provenance("nginx", "1.0.0", [1, 2, 3]));
        await Refused("is for another archive");
    }

    [Fact]
    public async Task A_broken_digest_is_refused()
    {
        Offer(archive => Trusted.Provenance("nginx", "1.0.0", archive, HashAlgorithmTag.Sha1));
        await Refused("which is broken");
    }

    [Fact]
    public async Task A_revoked_key_is_refused()
    {
        _world.Secrets["env:CHART_KEYS"] = Trusted.RevokedKey;
        Offer(archive => Trusted.Provenance("nginx", "1.0.0", archive));
        await Refused("is revoked");
    }

    [Fact]
    public async Task A_key_that_was_expired_is_refused()
    {
        var old = new SigningKey("Old <old@example.com>", TimeSpan.FromDays(1));
        _world.Secrets["env:CHART_KEYS"] = old.PublicKey;
        Offer(archive => old.Provenance("nginx", "1.0.0", archive));
        await Refused("was expired by then");
    }

    [Theory]
    [InlineData("")]
    [InlineData("no message")]
    [InlineData("-----BEGIN PGP SIGNED MESSAGE-----\nHash: SHA512\n\ntext\n-----BEGIN PGP SIGNATURE-----\n\nAAAA\n-----END PGP SIGNATURE-----\n")]
    public async Task A_malformed_file_is_refused(string text)
    {
        Offer(_ => Encoding.UTF8.GetBytes(text));
        await Refused("The provenance of chart 'nginx' 1.0.0");
    }

    [Fact]
    public async Task A_key_that_is_missing_stops_the_chart()
    {
        _world.Secrets.Clear();
        Offer(archive => Trusted.Provenance("nginx", "1.0.0", archive));
        await Refused("The key env:CHART_KEYS that the project default trusts does not exist");
    }

    [Fact]
    public async Task A_dependency_needs_its_signature_as_well()
    {
        _world.Charts.Add("cache", "1.0.0");
        _world.Git.Repository(ChartWorld.Shop).Commit("main", new Dictionary<string, string>
        {
            ["chart/Chart.yaml"] = $"apiVersion: v2\nname: web\nversion: 1.0.0\ndependencies:\n- {{name: cache, version: 1.0.0, repository: '{_world.Charts.Url}'}}\n",
        }, "chart");
        _world.App("web", $"{{repoURL: {ChartWorld.Shop}, path: chart, targetRevision: main}}");
        await Refused("has no provenance file");
    }

    [Fact]
    public async Task A_signature_by_gpg_counts()
    {
        if (!File.Exists("/usr/bin/gpg"))
        {
            Assert.Skip("gpg is not installed");
        }

        var home = Directory.CreateTempSubdirectory("plumbline-gpg-");
        try
        {
            await Gpg(home, "", "--batch", "--passphrase", "", "--quick-generate-key", "Release <release@example.com>", "ed25519", "sign", "never");
            _world.Secrets["env:CHART_KEYS"] = await Gpg(home, "", "--armor", "--export");
            var archive = _world.Charts.Add("nginx", "1.0.0");
            var statement = $"name: nginx\nversion: 1.0.0\ndescription: \"- dash\"  \n\n...\nfiles:\n  nginx-1.0.0.tgz: sha256:{Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(archive))}\n";
            _world.Server.Text("/charts/nginx-1.0.0.tgz.prov", await Gpg(home, statement, "--batch", "--armor", "--clear-sign"));
            await _world.Run();
            Assert.Equal("1.0.0", _world.Value("web-nginx", "version"));
        }
        finally
        {
            await Gpg(home, "", "--batch", "--version");
            using var end = Process.Start(new ProcessStartInfo("gpgconf", ["--homedir", home.FullName, "--kill", "all"]))!;
            await end.WaitForExitAsync(TestContext.Current.CancellationToken);
            home.Delete(recursive: true);
        }
    }

    private static async Task<string> Gpg(DirectoryInfo home, string input, params string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo("/usr/bin/gpg", ["--homedir", home.FullName, "--no-tty", .. arguments])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        })!;
        var token = TestContext.Current.CancellationToken;
        await process.StandardInput.WriteAsync(input.AsMemory(), token);
        process.StandardInput.Close();
        var errors = process.StandardError.ReadToEndAsync(token);
        var output = await process.StandardOutput.ReadToEndAsync(token);
        await process.WaitForExitAsync(token);
        Assert.True(process.ExitCode == 0, await errors);
        return output;
    }

    private void Offer(Func<byte[], byte[]> provenance) => _world.Server.Bytes("/charts/nginx-1.0.0.tgz.prov", provenance(_world.Charts.Add("nginx", "1.0.0")));

    private async Task Refused(string message)
    {
        await _world.Run();
        Assert.Contains(message, await _world.Sentence("web"));
        Assert.Empty(_world.Cluster.Writes);
    }
}

using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Plumbline.Core.Rendering;
using Plumbline.Core.Sources;
using Plumbline.Rendering.Helm;

namespace Plumbline.Rendering.Tests.Helm.Template;

/// <summary>With the same seed and time a render comes out the same, whatever its charts draw (design §2.5).</summary>
public sealed class RenderMomentTests
{
    private static readonly DateTimeOffset Noon = new(2026, 1, 15, 12, 0, 0, TimeSpan.Zero);
    private static readonly byte[] Seed = [.. Enumerable.Range(1, 32).Select(n => (byte)n)];

    [Theory]
    [InlineData("{{ randAlphaNum 40 }}")]
    [InlineData("{{ randAlpha 40 }}{{ randNumeric 40 }}{{ randAscii 40 | b64enc }}")]
    [InlineData("{{ randBytes 40 }}")]
    [InlineData("{{ randInt 0 1000000000 }}")]
    [InlineData("{{ uuidv4 }}")]
    [InlineData("{{ shuffle \"a long text of which no order is likely to come twice\" }}")]
    [InlineData("{{ bcrypt \"password\" }}")]
    [InlineData("{{ htpasswd \"ana\" \"password\" }}")]
    [InlineData("{{ encryptAES \"key\" \"plain\" }}")]
    [InlineData("{{ genPrivateKey \"ecdsa\" }}")]
    [InlineData("{{ genPrivateKey \"ed25519\" }}")]
    [InlineData("{{ (genCA \"ca\" 365).Cert }}")]
    [InlineData("{{ $ca := genCA \"ca\" 365 }}{{ (genSignedCert \"shop\" nil (list \"shop.test\") 30 $ca).Key }}")]
    [InlineData("{{ (genCAWithKey \"ca\" 365 (genPrivateKey \"ecdsa\")).Cert }}")]
    [InlineData("{{ tpl \"{{ randAlphaNum 40 }}\" . }}{{ include \"name\" . }}")]
    public void What_is_drawn_follows_from_the_seed(string template)
    {
        // Another engine, as another process has it.
        var first = Render(template, new RenderMoment(Seed, Noon));
        Assert.Equal(first, Render(template, new RenderMoment(Seed, Noon)));
        Assert.NotEqual(first, Render(template, new RenderMoment(SHA256.HashData(Seed), Noon)));
        Assert.NotEqual(first, Render(template, null));
    }

    [Fact]
    public void Time_is_the_one_that_is_told()
    {
        const string template = "{{ now | date \"2006-01-02T15:04:05Z07:00\" }} {{ ago now }} {{ date \"2006\" (genCA \"ca\" 1 | kindOf) }}";
        Assert.StartsWith("2026-01-15T12:00:00Z 0s", Render(template, new RenderMoment(Seed, Noon)), StringComparison.Ordinal);
        Assert.StartsWith("2031-01-15T12:00:00Z 0s", Render(template, new RenderMoment(Seed, Noon.AddYears(5))), StringComparison.Ordinal);
    }

    [Fact]
    public void Certificates_are_valid_from_the_time_that_is_told()
    {
        using var certificate = X509Certificate2.CreateFromPem(Render("{{ (genCA \"ca\" 365).Cert }}", new RenderMoment(Seed, Noon)));
        Assert.Equal(Noon, certificate.NotBefore.ToUniversalTime());
        Assert.Equal(Noon.AddDays(365), certificate.NotAfter.ToUniversalTime());
    }

    [Fact]
    public void A_certificate_signed_with_an_elliptic_curve_key_verifies()
    {
        var pem = Render("{{ (genSelfSignedCertWithKey \"shop\" nil nil 30 (genPrivateKey \"ecdsa\")).Cert }}", new RenderMoment(Seed, Noon));
        using var certificate = X509Certificate2.CreateFromPem(pem);
        using var chain = new X509Chain();
        chain.ChainPolicy.TrustMode = X509ChainTrustMode.CustomRootTrust;
        chain.ChainPolicy.CustomTrustStore.Add(certificate);
        chain.ChainPolicy.RevocationMode = X509RevocationMode.NoCheck;
        chain.ChainPolicy.VerificationTime = Noon.AddDays(1).UtcDateTime;
        Assert.True(chain.Build(certificate));
    }

    [Fact]
    public void A_password_does_not_depend_on_other_templates_of_the_chart()
    {
        const string password = "password: {{ randAlphaNum 24 }}";
        var alone = Render(password, new RenderMoment(Seed, Noon));
        Assert.Equal(alone, Render(password, new RenderMoment(Seed, Noon), ("templates/a-first.yaml", "# {{ randAlphaNum 24 }}\n")));
    }

    [Fact]
    public void Another_release_or_namespace_draws_something_else()
    {
        var moment = new RenderMoment(Seed, Noon);
        string[] drawn =
        [
            Render("{{ randAlphaNum 24 }}", moment), Render(Request("{{ randAlphaNum 24 }}", moment) with { ReleaseName = "store" }),
            Render(Request("{{ randAlphaNum 24 }}", moment) with { Namespace = "store" }),
        ];
        Assert.Distinct(drawn);
    }

    [Fact]
    public void Release_that_is_named_by_a_template_draws_as_the_release_that_it_is()
    {
        var moment = new RenderMoment(Seed, Noon);
        Assert.NotEqual(
            Render(Request("{{ randAlphaNum 24 }}", moment) with { NameTemplate = "cache" }), Render(Request("{{ randAlphaNum 24 }}", moment) with { NameTemplate = "sessions" }));
        Assert.Equal(
            Render(Request("{{ randAlphaNum 24 }}", moment) with { NameTemplate = "cache" }), Render(Request("{{ randAlphaNum 24 }}", moment) with { ReleaseName = "cache" }));
    }

    /// <summary>An authority that gives a number twice is refused by clients that remember the first one.</summary>
    [Fact]
    public void Certificates_of_two_commits_have_one_key_and_two_serial_numbers()
    {
        const string template = "{{ (genCA \"ca\" 365).Cert }}";
        using var first = X509Certificate2.CreateFromPem(Render(template, new RenderMoment(Seed, Noon)));
        using var second = X509Certificate2.CreateFromPem(Render(template, new RenderMoment(Seed, Noon.AddMinutes(1))));

        Assert.Equal(first.GetPublicKeyString(), second.GetPublicKeyString());
        Assert.NotEqual(first.SerialNumber, second.SerialNumber);
        Assert.All([first, second], c => Assert.InRange(c.SerialNumberBytes.Span[0], 1, 0x7F));
    }

    [Fact]
    public void Two_texts_that_are_encrypted_at_one_place_begin_in_two_ways()
    {
        var moment = new RenderMoment(Seed, Noon);
        string[] begins = [.. ((string[])["{{ encryptAES \"key\" \"text one\" }}", "{{ encryptAES \"key\" \"text two\" }}"]).Select(t => Render(t, moment)[..20])];

        Assert.Distinct(begins);
        Assert.Equal("text one", Render("{{ encryptAES \"key\" \"text one\" | decryptAES \"key\" }}", moment));
    }

    [Fact]
    public void A_seed_that_could_be_guessed_is_refused() => Assert.Throws<ArgumentException>(() => new RenderMoment(Seed.AsMemory(1), Noon));

    private static string Render(string template, RenderMoment? moment, params (string Path, string Text)[] more) => Render(Request(template, moment, more));

    private static string Render(HelmRequest request)
    {
        var result = new HelmTemplate(TimeProvider.System).Run(request, TestContext.Current.CancellationToken);
        Assert.True(result.Succeeded, string.Join('\n', result.Problems));
        return result.Text;
    }

    private static HelmRequest Request(string template, RenderMoment? moment, params (string Path, string Text)[] more) => new()
    {
        Tree = MemorySourceTree.Of(
            [("Chart.yaml", "apiVersion: v2\nname: c\nversion: 1.0.0\n"), ("templates/_n.tpl", "{{ define \"name\" }}{{ randAlphaNum 9 }}{{ end }}"), ("templates/x.yaml", template), .. more]),
        Moment = moment,
        Raw = "templates/x.yaml",
        ReleaseName = "shop",
    };
}

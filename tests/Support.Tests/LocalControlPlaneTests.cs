using System.Net.Security;
using System.Security.Cryptography.X509Certificates;
using System.Text.Json.Nodes;
using Plumbline.Fixtures;
using Plumbline.Support.ControlPlane;

namespace Plumbline.Support.Tests;

public sealed class LocalControlPlaneTests(ControlPlaneFixture fixture)
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Plane_started_serves_its_admin()
    {
        var plane = (await fixture.UseAsync(Cancellation)).Plane;

        Assert.True(await plane.Api.IsReadyAsync(Cancellation));
        Assert.NotNull(await plane.Api.FindAsync("/api/v1/namespaces/kube-system", Cancellation));
        Assert.Null(await plane.Api.FindAsync("/api/v1/namespaces/nowhere", Cancellation));
    }

    [Fact]
    public async Task Plane_refuses_a_stranger()
    {
        var plane = (await fixture.UseAsync(Cancellation)).Plane;
        using var stranger = new KubeApi(plane.Server, plane.CaPem, "0123456789abcdef");

        var refusal = await Assert.ThrowsAsync<HttpRequestException>(() => stranger.GetAsync("/api/v1/namespaces", Cancellation));

        Assert.Equal(System.Net.HttpStatusCode.Unauthorized, refusal.StatusCode);
    }

    [Fact]
    public async Task Plane_serves_a_certificate_that_another_authority_does_not_vouch_for()
    {
        var plane = (await fixture.UseAsync(Cancellation)).Plane;
        using var stranger = new KubeApi(plane.Server, PlaneIdentity.Create(TimeProvider.System).CaPem, plane.AdminToken);

        await Assert.ThrowsAsync<HttpRequestException>(() => stranger.GetAsync("/api/v1/namespaces", Cancellation));
    }

    [Fact]
    public async Task Plane_knows_the_holder_of_a_client_certificate_by_name_and_groups()
    {
        var plane = (await fixture.UseAsync(Cancellation)).Plane;
        var issued = plane.Identity.IssueClientCertificate("jane", "system:masters", "developers");
        using var pem = X509Certificate2.CreateFromPem(issued.CertificatePem, issued.KeyPem);
        using var http = new HttpClient(new SocketsHttpHandler { SslOptions = Trusting(plane, pem) });

        // Only an admin may read this path, and no token is sent.
        var answer = await http.GetAsync(new Uri(plane.Server, "/api/v1/secrets"), Cancellation);

        Assert.True(answer.IsSuccessStatusCode, await answer.Content.ReadAsStringAsync(Cancellation));
    }

    [Fact]
    public async Task Plane_with_the_identity_and_port_of_a_stopped_one_takes_its_place_and_is_empty()
    {
        _ = await fixture.UseAsync(Cancellation);
        var first = await LocalControlPlane.StartAsync(new ControlPlaneOptions { Controllers = false }, Cancellation);
        using var client = new KubeApi(first.Server, first.CaPem, first.AdminToken);
        await client.CreateAsync("/api/v1/namespaces", """{"metadata":{"name":"before"}}""", Cancellation);
        await first.DisposeAsync();
        var place = new ControlPlaneOptions { Controllers = false, Identity = first.Identity, Port = first.Server.Port };

        await using var second = await LocalControlPlane.StartAsync(place, Cancellation);

        Assert.NotNull(await client.FindAsync("/api/v1/namespaces/default", Cancellation));
        Assert.Null(await client.FindAsync("/api/v1/namespaces/before", Cancellation));
    }

    [Fact]
    public async Task Plane_disposed_leaves_no_process_and_no_file()
    {
        _ = await fixture.UseAsync(Cancellation);
        var plane = await LocalControlPlane.StartAsync(new ControlPlaneOptions(), Cancellation);
        Assert.All(plane.ProcessIds, id => Assert.True(ProcessTable.IsAlive(id)));
        var ids = plane.ProcessIds;

        await plane.DisposeAsync();

        Assert.True(ids.Count >= 2);
        Assert.All(ids, id => Assert.False(ProcessTable.IsAlive(id)));
        Assert.False(File.Exists(plane.KubeconfigFile));
    }

    [Fact]
    public async Task Kubeconfig_names_this_plane_alone()
    {
        var plane = (await fixture.UseAsync(Cancellation)).Plane;

        var text = await File.ReadAllTextAsync(plane.KubeconfigFile, Cancellation);

        Assert.Equal(plane.Kubeconfig, text);
        Assert.Contains($"server: https://127.0.0.1:{plane.Server.Port}\n", text, StringComparison.Ordinal);
        Assert.DoesNotContain("exec:", text, StringComparison.Ordinal);
    }

    private static SslClientAuthenticationOptions Trusting(LocalControlPlane plane, X509Certificate2 client)
    {
        var policy = new X509ChainPolicy { TrustMode = X509ChainTrustMode.CustomRootTrust, RevocationMode = X509RevocationMode.NoCheck };
        policy.CustomTrustStore.Add(X509Certificate2.CreateFromPem(plane.CaPem));
        return new SslClientAuthenticationOptions
        {
            CertificateChainPolicy = policy,
            LocalCertificateSelectionCallback = (_, _, _, _, _) => client,
        };
    }
}

using Azure.Core;
using Microsoft.Extensions.Logging.Abstractions;
using Plumbline.Core.Control;
using Plumbline.Core.Kubernetes;
using Plumbline.Core.Problems;
using Plumbline.Core.Secrets;
using Plumbline.Kubernetes.Connections;

namespace Plumbline.Kubernetes.Tests.Connections;

public sealed class ConnectionTests
{
    private static readonly ApiResource Maps = new("", "v1", "ConfigMap", "configmaps", true, new HashSet<string>());

    private static readonly KubernetesSettings Settings = new() { RequestTimeout = TimeSpan.FromSeconds(1), PageSize = 2 };

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_server_of_the_registered_authority_is_trusted_and_gets_the_token()
    {
        string? header = null;
        await using var server = await TlsServer.Start((c, _) =>
        {
            header = c.Request.Headers.Authorization;
            return TlsServer.Json(c, """{"metadata":{"uid":"u-1"}}""");
        });

        Assert.Equal("u-1", await (await Open(server.Url, server.CaPem)).Identify(Token));
        Assert.Equal("Bearer s3cret-token", header);
    }

    /// <summary>T-PRJ-7: every call of every verb is made as the account, and no other header says who we are.</summary>
    [Fact]
    public async Task What_is_done_as_a_service_account_is_done_as_it_in_every_call()
    {
        var calls = new System.Collections.Concurrent.ConcurrentBag<(string Call, string? User)>();
        await using var server = await TlsServer.Start((c, _) =>
        {
            calls.Add(($"{c.Request.Method} {c.Request.Path}", c.Request.Headers["Impersonate-User"].SingleOrDefault()));
            Assert.DoesNotContain(c.Request.Headers.Keys, k => k.StartsWith("Impersonate-", StringComparison.OrdinalIgnoreCase) && !k.Equals("Impersonate-User", StringComparison.OrdinalIgnoreCase));
            return c.Request.Path.Value is "/version" or "/api" or "/apis" ? Discovery(c)
                : TlsServer.Json(c, """{"apiVersion":"v1","kind":"ConfigMap","metadata":{"name":"x","namespace":"shop","uid":"u-1","resourceVersion":"1"},"items":[]}""");
        });
        var own = await Open(server.Url, server.CaPem);
        var sut = own.As(new ServiceAccount("shop", "deployer"));
        var map = new KubernetesObject((Core.Objects.MapNode)Core.Json.JsonTree.Read("""{"apiVersion":"v1","kind":"ConfigMap","metadata":{"name":"x","namespace":"shop","uid":"u-1","resourceVersion":"1"}}"""u8));

        await sut.Discover(fresh: true, Token);
        await sut.Get(Maps, "shop", "x", Token);
        await foreach (var _ in sut.List(Maps, "shop", null, Token))
        {
        }

        await foreach (var _ in sut.ListMetadata(Maps, "shop", Token))
        {
        }

        await sut.Apply(Maps, map, new ApplyOptions(DryRun: true, Force: true), Token);
        await sut.Apply(Maps, map, new ApplyOptions(DryRun: false, Force: true), Token);
        await sut.Create(Maps, map, Token);
        await sut.Replace(Maps, map, Token);
        await sut.Delete(Maps, "shop", "x", "u-1", Propagation.Foreground, Token);
        await sut.TakeOver(Maps, "shop", "x", new HashSet<string> { "kubectl" }, Token);
        await sut.Explain(map, Token);

        Assert.All(calls, c => Assert.Equal("system:serviceaccount:shop:deployer", c.User));
        Assert.Superset(new HashSet<string> { "GET", "PATCH", "POST", "PUT", "DELETE" }, calls.Select(c => c.Call.Split(' ')[0]).ToHashSet());

        calls.Clear();
        Assert.Equal("u-1", await sut.Identify(Token));
        await own.Get(Maps, "shop", "x", Token);
        Assert.Same(sut, own.As(new ServiceAccount("shop", "deployer")));
        Assert.Equal(2, calls.Count);
        Assert.All(calls, c => Assert.Null(c.User));
    }

    /// <summary>T-PRJ-8.</summary>
    [Fact]
    public async Task Cluster_that_takes_another_ones_place_has_an_identity_of_its_own()
    {
        var uid = "u-1";
        await using var server = await TlsServer.Start((c, _) => TlsServer.Json(c, $$$"""{"metadata":{"uid":"{{{uid}}}"}}"""));
        var cluster = await Open(server.Url, server.CaPem);
        var first = await cluster.Identify(Token);
        uid = "u-2";

        Assert.Equal(("u-1", "u-2"), (first, await cluster.Identify(Token)));
    }

    /// <summary>T-PRJ-11.</summary>
    [Theory]
    [InlineData("wrong authority")]
    [InlineData("wrong name")]
    [InlineData("expired")]
    [InlineData("system's authorities")]
    public async Task A_server_with_another_certificate_is_refused(string what)
    {
        await using var server = await TlsServer.Start(
            (c, _) => TlsServer.Json(c, "{}"), what == "wrong name" ? "example.com" : "127.0.0.1", -3, what == "expired" ? -1 : 1);
        await using var other = await TlsServer.Start((c, _) => TlsServer.Json(c, "{}"));
        var authority = what switch { "wrong authority" => other.CaPem, "system's authorities" => null, _ => server.CaPem };

        var e = await Assert.ThrowsAsync<ClusterException>(async () => await (await Open(server.Url, authority)).Identify(Token));

        Assert.Equal((ClusterFailure.Unauthorized, false), (e.Failure, e.IsTransient));
        Assert.Empty(server.Requests);
    }

    /// <summary>T-PRJ-10.</summary>
    [Theory]
    [InlineData("http://127.0.0.1:1")]
    [InlineData("https://user:pass@127.0.0.1:1")]
    [InlineData("file:///etc/passwd")]
    [InlineData("https://127.0.0.1:1/?x=1")]
    public async Task An_address_that_is_not_plain_https_is_refused(string url) =>
        Assert.Equal(ClusterFailure.NotRegistered, (await Assert.ThrowsAsync<ClusterException>(() => Open(url, null))).Failure);

    [Fact]
    public async Task A_cluster_that_is_not_registered_is_named()
    {
        var e = await Assert.ThrowsAsync<ClusterException>(() => Connect("https://a", null, new ClusterIdentity.BearerToken("env:X"), new ClusterReference(null, "other")));

        Assert.Equal(ClusterFailure.NotRegistered, e.Failure);
        Assert.Contains("'other'", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Trouble_that_passes_is_tried_again()
    {
        await using var server = await TlsServer.Start((c, n) => n switch
        {
            1 => TlsServer.Json(c, "{}", 503),
            2 => Abort(c),
            _ => TlsServer.Json(c, """{"metadata":{"uid":"u-1"}}"""),
        });

        Assert.Equal("u-1", await (await Open(server.Url, server.CaPem)).Identify(Token));
    }

    [Fact]
    public async Task A_server_that_asks_for_patience_is_left_alone_and_the_caller_told()
    {
        await using var server = await TlsServer.Start((c, _) =>
        {
            c.Response.Headers.RetryAfter = "90";
            return TlsServer.Json(c, "{}", 429);
        });

        var e = await Assert.ThrowsAsync<ClusterException>(async () => await (await Open(server.Url, server.CaPem)).Identify(Token));

        Assert.Equal((ClusterFailure.Unavailable, TimeSpan.FromSeconds(90)), (e.Failure, e.RetryAfter));
        Assert.Single(server.Requests);
    }

    [Fact]
    public async Task A_create_is_never_sent_twice()
    {
        await using var server = await TlsServer.Start((c, _) => c.Request.Method == "POST" ? Abort(c) : Discovery(c));
        var sut = await Open(server.Url, server.CaPem);

        var e = await Assert.ThrowsAsync<ClusterException>(() => sut.Create(Maps, Objects.FromYaml("{apiVersion: v1, kind: ConfigMap, metadata: {name: x, namespace: ns}}"), Token));

        Assert.Equal(ClusterFailure.Unavailable, e.Failure);
        Assert.Single(server.Requests, r => r.StartsWith("POST", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_server_that_stalls_is_unavailable()
    {
        await using var server = await TlsServer.Start((c, _) => Task.Delay(Timeout.Infinite, c.RequestAborted));
        var sut = await Connect(server.Url, server.CaPem, new ClusterIdentity.BearerToken("env:TOKEN"), new ClusterReference(null, "test"), Settings with { RequestTimeout = TimeSpan.FromMilliseconds(100) });

        Assert.Equal(ClusterFailure.Unavailable, (await Assert.ThrowsAsync<ClusterException>(() => sut.Get(Maps, "a", "b", Token))).Failure);
    }

    [Fact]
    public async Task A_redirect_is_not_followed()
    {
        await using var server = await TlsServer.Start((c, _) =>
        {
            c.Response.Headers.Location = "https://127.0.0.1:1/elsewhere";
            return TlsServer.Json(c, "", 302);
        });

        await Assert.ThrowsAsync<ClusterException>(async () => await (await Open(server.Url, server.CaPem)).Identify(Token));
        Assert.Single(server.Requests);
    }

    [Fact]
    public async Task A_list_whose_continuation_expired_starts_over_without_repeating()
    {
        await using var server = await TlsServer.Start((c, n) => n switch
        {
            1 => TlsServer.Json(c, """{"metadata":{"continue":"c1"},"items":[{"metadata":{"name":"a","uid":"1"}},{"metadata":{"name":"b","uid":"2"}}]}"""),
            2 => TlsServer.Json(c, """{"kind":"Status","code":410,"reason":"Expired"}""", 410),
            3 => TlsServer.Json(c, """{"metadata":{"continue":"c2"},"items":[{"metadata":{"name":"a","uid":"1"}},{"metadata":{"name":"b","uid":"2"}}]}"""),
            _ => TlsServer.Json(c, """{"metadata":{},"items":[{"metadata":{"name":"c","uid":"3"}}]}"""),
        });

        var names = await (await Open(server.Url, server.CaPem)).ListMetadata(Maps, "", Token).Select(o => o.Name).ToListAsync(Token);

        Assert.Equal(["a", "b", "c"], names);
        Assert.Equal("GET /api/v1/configmaps?limit=2&continue=c2", server.Requests[3]);
    }

    [Theory]
    [InlineData(422, """{"reason":"Invalid","message":"m","details":{"causes":[{"reason":"FieldValueInvalid","message":"Invalid value: \"x\": field is immutable","field":"spec.selector"}]}}""", ClusterFailure.Immutable)]
    [InlineData(422, """{"reason":"Invalid","message":"m","details":{"causes":[{"reason":"FieldValueInvalid","message":"field is immutable"},{"reason":"FieldValueRequired","message":"Required value"}]}}""", ClusterFailure.Invalid)]
    [InlineData(422, """{"reason":"Invalid","message":"the webhook says field is immutable"}""", ClusterFailure.Invalid)]
    [InlineData(401, "{}", ClusterFailure.Unauthorized)]
    [InlineData(403, """{"reason":"Forbidden","message":"no"}""", ClusterFailure.Forbidden)]
    [InlineData(403, """{"reason":"Forbidden","details":{"causes":[{"reason":"NamespaceTerminating"}]}}""", ClusterFailure.Conflict)]
    [InlineData(403, """{"message":"admission webhook \"x\" denied the request: no"}""", ClusterFailure.Invalid)]
    [InlineData(404, "{}", ClusterFailure.NotFound)]
    [InlineData(409, """{"reason":"Conflict"}""", ClusterFailure.Conflict)]
    [InlineData(500, """{"message":"failed to create typed patch object: .spec.x: field not declared in schema"}""", ClusterFailure.Invalid)]
    [InlineData(500, """{"message":"etcdserver: leader changed"}""", ClusterFailure.Unavailable)]
    [InlineData(502, "<html>bad gateway</html>", ClusterFailure.Unavailable)]
    public async Task Refusals_are_told_apart(int status, string body, ClusterFailure expected)
    {
        await using var server = await TlsServer.Start((c, _) => c.Request.Method == "PATCH" ? TlsServer.Json(c, body, status) : Discovery(c));
        var sut = await Open(server.Url, server.CaPem);

        var e = await Assert.ThrowsAsync<ClusterException>(() => sut.Apply(
            Maps, Objects.FromYaml("{apiVersion: v1, kind: ConfigMap, metadata: {name: x, namespace: ns}}"), new ApplyOptions(false, true), Token));

        Assert.Equal((expected, "ConfigMap ns/x"), (e.Failure, e.Resource.ToString()));
    }

    [Fact]
    public async Task A_refusal_repeats_neither_our_token_nor_a_Secret()
    {
        await using var server = await TlsServer.Start((c, _) => c.Request.Method == "PATCH"
            ? TlsServer.Json(c, """{"reason":"Invalid","message":"token s3cret-token and value c4n4ry","details":{"causes":[{"field":"data[a]","message":"c4n4ry"}]}}""", 422)
            : Discovery(c));
        var sut = await Open(server.Url, server.CaPem);
        foreach (var kind in (string[])["Secret", "ConfigMap"])
        {
            var desired = Objects.FromYaml($"{{apiVersion: v1, kind: {kind}, metadata: {{name: x, namespace: ns}}, stringData: {{a: c4n4ry}}}}");

            var e = await Assert.ThrowsAsync<ClusterException>(() => sut.Apply(Maps with { Kind = kind }, desired, new ApplyOptions(false, true), Token));

            Assert.DoesNotContain("s3cret-token", e.Message, StringComparison.Ordinal);
            Assert.True(kind != "Secret" || !e.Message.Contains("c4n4ry", StringComparison.Ordinal), e.Message);
        }
    }

    [Fact]
    public async Task New_servers_are_asked_to_refuse_unknown_fields()
    {
        await using var server = await TlsServer.Start((c, _) => c.Request.Method == "PATCH" ? TlsServer.Json(c, """{"metadata":{}}""") : Discovery(c));

        await (await Open(server.Url, server.CaPem)).Apply(
            Maps, Objects.FromYaml("{apiVersion: v1, kind: ConfigMap, metadata: {name: x, namespace: ns}}"), new ApplyOptions(true, true), Token);

        Assert.Contains("PATCH /api/v1/namespaces/ns/configmaps/x?fieldManager=plumbline&force=true&dryRun=All&fieldValidation=Strict", server.Requests);
    }

    [Fact]
    public async Task An_Azure_identity_asks_for_a_token_of_AKS()
    {
        var credential = new RecordingCredential();
        var signer = new AzureSigner(credential, null);

        var header = await signer.Header(Token);

        Assert.Equal("Bearer azure-token", header!.ToString());
        Assert.Equal(["6dae42f8-4368-4678-94ff-3960e28e3630/.default"], credential.Scopes);
    }

    [Fact]
    public void The_pace_lets_a_burst_through_and_then_spreads()
    {
        var pace = new RequestPace(10, 3, new Microsoft.Extensions.Time.Testing.FakeTimeProvider());

        Assert.Equal([true, true, true], Enumerable.Range(0, 3).Select(_ => pace.Reserve() <= TimeSpan.Zero));
        Assert.Equal(100, pace.Reserve().TotalMilliseconds, 1);
        Assert.Equal(200, pace.Reserve().TotalMilliseconds, 1);
    }

    internal static Task<ICluster> Open(string url, string? ca) => Connect(url, ca, new ClusterIdentity.BearerToken("env:TOKEN"), new ClusterReference(null, "test"));

    private static Task<ICluster> Connect(string url, string? ca, ClusterIdentity identity, ClusterReference reference, KubernetesSettings? settings = null)
    {
        var registration = new ClusterRegistration
        {
            SecretName = "test",
            Name = "test",
            Server = url,
            CertificateAuthority = ca,
            Identity = identity,
            Origin = new ObjectOrigin("c.yaml", SourcePosition.None),
        };
        var secrets = new Fixed(registration);
        var factory = new ConnectionFactory(secrets, _ => new RecordingCredential(), settings ?? Settings, TimeProvider.System, NullLoggerFactory.Instance);
        return new Clusters(secrets, factory, settings ?? Settings, TimeProvider.System, NullLoggerFactory.Instance).Connect(reference, Token);
    }

    private static Task Abort(Microsoft.AspNetCore.Http.HttpContext context)
    {
        context.Abort();
        return Task.CompletedTask;
    }

    private static Task Discovery(Microsoft.AspNetCore.Http.HttpContext context) => context.Request.Path.Value switch
    {
        "/version" => TlsServer.Json(context, """{"gitVersion":"v1.32.3"}"""),
        _ => TlsServer.Json(context, """{"kind":"APIGroupDiscoveryList","items":[]}"""),
    };

    private sealed class Fixed(ClusterRegistration registration) : ISecretReferences, IClusterRegistrations
    {
        public Task<string?> Find(string reference, CancellationToken token) => Task.FromResult<string?>("s3cret-token");

        public Task<IReadOnlyList<ClusterRegistration>> List(CancellationToken token) => Task.FromResult<IReadOnlyList<ClusterRegistration>>([registration]);
    }

    private sealed class RecordingCredential : TokenCredential
    {
        public string[] Scopes { get; private set; } = [];

        public override AccessToken GetToken(TokenRequestContext requestContext, CancellationToken cancellationToken) => throw new NotSupportedException();

        public override ValueTask<AccessToken> GetTokenAsync(TokenRequestContext requestContext, CancellationToken cancellationToken)
        {
            Scopes = requestContext.Scopes;
            return new(new AccessToken("azure-token", DateTimeOffset.MaxValue));
        }
    }
}

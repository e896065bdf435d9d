using Plumbline.Core.Control;
using Plumbline.Core.Kubernetes;
using Plumbline.Core.Problems;
using Plumbline.Core.Sources;

namespace Plumbline.Core.Tests.Control;

public sealed class RegistrationTests
{
    private const string Canary = "s3cr3t-c4nary";

    [Fact]
    public void Cluster_with_references_is_read()
    {
        var read = Read("""
            apiVersion: v1
            kind: Secret
            metadata: {name: prod-cluster, labels: {argocd.argoproj.io/secret-type: cluster}}
            stringData:
              name: prod
              server: https://10.0.0.1:6443
              namespaces: shop, cart
              config: |
                {"bearerToken": "env:PROD_TOKEN", "tlsClientConfig": {"caData": "LS0t", "serverName": "api"}}
            """);

        Assert.Empty(read.Problems);
        var cluster = Assert.Single(read.Clusters);
        Assert.Equal(("prod-cluster", "prod", "https://10.0.0.1:6443"), (cluster.SecretName, cluster.Name, cluster.Server));
        Assert.Equal(["shop", "cart"], cluster.Namespaces);
        Assert.Equal(new ClusterIdentity.BearerToken("env:PROD_TOKEN"), cluster.Identity);
        Assert.Equal(("LS0t", "api"), (cluster.CertificateAuthority, cluster.TlsServerName));
        Assert.True(cluster.IsMeantBy(new ClusterReference("https://10.0.0.1:6443/", null)));
        Assert.True(cluster.IsMeantBy(new ClusterReference(null, "prod")));
        Assert.False(cluster.IsMeantBy(new ClusterReference(null, "other")));
    }

    /// <summary>T-PRJ-10.</summary>
    [Theory]
    [InlineData("{\"bearerToken\": \"s3cr3t-c4nary\"}")]
    [InlineData("{\"username\": \"u\", \"password\": \"s3cr3t-c4nary\"}")]
    [InlineData("{\"tlsClientConfig\": {\"certData\": \"x\", \"keyData\": \"s3cr3t-c4nary\"}}")]
    [InlineData("{\"execProviderConfig\": {\"command\": \"/bin/sh\", \"args\": [\"s3cr3t-c4nary\"]}}")]
    [InlineData("{\"execProviderConfig\": {\"command\": \"argocd-k8s-auth\", \"args\": [\"azure\"], \"env\": {\"AAD_SERVICE_PRINCIPAL_CLIENT_SECRET\": \"s3cr3t-c4nary\"}}}")]
    [InlineData("{\"bearerToken\": \"env:A\", \"tlsClientConfig\": {\"insecure\": true}}")]
    [InlineData("{\"bearerToken\": \"env:A\", \"proxyUrl\": \"http://u:s3cr3t-c4nary@p\"}")]
    [InlineData("{s3cr3t-c4nary: [")]
    [InlineData("{}")]
    public void Cluster_config_that_holds_a_secret_runs_something_or_trusts_anybody_is_refused(string config)
    {
        var read = Read("""
            apiVersion: v1
            kind: Secret
            metadata: {name: c, labels: {argocd.argoproj.io/secret-type: cluster}}
            stringData:
              name: prod
              server: https://10.0.0.1
              config: 'CONFIG'
            """.Replace("CONFIG", config, StringComparison.Ordinal));

        Assert.Empty(read.Clusters);
        Assert.Equal("c", Assert.Single(read.Invalid).Name);
        Assert.Contains(read.Problems, p => p.Severity == ProblemSeverity.Error);
        Assert.All(read.Problems, p => Assert.DoesNotContain(Canary, p.ToString(), StringComparison.Ordinal));
    }

    [Fact]
    public void In_cluster_and_azure_identities_need_no_secret()
    {
        var read = Read("""
            apiVersion: v1
            kind: Secret
            metadata: {name: a, labels: {argocd.argoproj.io/secret-type: cluster}}
            stringData: {name: in-cluster, server: "https://kubernetes.default.svc"}
            ---
            apiVersion: v1
            kind: Secret
            metadata: {name: b, labels: {argocd.argoproj.io/secret-type: cluster}}
            stringData:
              name: aks
              server: https://aks.example.com
              config: '{"execProviderConfig": {"command": "argocd-k8s-auth", "args": ["azure"], "env": {"AZURE_CLIENT_ID": "id"}}}'
            """);

        Assert.Empty(read.Problems);
        Assert.Equal([new ClusterIdentity.Azure(null, "id", null), new ClusterIdentity.InCluster()], read.Clusters.Select(c => c.Identity));
    }

    /// <summary>T-PRJ-8.</summary>
    [Fact]
    public void One_server_under_two_names_is_refused()
    {
        var one = "apiVersion: v1\nkind: Secret\nmetadata: {name: NAME, labels: {argocd.argoproj.io/secret-type: cluster}}\nstringData: {name: NAME, server: \"https://a\", config: '{\"bearerToken\": \"env:A\"}'}\n";

        var read = Read(one.Replace("NAME", "c1", StringComparison.Ordinal) + "---\n" + one.Replace("NAME", "c2", StringComparison.Ordinal));

        Assert.Empty(read.Clusters);
        Assert.Equal(["c1", "c2"], read.Invalid.Select(i => i.Name));
    }

    [Fact]
    public void Repository_and_template_are_read_also_from_base64()
    {
        var read = Read("""
            apiVersion: v1
            kind: Secret
            metadata: {name: r, labels: {argocd.argoproj.io/secret-type: repository}}
            data: {url: aHR0cHM6Ly9naXRodWIuY29tL2FjbWUvc2hvcA==, password: ZW52OkdJVF9UT0tFTg==}
            stringData: {username: git, depth: "1"}
            ---
            apiVersion: v1
            kind: Secret
            metadata: {name: t, labels: {argocd.argoproj.io/secret-type: repo-creds}}
            stringData: {url: "https://github.com/acme", githubAppID: "12", githubAppPrivateKey: "file:/secrets/app.pem"}
            """);

        Assert.Empty(read.Problems);
        Assert.Equal(("https://github.com/acme/shop", "git", "env:GIT_TOKEN", 1, false), (read.Repositories[0].Url, read.Repositories[0].Username, read.Repositories[0].Password, read.Repositories[0].Depth, read.Repositories[0].IsTemplate));
        Assert.Equal(new GitHubAppCredential(12, null, "file:/secrets/app.pem", null), read.Repositories[1].GitHubApp);
        Assert.True(read.Repositories[1].IsTemplate);
    }

    [Theory]
    [InlineData("password: s3cr3t-c4nary")]
    [InlineData("sshPrivateKey: s3cr3t-c4nary")]
    [InlineData("bearerToken: s3cr3t-c4nary")]
    [InlineData("gcpServiceAccountKey: s3cr3t-c4nary")]
    [InlineData("githubAppPrivateKey: s3cr3t-c4nary")]
    public void Repository_with_a_literal_credential_is_refused_without_repeating_it(string entry)
    {
        var read = Read($"apiVersion: v1\nkind: Secret\nmetadata: {{name: r, labels: {{argocd.argoproj.io/secret-type: repository}}}}\nstringData:\n  url: https://h/r\n  {entry}\n");

        Assert.Empty(read.Repositories);
        var problem = Assert.Single(read.Problems, p => p.Code == ProblemCode.SecretLiteral);
        Assert.Equal(6, problem.Position.Line);
        Assert.All(read.Problems, p => Assert.DoesNotContain(Canary, p.ToString(), StringComparison.Ordinal));
    }

    [Fact]
    public void Secret_without_label_and_url_with_password_are_reported_without_values()
    {
        var read = Read($"""
            apiVersion: v1
            kind: Secret
            metadata: {"{name: plain}"}
            stringData: {"{password: " + Canary + "}"}
            ---
            apiVersion: v1
            kind: Secret
            metadata: {"{name: r, labels: {argocd.argoproj.io/secret-type: repository}}"}
            stringData: {"{url: \"https://u:" + Canary + "@h/r\"}"}
            """);

        Assert.Equal([ProblemCode.KindIgnored, ProblemCode.SecretLiteral], read.Problems.Select(p => p.Code));
        Assert.All(read.Problems, p => Assert.DoesNotContain(Canary, p.ToString(), StringComparison.Ordinal));
    }

    private static ControlConfiguration Read(string text) =>
        ControlRepository.Read(MemorySourceTree.Of(("secrets.yaml", text)), RepoPath.Root, TestContext.Current.CancellationToken);
}

using Plumbline.Rendering.Helm.Charts;
using Plumbline.Rendering.Helm.Template;
using Plumbline.Rendering.Sources.Dependencies;

namespace Plumbline.Rendering.Tests.Sources;

/// <summary>Digests that Helm wrote into locks of published charts.</summary>
public sealed class ChartLockTests
{
    private const string TwoRepositories = """
        dependencies:
        - {name: mongodb, version: 7.8.10, repository: "https://charts.bitnami.com/bitnami", condition: mongodb.enabled}
        - {name: eventstore, version: 0.2.5, repository: "https://eventstore.github.io/EventStore.Charts", condition: eventstore.enabled}
        """;

    private const string Folders = """
        dependencies:
        - {name: dev, version: ">= 0.0.1", repository: "file://envs/dev", condition: "dev.enabled,global.dev.enabled", tags: [dev], import-values: [data]}
        - {name: prod, version: ">= 0.0.1", repository: "file://envs/prod", condition: "prod.enabled,global.prod.enabled", tags: [prod], import-values: [data]}
        """;

    [Theory]
    [InlineData(TwoRepositories, "mongodb=7.8.10@https://charts.bitnami.com/bitnami eventstore=0.2.5@https://eventstore.github.io/EventStore.Charts", "sha256:94b7537c078de2547173e28289cbae155893cd797aa9296f6c78ba922d6a1e8a")]
    [InlineData(Folders, "dev=v0.1.0@file://envs/dev prod=v0.1.0@file://envs/prod", "sha256:9403fc24f6cf9d6055820126cf7633b4bd1fed3c77e4880c674059f536346182")]
    public void A_lock_of_helm_is_known_to_be_for_its_chart(string asked, string chosen, string digest)
    {
        var dependencies = ChartMetadataReader.ReadDependencies(asked, "Chart.yaml")!;
        var held = Lock(chosen, digest);

        Assert.True(held.IsFor(dependencies, dependencies, "v2", Context()));
        Assert.False(held.IsFor([.. dependencies.Select(d => d with { Condition = "" })], dependencies, "v2", Context()));
        Assert.False(held.IsFor([.. dependencies.Skip(1)], dependencies, "v2", Context()));
        Assert.False((held with { Dependencies = [.. held.Dependencies.Reverse()] }).IsFor(dependencies, dependencies, "v2", Context()));
    }

    [Fact]
    public void A_lock_with_helm_2s_digest_counts_for_charts_of_v1_alone()
    {
        var dependencies = ChartMetadataReader.ReadDependencies("dependencies: [{name: a, version: 1.0.0, repository: 'https://x/'}]", "Chart.yaml")!;
        var digest = "sha256:" + Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData("""{"dependencies":[{"name":"a","version":"1.0.0","repository":"https://x/"}]}"""u8));
        var held = Lock("a=1.0.0@https://x/", digest);

        Assert.True(held.IsFor(dependencies, dependencies, "v1", Context()));
        Assert.False(held.IsFor(dependencies, dependencies, "v2", Context()));
    }

    private static ChartLock Lock(string chosen, string digest) => ChartLock.Read(
        "dependencies:\n" + string.Concat(chosen.Split(' ').Select(c => $"- name: {c.Split('=')[0]}\n  repository: {c.Split('@')[1]}\n  version: {c.Split('=')[1].Split('@')[0]}\n")) + $"digest: {digest}\n", "Chart.lock");

    private static TemplateContext Context() => new(new TemplateLimits(), TimeProvider.System, TestContext.Current.CancellationToken);
}

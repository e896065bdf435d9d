using Plumbline.Core.Kubernetes;
using Plumbline.Core.Objects;
using Plumbline.Kubernetes.Diff;

namespace Plumbline.Kubernetes.Tests.Compliance;

/// <summary>What every <see cref="ICluster"/> does. Runs on the fake and on a real control plane, which keeps the fake honest.</summary>
public abstract class ClusterCompliance
{
    private const string Canary = "c4n4ry-V4lue";

    protected static CancellationToken Token => TestContext.Current.CancellationToken;

    /// <summary>The cluster.</summary>
    protected abstract Task<ICluster> Cluster();

    /// <summary>A namespace of this test alone.</summary>
    protected abstract Task<string> Namespace();

    /// <summary>An apply of somebody else.</summary>
    protected abstract Task WriteAs(string manager, string path, KubernetesObject desired);

    [Fact]
    public async Task Identify_gives_one_answer()
    {
        var sut = await Cluster();

        var first = await sut.Identify(Token);

        Assert.NotEmpty(first);
        Assert.Equal(first, await sut.Identify(Token));
    }

    [Fact]
    public async Task Discover_finds_kinds_with_their_scope()
    {
        var catalog = await (await Cluster()).Discover(fresh: true, Token);

        Assert.True(catalog.Find("apps", "v1", "Deployment")!.IsNamespaced);
        Assert.False(catalog.Find("", "Namespace")!.IsNamespaced);
        Assert.Equal("configmaps", catalog.Find("", "v1", "ConfigMap")!.Plural);
        Assert.Null(catalog.Find("example.com", "v1", "Nothing"));
    }

    [Fact]
    public async Task Get_gives_null_for_what_is_not_there()
    {
        var (sut, resource, space) = await ConfigMaps();

        Assert.Null(await sut.Get(resource, space, "absent", Token));
        Assert.Null(await sut.Get(resource, "no-such-namespace", "absent", Token));
    }

    [Fact]
    public async Task Apply_twice_changes_nothing_and_is_proven_unchanged()
    {
        var (sut, resource, space) = await ConfigMaps();
        var desired = Map(space, "x", "{a: '1', b: '2'}", "{app: cart}");

        var first = await sut.Apply(resource, desired, new ApplyOptions(false, true), Token);
        var second = await sut.Apply(resource, desired, new ApplyOptions(false, true), Token);
        var live = await sut.Get(resource, space, "x", Token);

        Assert.Equal(first.ResourceVersion, second.ResourceVersion);
        Assert.True(UnchangedProof.Holds(desired, live!));
        Assert.False(UnchangedProof.Holds(Map(space, "x", "{a: '1'}", "{app: cart}"), live!));
    }

    [Fact]
    public async Task Apply_of_nothing_but_a_name_owns_nothing_and_is_proven_unchanged()
    {
        var (sut, resource, space) = await ConfigMaps();
        var bare = Objects.FromYaml($"{{apiVersion: v1, kind: ConfigMap, metadata: {{name: bare, namespace: {space}}}}}");

        await sut.Apply(resource, bare, new ApplyOptions(false, true), Token);
        var live = await sut.Get(resource, space, "bare", Token);

        Assert.False(live!.Metadata!.Has("managedFields"));
        Assert.True(UnchangedProof.Holds(bare, live));
        Assert.False(UnchangedProof.Holds(Map(space, "bare", "{a: '1'}"), live));
    }

    [Fact]
    public async Task Apply_of_a_workload_is_proven_unchanged_though_the_server_fills_in_defaults()
    {
        var (sut, resource, space) = await Deployments();
        var desired = Deployment(space, "image: 'cart:1', ports: [{containerPort: 80}], env: [{name: A, value: x}], args: [a, b]");

        await sut.Apply(resource, desired, new ApplyOptions(false, true), Token);

        Assert.True(UnchangedProof.Holds(desired, (await sut.Get(resource, space, "cart", Token))!));
    }

    [Fact]
    public async Task Apply_moves_the_generation_only_when_the_spec_changes()
    {
        var (sut, resource, space) = await Deployments();
        var first = await sut.Apply(resource, Deployment(space, "image: 'cart:1'"), new ApplyOptions(false, true), Token);
        var labelled = Deployment(space, "image: 'cart:1'");
        labelled.Metadata!.Set("labels", Objects.FromYaml("{a: b}").Root);

        var second = await sut.Apply(resource, labelled, new ApplyOptions(false, true), Token);
        var third = await sut.Apply(resource, Deployment(space, "image: 'cart:2'"), new ApplyOptions(false, true), Token);

        Assert.Equal(first.Generation, second.Generation);
        Assert.Equal(first.Generation + 1, third.Generation);
        Assert.Null(third.Label("a"));
    }

    [Fact]
    public async Task Apply_of_another_annotation_moves_the_generation_of_a_Deployment()
    {
        var (sut, resource, space) = await Deployments();
        var first = await sut.Apply(resource, Deployment(space, "image: 'cart:1'"), new ApplyOptions(false, true), Token);
        var marked = Deployment(space, "image: 'cart:1'");
        marked.Annotate("a", "b");

        var second = await sut.Apply(resource, marked, new ApplyOptions(false, true), Token);

        Assert.Equal(first.Generation + 1, second.Generation);
    }

    [Fact]
    public async Task Apply_as_a_dry_run_stores_nothing_and_shows_what_would_be()
    {
        var (sut, resource, space) = await ConfigMaps();
        await sut.Apply(resource, Map(space, "x", "{a: '1', b: '1'}"), new ApplyOptions(false, true), Token);

        var predicted = await sut.Apply(resource, Map(space, "x", "{a: '2'}"), new ApplyOptions(true, true), Token);
        var live = await sut.Get(resource, space, "x", Token);

        Assert.Equal(["data.a", "data.b"], new ObjectComparison().Compare(live, predicted).Select(c => c.Path));
        Assert.NotNull(await sut.Apply(resource, Map(space, "new", "{a: '1'}"), new ApplyOptions(true, true), Token));
        Assert.Null(await sut.Get(resource, space, "new", Token));
    }

    [Fact]
    public async Task Apply_removes_what_we_no_longer_want_and_keeps_what_others_own()
    {
        var (sut, resource, space) = await ConfigMaps();
        await sut.Apply(resource, Map(space, "x", "{ours: '1', gone: '1'}"), new ApplyOptions(false, true), Token);
        await WriteAs("other", $"/api/v1/namespaces/{space}/configmaps/x", Map(space, "x", "{theirs: '1'}"));

        var live = await sut.Apply(resource, Map(space, "x", "{ours: '1'}"), new ApplyOptions(false, true), Token);

        Assert.Equal(["ours", "theirs"], ((MapNode)live.Root["data"]!).Select(e => e.Key).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task Apply_without_force_is_a_conflict_about_a_field_of_another()
    {
        var (sut, resource, space) = await ConfigMaps();
        await WriteAs("other", $"/api/v1/namespaces/{space}/configmaps/x", Map(space, "x", "{a: theirs}"));

        await Fails(ClusterFailure.Conflict, () => sut.Apply(resource, Map(space, "x", "{a: ours}"), new ApplyOptions(false, false), Token));
        var forced = await sut.Apply(resource, Map(space, "x", "{a: ours}"), new ApplyOptions(false, true), Token);

        Assert.Equal("ours", ((MapNode)forced.Root["data"]!)["a"]!.ToString());
    }

    [Fact]
    public async Task Apply_into_a_namespace_that_is_not_there_is_not_found()
    {
        var (sut, resource, _) = await ConfigMaps();

        await Fails(ClusterFailure.NotFound, () => sut.Apply(resource, Map("no-such-namespace", "x", "{}"), new ApplyOptions(false, true), Token));
    }

    [Fact]
    public async Task Apply_to_what_cannot_change_is_immutable()
    {
        var (sut, resource, space) = await Deployments();
        await sut.Apply(resource, Deployment(space, "image: 'cart:1'"), new ApplyOptions(false, true), Token);

        await Fails(ClusterFailure.Immutable, () => sut.Apply(resource, Deployment(space, "image: 'cart:1'", "other"), new ApplyOptions(false, true), Token));
    }

    [Theory]
    [InlineData("../../secrets/x")]
    [InlineData("a%2f..%2fb")]
    [InlineData("x?dryRun=")]
    [InlineData("x#")]
    [InlineData("..")]
    public async Task Names_that_would_leave_their_place_are_refused(string name)
    {
        var (sut, resource, space) = await ConfigMaps();

        await Fails(ClusterFailure.Invalid, () => sut.Get(resource, space, name, Token));
        await Fails(ClusterFailure.Invalid, () => sut.Get(resource, name, "x", Token));
        await Fails(ClusterFailure.Invalid, () => sut.Apply(resource, Map(space, name, "{}"), new ApplyOptions(false, true), Token));
    }

    [Fact]
    public async Task Refusal_of_a_Secret_does_not_repeat_its_value()
    {
        var (sut, _, space) = await ConfigMaps();
        var resource = (await sut.Discover(false, Token)).Find("", "v1", "Secret")!;
        var secret = Objects.FromYaml($"{{apiVersion: v1, kind: Secret, metadata: {{name: x, namespace: {space}}}, data: {{a: '{Canary} is not base64!'}}}}");

        var e = await Fails(ClusterFailure.Invalid, () => sut.Apply(resource, secret, new ApplyOptions(false, true), Token));

        Assert.DoesNotContain(Canary, e.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Explain_is_empty_for_what_is_well()
    {
        var (sut, resource, space) = await ConfigMaps();
        var live = (await sut.Create(resource, Map(space, "x", "{}"), Token))!;

        Assert.Empty(await sut.Explain(live, Token));
    }

    [Fact]
    public async Task Create_gives_null_when_the_name_is_taken()
    {
        var (sut, resource, space) = await ConfigMaps();

        var created = await sut.Create(resource, Map(space, "x", "{a: '1'}"), Token);

        Assert.NotNull(created!.Uid);
        Assert.Null(await sut.Create(resource, Map(space, "x", "{a: '2'}"), Token));
    }

    [Fact]
    public async Task Replace_writes_only_over_the_version_it_names()
    {
        var (sut, resource, space) = await ConfigMaps();
        var created = (await sut.Create(resource, Map(space, "x", "{a: '1'}"), Token))!;
        var next = created.Clone();
        next.Root.Set("data", Objects.FromYaml("{b: '2'}").Root);

        var replaced = await sut.Replace(resource, next, Token);

        Assert.Equal(["b"], ((MapNode)replaced!.Root["data"]!).Select(e => e.Key));
        Assert.NotEqual(created.ResourceVersion, replaced.ResourceVersion);
        Assert.Null(await sut.Replace(resource, created, Token));
        await Fails(ClusterFailure.Invalid, () => sut.Replace(resource, Map(space, "x", "{}"), Token));
    }

    [Fact]
    public async Task Delete_is_done_for_the_right_uid_only()
    {
        var (sut, resource, space) = await ConfigMaps();
        var created = (await sut.Create(resource, Map(space, "x", "{a: '1'}"), Token))!;

        Assert.False(await sut.Delete(resource, space, "x", "00000000-0000-0000-0000-000000000000", Propagation.Background, Token));
        Assert.True(await sut.Delete(resource, space, "x", created.Uid!, Propagation.Background, Token));
        Assert.False(await sut.Delete(resource, space, "x", created.Uid!, Propagation.Background, Token));
        Assert.Null(await sut.Get(resource, space, "x", Token));
    }

    [Fact]
    public async Task Delete_waits_for_finalizers()
    {
        var (sut, resource, space) = await ConfigMaps();
        var desired = Map(space, "x", "{a: '1'}");
        desired.Metadata!.Set("finalizers", new ListNode([ScalarNode.Of("example.com/hold")]));
        var created = (await sut.Create(resource, desired, Token))!;

        Assert.True(await sut.Delete(resource, space, "x", created.Uid!, Propagation.Background, Token));
        var held = (await sut.Get(resource, space, "x", Token))!;
        Assert.True(held.IsTerminating);
        var released = held.Clone();
        released.Metadata!.Remove("finalizers");
        released.Metadata.Remove("managedFields");
        await sut.Replace(resource, released, Token);

        Assert.Null(await sut.Get(resource, space, "x", Token));
    }

    [Fact]
    public async Task Lists_are_whole_selected_or_metadata_only()
    {
        var (sut, resource, space) = await ConfigMaps();
        for (var i = 0; i < 5; i++)
        {
            await sut.Create(resource, Map(space, $"m{i}", "{a: '1'}", i == 3 ? "{pick: me}" : "{}"), Token);
        }

        var all = await sut.List(resource, space, null, Token).Where(IsOurs).ToListAsync(Token);
        var picked = await sut.List(resource, space, "pick=me", Token).ToListAsync(Token);
        var metadata = await sut.ListMetadata(resource, space, Token).Where(IsOurs).ToListAsync(Token);

        Assert.Equal(["m0", "m1", "m2", "m3", "m4"], all.Select(o => o.Name).Order(StringComparer.Ordinal));
        Assert.Equal(["m3"], picked.Select(o => o.Name));
        Assert.All(all, o => Assert.Equal(("v1", "ConfigMap", true), (o.ApiVersion, o.Kind, o.Root.Has("data"))));
        Assert.All(metadata, o => Assert.Equal(("v1", "ConfigMap", false, false), (o.ApiVersion, o.Kind, o.Root.Has("data"), o.Metadata!.Has("managedFields"))));
        Assert.Equal(5, metadata.Count);
    }

    [Fact]
    public async Task TakeOver_makes_the_fields_of_others_ours_to_remove()
    {
        var (sut, resource, space) = await ConfigMaps();
        await WriteAs("argocd-controller", $"/api/v1/namespaces/{space}/configmaps/x", Map(space, "x", "{a: '1', old: '1'}"));

        await sut.TakeOver(resource, space, "x", new HashSet<string> { "argocd-controller" }, Token);
        await sut.TakeOver(resource, space, "x", new HashSet<string> { "argocd-controller" }, Token);
        var live = await sut.Apply(resource, Map(space, "x", "{a: '1'}"), new ApplyOptions(false, true), Token);

        Assert.Equal(["a"], ((MapNode)live.Root["data"]!).Select(e => e.Key));
        await sut.TakeOver(resource, space, "absent", new HashSet<string> { "argocd-controller" }, Token);
    }

    private static bool IsOurs(KubernetesObject live) => live.Name.StartsWith('m');

    protected static async Task<ClusterException> Fails(ClusterFailure failure, Func<Task> call)
    {
        var e = await Assert.ThrowsAsync<ClusterException>(call);
        Assert.Equal((failure, e.Message), (e.Failure, e.Message));
        return e;
    }

    private async Task<(ICluster, ApiResource, string)> ConfigMaps()
    {
        var sut = await Cluster();
        return (sut, (await sut.Discover(false, Token)).Find("", "v1", "ConfigMap")!, await Namespace());
    }

    protected async Task<(ICluster, ApiResource, string)> Deployments()
    {
        var sut = await Cluster();
        return (sut, (await sut.Discover(false, Token)).Find("apps", "v1", "Deployment")!, await Namespace());
    }

    private static KubernetesObject Map(string space, string name, string data, string labels = "{}")
    {
        var value = Objects.FromYaml($"{{apiVersion: v1, kind: ConfigMap, metadata: {{name: x, namespace: x, labels: {labels}}}, data: {data}}}");
        value.Metadata!.Set("name", ScalarNode.Of(name));
        value.Metadata.Set("namespace", ScalarNode.Of(space));
        if (labels == "{}")
        {
            value.Metadata.Remove("labels");
        }

        return value;
    }

    protected static KubernetesObject Deployment(string space, string container, string app = "cart") => Objects.FromYaml(
        $"{{apiVersion: apps/v1, kind: Deployment, metadata: {{name: cart, namespace: {space}}}, spec: {{replicas: 1, selector: {{matchLabels: {{app: {app}}}}}, " +
        $"template: {{metadata: {{labels: {{app: {app}}}}}, spec: {{containers: [{{name: cart, {container}}}]}}}}}}}}");
}

using System.Text;
using Plumbline.Core.Kubernetes;
using Plumbline.Core.Objects;
using Plumbline.Core.Yaml;
using Plumbline.Sync.Planning;
using static Plumbline.Sync.Tests.Composed.Manifests;

namespace Plumbline.Sync.Tests.Composed;

/// <summary>Charts that look up what the cluster has: only where the project says so, only what it names (T-TPL-5, T-SEC-5, A-76).</summary>
public sealed class LookupTests
{
    private const string Secret = "swordfish-of-the-shop";

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Nothing_is_found_and_nobody_is_asked_where_the_project_says_nothing()
    {
        var system = System(annotation: null);
        await system.Push(Token, Chart("user: '{{ len (lookup \"v1\" \"ConfigMap\" \"shop\" \"given\") }}'"));

        Assert.Equal("0", Shown(system, "user"));
        Assert.DoesNotContain(system.Cluster.Calls, c => c.Key.Name == "given");
    }

    [Fact]
    public async Task What_the_project_names_is_found()
    {
        var system = System("ConfigMap");
        await system.Push(Token, Chart("user: '{{ (lookup \"v1\" \"ConfigMap\" \"shop\" \"given\").data.user }}'"));

        Assert.Equal("ana", Shown(system, "user"));
    }

    [Fact]
    public async Task What_is_looked_up_by_what_was_looked_up_is_found()
    {
        var system = System("ConfigMap");
        await system.Push(Token, Chart("user: '{{ $next := (lookup \"v1\" \"ConfigMap\" \"shop\" \"given\").data.next }}{{ (lookup \"v1\" \"ConfigMap\" \"shop\" $next).data.user }}'"));

        Assert.Equal("ben", Shown(system, "user"));
    }

    [Theory]
    [InlineData("lookup \"v1\" \"Secret\" \"shop\" \"login\"", "does not allow charts to look up Secret; its annotation plumbline.dev/helm-lookup has to name it")]
    [InlineData("lookup \"apps/v1\" \"Deployment\" \"shop\" \"web\"", "does not allow charts to look up Deployment of apps")]
    [InlineData("lookup \"v1\" \"ConfigMap\" \"others\" \"theirs\"", "does not allow namespace 'others' on cluster 'one'")]
    [InlineData("lookup \"v1\" \"ConfigMap\" \"others\" \"\"", "does not allow namespace 'others' on cluster 'one'")]
    [InlineData("lookup \"v7\" \"ConfigMap\" \"shop\" \"given\"", "/v7, Kind=ConfigMap: the server could not find the requested resource")]
    public async Task What_may_not_be_read_fails_the_template_and_says_why(string call, string reason)
    {
        var system = System("ConfigMap");
        await system.Push(Token, Chart($"user: '{{{{ ({call}).data.user }}}}'"));

        var problem = Assert.Single((await system.State("shop", Token)).Observed!.Problems);
        Assert.Contains("templates/out.yaml", problem, StringComparison.Ordinal);
        Assert.Contains(reason, problem, StringComparison.Ordinal);
        Assert.DoesNotContain(system.Cluster.Calls, c => c.Key.Name is "login" or "theirs" or "web" || c.Key.Namespace == "others");
    }

    [Fact]
    public async Task A_list_holds_what_the_project_may_deploy_to()
    {
        var system = System("ConfigMap");
        await system.Push(Token, Chart("user: '{{ range (lookup \"v1\" \"ConfigMap\" \"\" \"\").items }}{{ .metadata.namespace }}/{{ .metadata.name }} {{ end }}'"));

        Assert.Equal("shop/given shop/other ", Shown(system, "user")[..22]);
        Assert.DoesNotContain("others/", Shown(system, "user"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_cluster_scoped_kind_is_found_whatever_namespace_is_said()
    {
        var system = System("Namespace");
        await system.Push(Token, Chart("user: '{{ (lookup \"v1\" \"Namespace\" \"shop\" \"others\").metadata.name }}'"));

        Assert.Equal("others", Shown(system, "user"));
    }

    [Fact]
    public async Task A_password_that_exists_already_is_kept()
    {
        const string pattern = "{{ $known := lookup \"v1\" \"Secret\" \"shop\" \"login\" }}user: '{{ if $known }}{{ $known.data.password | b64dec }}{{ else }}{{ randAlphaNum 24 }}{{ end }}'";
        var system = System("Secret");
        await system.Push(Token, Chart(pattern));

        Assert.Equal(Secret, Shown(system, "user"));
        Assert.Single((await system.State("shop", Token)).History);
    }

    [Fact]
    public async Task Values_of_a_secret_that_was_looked_up_are_shown_and_stored_nowhere()
    {
        var system = System("Secret", metadata: Gated);
        await system.Push(Token, Chart("user: 'login={{ (lookup \"v1\" \"Secret\" \"shop\" \"login\").data.password | b64dec }};'"));
        await system.Decide("shop", Core.Gates.GateState.Approved, Token);
        await system.Push(Token, Chart("user: 'password={{ (lookup \"v1\" \"Secret\" \"shop\" \"login\").data.password | b64dec }};'"));

        // The cluster has the true value, the plan shows that something changes.
        Assert.Equal($"login={Secret};", Shown(system, "user"));
        var plan = (await system.Get<PlanStore>().Find((await system.State("shop", Token)).Gate!.Plan, Token))!;
        var field = plan.Entries.Single(e => e.Name == "out").Fields.Single(f => f.Path == "data.user");
        Assert.Equal(("login=********;", "password=********;"), (field.Before, field.After));
        await AssertNowhere(system);
    }

    [Fact]
    public async Task Secret_that_a_template_makes_a_key_of_is_shown_and_stored_nowhere()
    {
        var system = System("Secret", metadata: Gated);
        await system.Push(Token, Chart("{{ (lookup \"v1\" \"Secret\" \"shop\" \"login\").data.password | b64dec }}: x"));
        await system.Decide("shop", Core.Gates.GateState.Approved, Token);
        await system.Push(Token, Chart("{{ (lookup \"v1\" \"Secret\" \"shop\" \"login\").data.password | b64dec }}: y"));

        Assert.Equal("x", Shown(system, Secret));
        var plan = (await system.Get<PlanStore>().Find((await system.State("shop", Token)).Gate!.Plan, Token))!;
        Assert.Contains("********", plan.Entries.Single(e => e.Name == "out").Fields.Single().Path, StringComparison.Ordinal);
        await AssertNowhere(system);
    }

    [Fact]
    public async Task Secret_in_what_the_project_refuses_is_not_told()
    {
        var system = System("Secret");
        await system.Push(Token, Chart($"a: b\n---\napiVersion: v1\nkind: ConfigMap\nmetadata: {{{{ dict \"name\" \"x\" \"namespace\" ((lookup \"v1\" \"Secret\" \"shop\" \"login\").data.password | b64dec) | toJson }}}}"));

        Assert.NotEmpty((await system.State("shop", Token)).Observed!.Problems);
        await AssertNowhere(system);
    }

    [Fact]
    public async Task Names_without_measure_are_refused_before_anybody_keeps_them()
    {
        var system = System("ConfigMap");
        await system.Push(Token, Chart("{{ range $n := until 200 }}{{ $_ := lookup \"v1\" \"ConfigMap\" \"shop\" (printf \"%d%s\" $n (repeat 100000 \"x\")) }}{{ end }}user: '1'"));

        Assert.Contains("error calling lookup: a name of more than 253 characters", Assert.Single((await system.State("shop", Token)).Observed!.Problems), StringComparison.Ordinal);
    }

    /// <summary>An application whose document is over its limit could not be saved, and so not be told what is wrong.</summary>
    [Fact]
    public async Task Names_that_are_long_together_are_not_kept_beyond_measure()
    {
        var system = System("ConfigMap");
        await system.Push(Token, Chart("{{ $long := repeat 240 \"+\" }}{{ range $n := until 200 }}{{ $_ := lookup (printf \"%s%d\" $long $n) $long $long $long }}{{ end }}user: '1'"));

        Assert.Contains("does not allow charts to look up", (await system.State("shop", Token)).Observed!.Problems[0], StringComparison.Ordinal);
        Assert.InRange(system.Documents.All.Max(d => d.Json.Length), 0, 600 * 1024);
    }

    /// <summary>T-TPL-2.</summary>
    [Theory]
    [InlineData(20, "{{ len (lookup \"v1\" \"ConfigMap\" \"shop\" \"\") }}", "the objects of the kind ConfigMap have more than 16 Mi characters together")]
    [InlineData(15, "{{ len (lookup \"v1\" \"ConfigMap\" \"shop\" \"\") }}{{ len (lookup \"v1\" \"ConfigMap\" \"\" \"\") }}{{ range $n := until 15 }}{{ len (lookup \"v1\" \"ConfigMap\" \"shop\" (printf \"big-%d\" $n)) }}{{ end }}", "A render may look up so many objects only")]
    public async Task Objects_that_are_large_together_are_not_all_held(int count, string template, string reason)
    {
        var system = System("ConfigMap");
        for (var n = 0; n < count; n++)
        {
            system.Cluster.WriteAs("somebody", Object(ConfigMapOf($"big-{n}", $"text: {new string('x', 1024 * 1024)}")));
        }

        await system.Push(Token, Chart($"user: '{template}'"));

        Assert.Contains(reason, (await system.State("shop", Token)).Observed!.Problems[0], StringComparison.Ordinal);
        Assert.InRange(system.Cluster.Calls.Count(c => c.Key.Name?.StartsWith("big-", StringComparison.Ordinal) == true), 0, 4);
    }

    [Fact]
    public async Task Template_that_fails_with_a_secret_in_its_words_does_not_tell_it()
    {
        var system = System("Secret");
        await system.Push(Token, Chart("{{ fail (printf \"wrong: %s\" ((lookup \"v1\" \"Secret\" \"shop\" \"login\").data.password | b64dec)) }}"));

        Assert.Contains("wrong: ********", Assert.Single((await system.State("shop", Token)).Observed!.Problems), StringComparison.Ordinal);
        await AssertNowhere(system);
    }

    [Fact]
    public async Task Server_that_quotes_a_secret_in_its_refusal_does_not_tell_it()
    {
        var system = System("Secret");
        system.Cluster.Refuses = o => o.Name == "out" ? $"data.user: Invalid value: \"{Secret}\"" : null;
        await system.Push(Token, Chart("user: '{{ (lookup \"v1\" \"Secret\" \"shop\" \"login\").data.password | b64dec }}'"));

        Assert.Contains("Invalid value: \"********\"", Assert.Single((await system.State("shop", Token)).Observed!.Problems), StringComparison.Ordinal);
        await AssertNowhere(system);
    }

    [Theory]
    [InlineData("Apply", true)]
    [InlineData("Apply", false)]
    [InlineData("Get", false)]
    public async Task Server_that_fails_with_a_secret_in_its_words_does_not_tell_it(string verb, bool dry)
    {
        var system = System("Secret");
        system.Cluster.Fault = c => c.Verb == verb && c.IsDryRun == dry && c.Key.Name == "out" ? new ClusterException(ClusterFailure.Unavailable, $"webhook says {Secret}") : null;
        await system.Push(Token, Chart("user: '{{ (lookup \"v1\" \"Secret\" \"shop\" \"login\").data.password | b64dec }}'"));

        await AssertNowhere(system);
        await system.Pass(TimeSpan.FromMinutes(10), Token);
        await AssertNowhere(system);
        Assert.Contains("webhook says ********", string.Join('\n', system.Documents.All.Select(d => d.Json)), StringComparison.Ordinal);
    }

    /// <summary>The process that waits for health need not be the one that rendered.</summary>
    [Theory]
    [InlineData(true, "pulls ********")]
    [InlineData(false, "What the cluster says is left out")]
    public async Task Explanation_that_quotes_a_secret_does_not_tell_it_in_another_process(bool isThere, string told)
    {
        var system = System("Secret");
        var isWatching = false;
        system.Cluster.Fault = c => isWatching && !isThere && c.Key.Name == "login" ? new ClusterException(ClusterFailure.Forbidden, "not for you") : null;
        system.Cluster.Explainer = _ =>
        {
            isWatching = true;
            return [$"pulls {Secret}"];
        };
        system.Status = o =>
        {
            system.Get<Sync.Operations.PreparedPlans>().Forget("shop");
            return o.Name == "web" ? Object("{status: {phase: Failed, message: broken}}").Root["status"] as MapNode : Plumbline.Support.Kubernetes.FakeStatus.Healthy(o);
        };
        await system.Push(Token, [.. Chart("user: '{{ (lookup \"v1\" \"Secret\" \"shop\" \"login\").data.password | b64dec }}'"), ("templates/web.yaml", "{apiVersion: v1, kind: Pod, metadata: {name: web}}")]);
        await system.Pass(TimeSpan.FromMinutes(30), Token);

        await AssertNowhere(system);
        Assert.Contains(told, string.Join('\n', (await system.Events("shop", Token)).SelectMany(e => e.Lines)), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Status_that_quotes_a_secret_does_not_tell_it()
    {
        var system = System("Secret");
        var message = "{phase: Running, conditions: [{type: Ready, status: 'True'}]}";
        system.Status = o => o.Name == "web" ? Object($"{{status: {message}}}").Root["status"] as MapNode : Plumbline.Support.Kubernetes.FakeStatus.Healthy(o);
        await system.Push(Token, [.. Chart("user: '{{ (lookup \"v1\" \"Secret\" \"shop\" \"login\").data.password | b64dec }}'"), ("templates/web.yaml", "{apiVersion: v1, kind: Pod, metadata: {name: web}}")]);
        message = $"{{phase: Failed, message: 'runs {Secret}'}}";
        await system.Ask("shop", Token);
        await system.Ask("shop", Token);

        Assert.Contains("runs ********", (await system.State("shop", Token)).Observed!.HealthMessage, StringComparison.Ordinal);
        await AssertNowhere(system);
    }

    [Fact]
    public async Task Object_that_is_asked_for_by_the_value_of_a_secret_is_not_told_when_it_changes()
    {
        var system = System("Secret ConfigMap");
        await system.Push(Token, Chart("user: '{{ len (lookup \"v1\" \"ConfigMap\" \"shop\" ((lookup \"v1\" \"Secret\" \"shop\" \"login\").data.password | b64dec)) }}'"));
        system.Cluster.WriteAs("somebody", Object(ConfigMapOf(Secret, "user: eve")));
        await system.ScanForDrift(Token);

        var told = string.Join('\n', (await system.Events("shop", Token)).Select(e => e.Actor + e.Message));
        Assert.Contains("drift scan: v1 ConfigMap ******** in namespace shop", told, StringComparison.Ordinal);
        Assert.DoesNotContain(Secret, told, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Change_of_what_was_looked_up_is_found_by_the_scan_and_synced()
    {
        var system = System("ConfigMap");
        await system.Push(Token, Chart("user: '{{ (lookup \"v1\" \"ConfigMap\" \"shop\" \"given\").data.user }}'"));
        await system.ScanForDrift(Token);
        var looks = system.Looks;
        await system.ScanForDrift(Token);
        Assert.Equal(looks, system.Looks);

        system.Cluster.WriteAs("somebody", Object(ConfigMapOf("given", "user: dora, next: other")));
        await system.ScanForDrift(Token);

        Assert.Equal("dora", Shown(system, "user"));
        Assert.Equal(["automated sync", "automated sync"], (await system.State("shop", Token)).History.Select(h => h.Initiator));
    }

    [Fact]
    public async Task What_was_missing_and_comes_later_lets_the_template_succeed()
    {
        var system = System("ConfigMap");
        await system.Push(Token, Chart("user: '{{ (lookup \"v1\" \"ConfigMap\" \"shop\" \"late\").data | required \"late is missing\" | len }}'"));
        Assert.Contains("late is missing", Assert.Single((await system.State("shop", Token)).Observed!.Problems), StringComparison.Ordinal);

        system.Cluster.WriteAs("somebody", Object(ConfigMapOf("late", "user: eve")));
        await system.ScanForDrift(Token);

        Assert.Equal("1", Shown(system, "user"));
    }

    /// <summary>T-TPL-2.</summary>
    [Fact]
    public async Task A_chart_that_looks_up_without_end_is_told_so()
    {
        var system = System("ConfigMap");
        await system.Push(Token, Chart("{{ range $n := until 500 }}{{ $_ := lookup \"v1\" \"ConfigMap\" \"shop\" (printf \"map-%d\" $n) }}{{ end }}user: '1'"));

        var problems = (await system.State("shop", Token)).Observed!.Problems;
        Assert.Contains("(HelmLookupFailed)", problems[0], StringComparison.Ordinal);
        Assert.Contains("A render may look up so many objects only", problems[0], StringComparison.Ordinal);
        Assert.Equal(256, system.Cluster.Calls.Count(c => c.Key.Name?.StartsWith("map-", StringComparison.Ordinal) == true));
    }

    [Fact]
    public async Task Cluster_that_does_not_answer_is_asked_again_later()
    {
        var system = System("ConfigMap");
        var down = true;
        system.Cluster.Fault = c => down && c.Key.Name == "given" ? new ClusterException(ClusterFailure.Unavailable, "no answer") : null;
        await system.Push(Token, Chart("user: '{{ (lookup \"v1\" \"ConfigMap\" \"shop\" \"given\").data.user }}'"));
        Assert.Equal(SyncProblem.ClusterUnavailable, (await system.State("shop", Token)).Observed!.Code);

        down = false;
        await system.Pass(TimeSpan.FromMinutes(6), Token);

        Assert.Equal("ana", Shown(system, "user"));
    }

    /// <summary>A gateway that knows no such page does not say that there is no such object.</summary>
    [Fact]
    public async Task Password_that_exists_is_not_drawn_anew_when_something_in_front_of_the_server_finds_no_page()
    {
        var system = System("Secret");
        var chart = Chart("{{ $known := lookup \"v1\" \"Secret\" \"shop\" \"login\" }}user: '{{ if $known }}{{ $known.data.password | b64dec }}{{ else }}{{ randAlphaNum 24 }}{{ end }}'");
        await system.Push(Token, chart);
        system.Cluster.Fault = c => c.Key.Name == "login" ? new ClusterException(ClusterFailure.NotFound, "page not found") : null;
        await system.Push(Token, [.. chart, ("values.yaml", "a: b\n")]);

        Assert.Equal(Secret, Shown(system, "user"));
        Assert.Equal(SyncProblem.ClusterUnavailable, (await system.State("shop", Token)).Observed!.Code);
    }

    [Fact]
    public async Task What_our_identity_may_not_read_fails_the_template()
    {
        var system = System("ConfigMap");
        system.Cluster.Fault = c => c.Key.Name == "given" ? new ClusterException(ClusterFailure.Forbidden, "configmaps \"given\" is forbidden") : null;
        await system.Push(Token, Chart("user: '{{ (lookup \"v1\" \"ConfigMap\" \"shop\" \"given\").data.user }}'"));

        Assert.Contains("error calling lookup: configmaps \"given\" is forbidden", Assert.Single((await system.State("shop", Token)).Observed!.Problems), StringComparison.Ordinal);
    }

    private static SyncSystem System(string? annotation, string metadata = "")
    {
        var given = annotation is null ? "" : $", annotations: {{plumbline.dev/helm-lookup: '{annotation}'}}";
        var project = $$"""
            apiVersion: argoproj.io/v1alpha1
            kind: AppProject
            metadata: {name: team{{given}}}
            spec: {sourceRepos: ['*'], destinations: [{name: one, namespace: shop}], clusterResourceWhitelist: [{group: '', kind: Namespace}]}
            ---

            """;
        var system = new SyncSystem(project + App(project: "team", metadata: metadata));
        foreach (var text in (string[])
        [
            "{apiVersion: v1, kind: Namespace, metadata: {name: shop}}", "{apiVersion: v1, kind: Namespace, metadata: {name: others}}",
            ConfigMapOf("given", "user: ana, next: other"), ConfigMapOf("other", "user: ben"), ConfigMapOf("theirs", "user: carla", "others"),
            $"{{apiVersion: v1, kind: Secret, metadata: {{name: login, namespace: shop}}, data: {{password: {Convert.ToBase64String(Encoding.UTF8.GetBytes(Secret))}}}}}",
        ])
        {
            system.Cluster.WriteAs("somebody", Object(text));
        }

        return system;
    }

    private static string ConfigMapOf(string name, string content, string space = "shop") =>
        $"{{apiVersion: v1, kind: ConfigMap, metadata: {{name: {name}, namespace: {space}}}, data: {{{content}}}}}";

    private static KubernetesObject Object(string text) => new((MapNode)YamlReader.ReadOne(text, "given.yaml", YamlReadOptions.Default));

    private static (string Path, string Text)[] Chart(string data) =>
    [
        ("Chart.yaml", "apiVersion: v2\nname: shop\nversion: 1.0.0\n"),
        ("templates/out.yaml", $"apiVersion: v1\nkind: ConfigMap\nmetadata: {{name: out}}\ndata:\n  {data}\n"),
    ];

    private static string Shown(SyncSystem system, string key) =>
        ((ScalarNode)((MapNode)system.Cluster.All.Single(o => o.Name == "out").Root["data"]!)[key]!).StringValue!;

    private static async Task AssertNowhere(SyncSystem system)
    {
        foreach (var text in system.Documents.All.Select(d => d.Json).Concat(system.Blobs.All.Values.Select(b => Encoding.UTF8.GetString(b.Span))))
        {
            Assert.DoesNotContain(Secret, text, StringComparison.Ordinal);
            Assert.DoesNotContain(Convert.ToBase64String(Encoding.UTF8.GetBytes(Secret)), text, StringComparison.Ordinal);
        }
    }
}

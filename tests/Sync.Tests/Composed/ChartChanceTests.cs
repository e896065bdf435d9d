using System.Text;
using Plumbline.Core.Kubernetes;
using Plumbline.Core.Objects;
using Plumbline.Core.State;
using Plumbline.Support.State;
using Plumbline.Sync.Apps;
using Plumbline.Sync.Operations;
using Plumbline.Sync.Outside;
using static Plumbline.Sync.Tests.Composed.Manifests;

namespace Plumbline.Sync.Tests.Composed;

/// <summary>
/// Charts that draw passwords, make certificates or ask for the time: a render is the same when it is made again, else it would be synced for ever, and an
/// approved plan would never be what was approved (design §2.5, §2.12).
/// </summary>
public sealed class ChartChanceTests
{
    private static readonly ResourceKey Login = new("", "Secret", "shop", "login");

    private static readonly (string Path, string Text)[] Chart =
    [
        ("Chart.yaml", "apiVersion: v2\nname: shop\nversion: 1.0.0\n"),
        ("templates/login.yaml", """
            apiVersion: v1
            kind: Secret
            metadata: {name: login, annotations: {made: "{{ now | unixEpoch }}"}}
            stringData:
              password: {{ randAlphaNum 24 }}
              id: {{ uuidv4 }}
              hash: {{ bcrypt "password" | quote }}
              key: {{ genPrivateKey "ecdsa" | quote }}
            """),
    ];

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task What_a_chart_draws_is_synced_once()
    {
        var system = new SyncSystem(App());
        await system.Push(Token, Chart);
        var drawn = Password(system);

        await system.Ask("shop", Token);
        await system.ScanForDrift(Token);

        Assert.Equal(24, drawn.Length);
        Assert.Equal(drawn, Password(system));
        Assert.Single((await system.State("shop", Token)).History);
        Assert.Equal("Synced", (await system.State("shop", Token)).Observed!.Sync);
    }

    [Fact]
    public async Task What_a_chart_draws_outlives_the_process_that_drew_it()
    {
        var first = new SyncSystem(App());
        await first.Push(Token, Chart);
        var drawn = Password(first);

        first.Get<PreparedPlans>().Forget("shop");
        await first.Push(Token, [.. Chart, ("values.yaml", "unused: true\n")]);

        Assert.Equal(drawn, Password(first));
    }

    [Fact]
    public async Task Another_application_draws_something_else()
    {
        var system = new SyncSystem(App() + "---\n" + App("store", space: "store"));
        await system.Push(Token, Chart);

        Assert.NotEqual(Password(system), Password(system, "store"));
    }

    /// <summary>Whoever takes the name of an application that is gone learns nothing of what it drew elsewhere.</summary>
    [Fact]
    public async Task The_same_name_with_another_destination_draws_something_else()
    {
        var key = new RenderKey("the key of an operator, thirty-two bytes and more");
        var first = new SyncSystem(App(), key: key);
        var second = new SyncSystem(App(space: "other"), key: key);
        const string release = "apiVersion: v1\nkind: Secret\nmetadata: {name: login}\nstringData: {password: '{{ randAlphaNum 24 }}'}\n";
        (string, string)[] chart = [("Chart.yaml", "apiVersion: v2\nname: shop\nversion: 1.0.0\n"), ("templates/login.yaml", release), (".argocd-source.yaml", "helm: {namespace: shop}\n")];
        await first.Push(Token, chart);
        await second.Push(Token, chart);

        Assert.NotEqual(Password(first), Password(second, "other"));
    }

    [Fact]
    public async Task Approved_plan_with_drawn_values_is_applied_as_it_was_approved()
    {
        var system = new SyncSystem(App(metadata: Gated));
        await system.Push(Token, Chart);
        var gate = (await system.State("shop", Token)).Gate!;

        // Made anew by another process, a while later.
        system.Get<PreparedPlans>().Forget("shop");
        system.Clock.Advance(TimeSpan.FromMinutes(20));
        await system.Decide("shop", Core.Gates.GateState.Approved, Token);

        var state = await system.State("shop", Token);
        Assert.Equal(gate.Plan, Assert.Single(state.History).Plan);
        Assert.Equal("Succeeded", state.History[0].Phase);
    }

    [Fact]
    public async Task Time_is_that_of_the_first_look_at_a_commit()
    {
        var system = new SyncSystem(App());
        await system.Push(Token, Chart);
        var first = Made(system);

        system.Clock.Advance(TimeSpan.FromHours(1));
        await system.Ask("shop", Token);
        Assert.Equal(first, Made(system));

        await system.Push(Token, [.. Chart, ("values.yaml", "unused: true\n")]);
        Assert.True(long.Parse(Made(system), System.Globalization.CultureInfo.InvariantCulture) >= long.Parse(first, System.Globalization.CultureInfo.InvariantCulture) + 3600);
    }

    [Fact]
    public async Task Key_of_the_operator_counts_instead_of_one_that_is_kept()
    {
        string[] drawn =
        [
            await Drawn(new RenderKey("the first key of an operator, thirty-two bytes")), await Drawn(new RenderKey("the first key of an operator, thirty-two bytes")),
            await Drawn(new RenderKey("another key of an operator, thirty-two bytes")), await Drawn(null), await Drawn(null),
        ];

        Assert.Equal(drawn[0], drawn[1]);
        Assert.Distinct(drawn[1..]);

        static async Task<string> Drawn(RenderKey? key)
        {
            var system = new SyncSystem(App(), key: key);
            await system.Push(Token, Chart);
            Assert.Equal(key is null, system.Documents.All.Any(d => d.Key == new DocumentKey("render", "key")));
            return Password(system);
        }
    }

    [Fact]
    public async Task Processes_that_start_at_once_agree_on_the_key()
    {
        var documents = new FakeDocumentStore(TimeProvider.System);
        var told = new ToldTime("", DateTimeOffset.UnixEpoch);
        var app = Core.Applications.ApplicationReader.Read(
            (MapNode)Core.Yaml.YamlReader.ReadOne(App(), "app.yaml", Core.Yaml.YamlReadOptions.Default), new ObjectOrigin("app.yaml", default)).Value!;
        var seeds = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => new RenderChance(documents, null).Of(app, told, Token)));

        Assert.Single(seeds.Select(s => Convert.ToHexString(s.Seed.Span)).Distinct());
    }

    [Fact]
    public async Task Operation_that_another_worker_takes_over_goes_on_with_the_commits_and_the_time_that_it_began_with()
    {
        const string values = "https://git.test/acme/values";
        var sources = $"[{{repoURL: '{SyncSystem.Shop}', path: ., helm: {{valueFiles: [$values/v.yaml]}}}}, {{repoURL: '{values}', ref: values}}]";
        var system = new SyncSystem($$"""
            apiVersion: argoproj.io/v1alpha1
            kind: Application
            metadata: {name: shop}
            spec: {project: default, sources: {{sources}}, destination: {name: one, namespace: shop}, syncPolicy: {{Automated}}}
            """);
        string Commit(string value) => system.Git.Repository(values).Commit("main", new Dictionary<string, string> { ["v.yaml"] = $"v: {value}\n" }, value);
        var begun = Commit("one");
        var times = 0;
        system.Cluster.Fault = c =>
        {
            if (c is not { Verb: "Apply", IsDryRun: false, Key.Kind: "Secret" } || times++ > 0)
            {
                return null;
            }

            // The process that made the plan dies, and the second source moves on.
            system.Get<PreparedPlans>().Forget("shop");
            Commit("two");
            return new ClusterException(ClusterFailure.Unavailable, "no answer");
        };
        await system.Push(Token, Chart);

        var first = (await system.State("shop", Token)).History[0];
        Assert.Equal("Succeeded", first.Phase);
        Assert.Equal(begun, first.Commits[1].Commit);
    }

    private static string Password(SyncSystem system, string space = "shop")
    {
        var root = system.Cluster.All.Single(o => o.Key == Login with { Namespace = space }).Root;
        return root["stringData"] is MapNode plain ? ((ScalarNode)plain["password"]!).StringValue!
            : Encoding.UTF8.GetString(Convert.FromBase64String(((ScalarNode)((MapNode)root["data"]!)["password"]!).StringValue!));
    }

    private static string Made(SyncSystem system) =>
        ((ScalarNode)((MapNode)system.Cluster.All.Single(o => o.Key == Login).Metadata!["annotations"]!)["made"]!).StringValue!;
}

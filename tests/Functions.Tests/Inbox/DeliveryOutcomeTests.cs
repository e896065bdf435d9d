using System.Text.Json.Nodes;
using Plumbline.Functions.Tests.Hosting;

namespace Plumbline.Functions.Tests.Inbox;

/// <summary>What <c>GET /api/v1/deliveries/{id}</c> says of each kind of event, against the whole product (issue 3, item 3).</summary>
public sealed class DeliveryOutcomeTests : IAsyncLifetime
{
    private ProductHost _host = null!;

    private Plumbline.Support.Git.FakeGitRepository Shop => _host.Git.Repository(ProductHost.Shop);

    public async ValueTask InitializeAsync() => _host = await ProductHost.Start();

    public ValueTask DisposeAsync() => _host.DisposeAsync();

    /// <summary>T-WH-16, T-WH-10: nothing is looked at, and the answer says why.</summary>
    [Theory]
    [InlineData("ping", """{"zen":"x"}""", "A ping; nothing to do.")]
    [InlineData("star", "{}", "Not an event that is acted on.")]
    [InlineData("pull_request", "{}", "Not an event that is acted on.")]
    [InlineData("push", """{"ref":"refs/heads/main","repository":{"clone_url":"https://git.test/acme/other.git"}}""", "No application uses this repository.")]
    [InlineData("push", """{"ref":"refs/heads/main","repository":{"clone_url":"https://git.test/acme/.*"}}""", "The repository's URL is not of a form that can be configured.")]
    [InlineData("push", """{"ref":"refs/heads/main","repository":{"clone_url":"https://git.test:8443/acme/shop"}}""", "No application uses this repository.")]
    [InlineData("push", """{"ref":"refs/heads/main","repository":{"clone_url":"https://git.test.evil.com/acme/shop"}}""", "No application uses this repository.")]
    [InlineData("push", """{"ref":"refs/heads/main","repository":{"clone_url":"https://user@git.test/acme/shop"}}""", "The repository's URL is not of a form that can be configured.")]
    [InlineData("push", """{"ref":"refs/heads/main","repository":{"clone_url":"http://169.254.169.254/latest"}}""", "No application uses this repository.")]
    [InlineData("push", """{"ref":"main","repository":{"clone_url":"https://git.test/acme/shop"}}""", "The ref's name is not one that can be tracked.")]
    [InlineData("push", """{"ref":"refs/heads/other","repository":{"clone_url":"https://git.test/acme/shop"}}""", "No application follows this ref.")]
    [InlineData("push", """{"ref":"refs/tags/v1.0.0","repository":{"clone_url":"https://git.test/acme/shop"}}""", "No application follows this ref.")]
    [InlineData("push", """{"ref":"refs/heads/main","repository":{"clone_url":"https://git.test/acme/shop"}}""", "The ref is where it was when it was last looked at.")]
    [InlineData("push", """{"ref":"refs/heads/other","deleted":true,"after":"0000000000000000000000000000000000000000","repository":{"clone_url":"https://git.test/acme/shop"}}""", "No application follows this ref.")]
    [InlineData("create", """{"ref":"other","ref_type":"branch","repository":{"clone_url":"https://git.test/acme/shop"}}""", "No application follows this ref.")]
    [InlineData("create", """{"ref":"v2","ref_type":"tag","repository":{"clone_url":"https://git.test/acme/shop"}}""", "No application follows this ref.")]
    [InlineData("create", """{"ref":null,"ref_type":"repository","repository":{"clone_url":"https://git.test/acme/shop"}}""", "No branch or tag was created or deleted.")]
    [InlineData("delete", """{"ref":"other","ref_type":"branch","repository":{"clone_url":"https://git.test/acme/shop"}}""", "No application follows this ref.")]
    public async Task Delivery_that_touches_nobody_says_why(string @event, string body, string why)
    {
        var entries = await _host.Entries();
        var told = await _host.Outcome(await _host.GitHub(@event, JsonNode.Parse(body)!.AsObject()));

        Assert.Equal(("Ignored", why), ((string?)told["status"], (string?)told["why"]));
        Assert.Equal(@event, (string?)told["event"]);
        Assert.Empty(told["applications"]!.AsArray());
        Assert.NotNull(told["handled"]);
        Assert.Equal(entries, await _host.Entries());
    }

    /// <summary>I10: a delivery that touches an application is one entry of its ledger.</summary>
    [Theory]
    [InlineData("a push")]
    [InlineData("a push with the history rewritten")]
    [InlineData("the branch deleted")]
    public async Task Delivery_that_touches_an_application_names_it_and_is_entered_once(string what)
    {
        if (what == "a push")
        {
            Shop.Commit("main", new Dictionary<string, string> { ["config.yaml"] = ProductHost.ConfigMap(2) }, "second");
        }
        else
        {
            var other = Shop.Commit("side", new Dictionary<string, string> { ["config.yaml"] = ProductHost.ConfigMap(3) }, "elsewhere");
            Shop.SetRef("refs/heads/main", what == "the branch deleted" ? null : other);
        }

        var id = await _host.Push(ProductHost.Shop, delivery: "one");
        var told = await _host.Outcome(id);

        Assert.Equal(("Processed", "shop"), ((string?)told["status"], (string?)told["applications"]!.AsArray().Single()));
        Assert.Equal(["refs/heads/main"], told["refs"]!.AsArray().Select(r => (string?)r));
        Assert.Equal("git.test/acme/shop", (string?)told["repository"]);
        Assert.Equal(id, await _host.Push(ProductHost.Shop, delivery: "one"));
        await _host.Rests();
        Assert.Single(await _host.Entries(), e => e == ("Woken", $"delivery {id}"));
        Assert.Null(await _host.Ledger.Verify("shop", TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task Push_of_a_file_that_nobody_reads_says_so()
    {
        Shop.Change("main", new Dictionary<string, string?> { ["docs/README.md"] = "other words" }, "words");

        Assert.Equal("Nothing that an application reads has changed.", (string?)(await _host.Outcome(await _host.Push(ProductHost.Shop)))["why"]);
    }

    [Fact]
    public async Task Push_of_applications_names_those_that_changed_and_a_second_one_nobody()
    {
        _host.Git.Repository(ProductHost.Control).Change("main", new Dictionary<string, string?> { ["more.yaml"] = """
            {apiVersion: argoproj.io/v1alpha1, kind: Application, metadata: {name: more}, spec: {project: default, source: {repoURL: https://git.test/acme/shop, path: .}, destination: {name: one, namespace: more}}}
            """ }, "one more");

        var first = await _host.Outcome(await _host.Push(ProductHost.Control));
        var second = await _host.Outcome(await _host.Push(ProductHost.Control));

        Assert.Equal("more", (string?)first["applications"]!.AsArray().Single());
        Assert.Equal("The ref is where it was when it was last looked at.", (string?)second["why"]);
    }

    [Fact]
    public async Task Request_of_ci_names_its_application_or_says_that_there_is_none()
    {
        var good = await _host.Outcome(await _host.Ask("shop", "build 7"));
        var none = await _host.Outcome(await _host.Ask("nothing"));

        Assert.Equal("shop", (string?)good["applications"]!.AsArray().Single());
        Assert.Equal("There is no such application.", (string?)none["why"]);
        Assert.Contains(await _host.Entries(), e => e.Kind == "Woken" && e.Actor == $"{ProductHost.CiRoute} delivery {(string?)good["id"]}: build 7");
    }

    /// <summary>T-WH-17: a git host that is down is tried again, and then given up with a reason; the sender is not told.</summary>
    [Fact]
    public async Task Push_to_a_host_that_is_down_is_given_up_with_a_reason()
    {
        Shop.SetDown(true);

        var told = await _host.Outcome(await _host.Push(ProductHost.Shop));

        Assert.Equal("Failed", (string?)told["status"]);
        Assert.Equal("Handling it failed too often; the next check of refs finds what it told of.", (string?)told["why"]);
    }
}

using System.Net.Http.Headers;
using System.Text;
using Plumbline.Core.Problems;
using Plumbline.Core.Secrets;
using Plumbline.Functions.Tests.Hosting;
using Plumbline.Sync.Inbox;

namespace Plumbline.Functions.Tests.Inbox;

/// <summary>Senders whose proof is a token that covers no body, and words of people in a pull request: neither has an effect.</summary>
public sealed class WeakSenderTests : IAsyncLifetime
{
    private TestHost _host = null!;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => _host = await TestHost.Start();

    public ValueTask DisposeAsync() => _host.DisposeAsync();

    /// <summary>T-WH-15: a secret that is sent along, in whatever header, proves nothing about the body.</summary>
    [Theory]
    [InlineData("X-Gitlab-Token")]
    [InlineData("X-Harbor-Token")]
    [InlineData("X-Auth-Token")]
    [InlineData("X-Hub-Signature-256")]
    [InlineData("Authorization")]
    public async Task Static_token_is_no_signature(string header)
    {
        foreach (var value in (string[])[TestHost.GitHubSecret, $"Bearer {TestHost.GitHubSecret}", new AuthenticationHeaderValue("Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes($"x:{TestHost.GitHubSecret}"))).ToString()])
        {
            using var request = TestHost.GitHub(TestHost.Push());
            request.Headers.Remove("X-Hub-Signature-256");
            request.Headers.TryAddWithoutValidation(header, value);

            Assert.Equal(401, (await _host.Send(request)).Status);
        }

        _host.AssertUntouched();
    }

    /// <summary>T-WH-15: what was signed cannot be given another body.</summary>
    [Fact]
    public async Task Body_that_was_changed_under_a_good_signature_is_refused()
    {
        using var request = TestHost.GitHub(TestHost.Push("refs/heads/other"), signature: TestHost.Sign(TestHost.GitHubSecret, TestHost.Push()));

        Assert.Equal(401, (await _host.Send(request)).Status);
        _host.AssertUntouched();
    }

    /// <summary>T-WH-15: a route for such a sender cannot be configured.</summary>
    [Theory]
    [InlineData("gitlab")]
    [InlineData("harbor")]
    [InlineData("acr")]
    [InlineData("token")]
    [InlineData("none")]
    public async Task Route_of_a_weak_sender_stops_the_start(string provider) => Assert.Contains("github or generic-hmac", (await Assert.ThrowsAsync<ProblemException>(
        () => RouteTable.Load(new Dictionary<string, RouteOptions> { ["weak-1"] = new() { Provider = provider, Secret = "env:X" } }, new AnySecret(), Token))).Problems[0].Message, StringComparison.Ordinal);

    /// <summary>T-SL-12: nothing that is written, edited, ticked or pinned to a pull request decides anything; decisions name a plan and come from chat alone.</summary>
    [Theory]
    [InlineData("issue_comment")]
    [InlineData("commit_comment")]
    [InlineData("pull_request")]
    [InlineData("pull_request_review")]
    [InlineData("pull_request_review_comment")]
    [InlineData("issues")]
    [InlineData("label")]
    [InlineData("check_run")]
    [InlineData("deployment_protection_rule")]
    [InlineData("workflow_dispatch")]
    [InlineData("repository_dispatch")]
    public async Task Words_in_a_pull_request_do_nothing(string name)
    {
        var body = Encoding.UTF8.GetBytes("""{"action":"created","comment":{"body":"/approve"},"label":{"name":"approved"},"review":{"state":"approved"},"repository":{"clone_url":"https://github.com/org/repo.git"},"ref":"refs/heads/main"}""");
        using var request = TestHost.GitHub(body, @event: name);

        Assert.Equal(202, (await _host.Send(request)).Status);
        Assert.Empty(_host.Queue.Bodies("deliveries"));
        Assert.Empty(_host.Handlers.Deliveries);
        Assert.DoesNotContain(_host.Handlers.Calls, c => c.StartsWith("interaction", StringComparison.Ordinal));
    }

    private sealed class AnySecret : ISecretReferences
    {
        public Task<string?> Find(string reference, CancellationToken token) => Task.FromResult<string?>("a-secret-of-good-length");
    }
}

using System.Text;

namespace Plumbline.Sync.Tests.Composed;

/// <summary>T-SEC-1, A-74: what a plan shows was asked of the server by dry runs, whose answers hold Secrets whole; none of their values is kept or told.</summary>
public sealed class SecretValueTests
{
    private const string Canary = "c4n4ry-of-the-composed";

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Values_of_secrets_stand_nowhere_but_in_the_cluster()
    {
        var system = new SyncSystem(App(metadata: Gated));
        await system.Push(Token, ("secret.yaml", Secret("one")));
        await system.Decide("shop", Core.Gates.GateState.Approved, Token);
        Assert.Contains(system.Cluster.All, o => o.Kind == "Secret" && Holds(Core.Json.JsonTree.ToText(o.Root)));

        system.Cluster.Edit(new ResourceKey("", "Secret", "shop", "keys"), root => root.Set("type", Core.Objects.ScalarNode.Of("Opaque")));
        await system.Push(Token, ("secret.yaml", Secret("two")));

        Assert.True(system.Cluster.DryRuns > 0);
        Assert.NotNull((await system.State("shop", Token)).Gate);
        Assert.All(system.Documents.All, d => Assert.False(Holds(d.Json), $"{d.Key}"));
        Assert.All(system.Blobs.All, b => Assert.False(Holds(Encoding.UTF8.GetString(b.Value.Span)), b.Key));
        Assert.All(await system.Events("shop", Token), e => Assert.False(Holds(e.ToJson()), e.Kind));
    }

    /// <summary>T-SEC-5: the name of a render, which stands in plans, cannot be tried out by who guesses a short password.</summary>
    [Fact]
    public async Task Name_of_a_render_says_nothing_without_the_key_of_the_installation()
    {
        Assert.Equal(await Render('a'), await Render('a'));
        Assert.NotEqual(await Render('a'), await Render('b'));
    }

    private static async Task<string> Render(char key)
    {
        var system = new SyncSystem(App(), key: new RenderKey(new string(key, RenderKey.LeastBytes)));
        await system.Push(Token, ("secret.yaml", Secret("one")));
        return (await system.State("shop", Token)).Observed!.Render!;
    }

    private static string Secret(string value) =>
        $"{{apiVersion: v1, kind: Secret, metadata: {{name: keys}}, data: {{a: {Encoded(value)}}}, stringData: {{b: '{Canary}-{value}'}}}}\n";

    private static string Encoded(string value) => Convert.ToBase64String(Encoding.UTF8.GetBytes($"{Canary}-{value}"));

    // Of what is encoded, the part that does not depend on the value.
    private static bool Holds(string text) => text.Contains(Canary, StringComparison.Ordinal) || text.Contains(Encoded("")[..20], StringComparison.Ordinal);
}

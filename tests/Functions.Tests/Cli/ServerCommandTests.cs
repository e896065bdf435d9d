using System.Collections.Concurrent;
using System.Text.Json;
using Plumbline.Core.Ledger;
using Plumbline.Functions.Tests.Hosting;

namespace Plumbline.Functions.Tests.Cli;

/// <summary>The commands of a server as processes, against the real local host on loopback.</summary>
public sealed class ServerCommandTests : IAsyncLifetime
{
    private const string Digest = "7f3c9a1e00000000000000000000000000000000000000000000000000000000";

    private readonly ConcurrentDictionary<string, ConcurrentQueue<string?>> _replies = new();
    private TestHost? _started;

    private TestHost Host => _started!;

    public async ValueTask InitializeAsync() => _started = await TestHost.Start(h => h.Reply = Next);

    public ValueTask DisposeAsync() => Host.DisposeAsync();

    [Fact]
    public async Task Applications_of_all_pages_are_one_table()
    {
        Reply("applications ", $$"""{"v":1,"items":[{{App("a")}}],"next":"a"}""");
        Reply("applications a", $$"""{"v":1,"items":[{{App("shop", status: "Waits for \u001b[31mapproval.")}}]}""");

        var run = await Run("apps");

        Assert.Equal(
            new PlumbRun(0, "NAME  PROJECT  SYNC    HEALTH   REVISION  STATUS\na     team     Synced  Healthy  9c04ab12  Synced and healthy.\nshop  team     Synced  Healthy  9c04ab12  Waits for \uFFFD[31mapproval.\n", ""), run);
    }

    [Theory]
    [InlineData("name", "a\nb\n")]
    [InlineData("jsonl", "{\"name\":\"a\",\"project\":\"one\"}\n{\"name\":\"b\",\"project\":\"two\"}\n")]
    public async Task Applications_are_printed_for_scripts(string format, string expected)
    {
        Reply("applications ", """{"v":1,"items":[{"name":"a","project":"one"},{"name":"b","project":"two"}]}""");

        Assert.Equal(new PlumbRun(0, expected, ""), await Run("apps", "-o", format));
        Assert.Equal("b\n", (await Run("apps", "--project", "two", "-o", "name")).Answer);
    }

    [Fact]
    public async Task One_application_is_told_in_a_sentence_and_what_is_known()
    {
        Reply("application shop", App("shop", sync: "OutOfSync", status: "Out of sync: 1 to change.", more: $$""","plan":"{{Digest}}","gate":"open","problems":["values.yaml:3  no number"]"""));

        var run = await Run("apps", "shop");

        Assert.StartsWith("shop: Out of sync: 1 to change.\n  project     team\n", run.Answer, StringComparison.Ordinal);
        Assert.Contains("  revision    9c04ab12 \"cart 1.9.0\" (ana) https://example.com/shop\n  plan        7f3c9a1e, waits for approval\n", run.Answer, StringComparison.Ordinal);
        Assert.EndsWith("  ✖ values.yaml:3  no number\n", run.Answer, StringComparison.Ordinal);
    }

    [Fact]
    public async Task History_is_a_table_newest_first()
    {
        Reply("operations shop", """
            {"v":1,"items":[{"id":"op-2","phase":"Failed","initiator":"push","started":"2026-03-01T10:00:00Z","ended":"2026-03-01T10:00:42Z","changes":"1 changed","message":"web did not become healthy","commits":[{"commit":"9c04ab12cdef"}]},
            {"id":"op-1","phase":"Succeeded","initiator":"api ci","started":"2026-03-01T09:00:00Z","ended":"2026-03-01T09:05:00Z","changes":"2 created","message":"","commits":[]}]}
            """);

        var run = await Run("history", "shop");

        Assert.Equal(
            new PlumbRun(
                0,
                "ID    PHASE      STARTED              TOOK  BY      REVISION  CHANGES    MESSAGE\n" +
                "op-2  Failed     2026-03-01 10:00:00  42 s  push    9c04ab12  1 changed  web did not become healthy\n" +
                "op-1  Succeeded  2026-03-01 09:00:00  5 m   api ci  -         2 created  -\n",
                ""),
            run);
    }

    [Fact]
    public async Task Plan_with_changes_lists_deletions_first_and_exits_1()
    {
        Reply("application shop", App("shop", sync: "OutOfSync", more: $$""","plan":"{{Digest}}" """));
        Reply($"plan shop {Digest}", """
            {"v":1,"app":"shop","entries":[{"action":"Change","group":"apps","version":"v1","kind":"Deployment","namespace":"web","name":"cart","fields":[{"path":"spec.replicas","before":"3","after":"5"}]},
            {"action":"Unchanged","group":"","version":"v1","kind":"Service","namespace":"web","name":"cart","fields":[]},
            {"action":"Prune","group":"","version":"v1","kind":"Namespace","namespace":"","name":"old","fields":[]}]}
            """);

        var run = await Run("plan", "shop");

        Assert.Equal(
            new PlumbRun(
                1,
                "plan 7f3c9a1e for shop: 0 to create, 1 to change, 1 to delete, 1 unchanged\n" +
                "ACTION  OBJECT                    FIELD          NOW  AFTER\n" +
                "delete  namespace/old             -              -    -\n" +
                "change  deployment.apps/web/cart  spec.replicas  3    5\n",
                ""),
            run);
    }

    [Fact]
    public async Task Application_without_a_plan_says_why()
    {
        Reply("application shop", App("shop", status: "Not looked at yet."));
        Reply("application torn", App("torn", sync: "Unknown", status: "values.yaml:3 is no YAML", more: ""","code":"YamlSyntax" """));

        var fresh = await Run("plan", "shop");
        var torn = await Run("plan", "torn");

        Assert.Equal(new PlumbRun(0, "", "⚠ shop has no plan: Not looked at yet.\n"), fresh);
        Assert.Equal((3, ""), (torn.Exit, torn.Answer));
        Assert.Contains("YamlSyntax\n  values.yaml:3 is no YAML", torn.Notes, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Ledger_is_verified_here_over_all_pages()
    {
        var links = Chain(3);
        Reply("ledger shop 0", $$"""{"v":1,"items":[{{links[0].ToJson()}},{{links[1].ToJson()}}],"next":2}""", times: 3);
        Reply("ledger shop 2", $$"""{"v":1,"items":[{{links[2].ToJson()}}]}""", times: 3);

        var holds = await Run("ledger", "shop", "--verify");
        var known = await Run("ledger", "shop", "--known", links[1].Hash);
        var unknown = await Run("ledger", "shop", "--known", new string('0', 63) + "1");

        Assert.Equal(new PlumbRun(0, $"✔ shop: 3 entries hold, 2026-03-01 09:00:01 to 2026-03-01 09:00:03 UTC\n  last hash {links[2].Hash}\n", ""), holds);
        Assert.Equal((0, 1), (known.Exit, unknown.Exit));
    }

    [Theory]
    [InlineData(0, "Entry 1 is missing.")]
    [InlineData(1, "Entry 2 is missing.")]
    public async Task Missing_entry_of_a_ledger_is_named(int without, string reason)
    {
        var links = Chain(3).Where((_, i) => i != without).Select(l => l.ToJson());
        Reply("ledger shop 0", $$"""{"v":1,"items":[{{string.Join(',', links)}}]}""");

        var run = await Run("ledger", "shop", "--verify");

        Assert.Equal((1, ""), (run.Exit, run.Answer));
        Assert.Contains(reason, run.Notes, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Tail_of_a_ledger_that_was_cut_off_is_named()
    {
        var links = Chain(3);
        Reply("ledger shop 0", $$"""{"v":1,"items":[{{links[0].ToJson()}},{{links[1].ToJson()}}],"head":{"sequence":3,"hash":"{{links[2].Hash}}"} }""");

        var run = await Run("ledger", "shop", "--verify");

        Assert.Equal((1, ""), (run.Exit, run.Answer));
        Assert.Contains("Entry 3 is missing: the ledger had 3 entries.", run.Notes, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Altered_entry_of_a_ledger_is_named()
    {
        var links = Chain(2);
        Reply("ledger shop 0", $$"""{"v":1,"items":[{{links[0].ToJson()}},{{(links[1] with { Kind = "Approved" }).ToJson()}}]}""");

        var run = await Run("ledger", "shop", "--verify");

        Assert.Equal((1, ""), (run.Exit, run.Answer));
        Assert.Contains("Entry 2 was altered.", run.Notes, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Entries_of_a_ledger_are_listed()
    {
        Reply("ledger shop 0", $$"""{"v":1,"items":[{{Chain(1)[0].ToJson()}}]}""");

        var run = await Run("ledger", "shop");

        Assert.Equal("NO  AT                   KIND   BY   PLAN      WHAT\n1   2026-03-01 09:00:01  Woken  ana  7f3c9a1e  Asked to look.\n", run.Answer);
    }

    [Fact]
    public async Task Sync_waits_until_healthy_and_tells_each_state_once()
    {
        Reply("sync shop", App("shop", busy: true));
        Reply("application shop", App("shop", busy: true, status: "Syncing: 2 objects.", more: ""","operation":"op-7" """));
        Reply("application shop", App("shop", busy: true, status: "Syncing: 2 objects.", more: ""","operation":"op-7" """));
        Reply("application shop", App("shop", health: "Progressing", status: "Synced, progressing: 1 of 2 ready"));
        Reply("application shop", App("shop"));

        var run = await Run("sync", "shop", "--reason", "release day", "--revision", "9c04ab1");

        Assert.Equal(0, run.Exit);
        Assert.Equal("shop: Asked for; not looked at yet.\nshop: Syncing: 2 objects.\nshop: Synced, progressing: 1 of 2 ready\n", run.Notes);
        Assert.Contains("Synced and healthy.", run.Answer, StringComparison.Ordinal);
        Assert.Contains("request shop api ci 9c04ab1 release day", Host.Handlers.Calls);
    }

    [Fact]
    public async Task Sync_that_need_not_be_waited_for_ends_at_once()
    {
        Reply("sync shop", App("shop", busy: true, status: "Syncing."));

        var run = await Run("sync", "shop", "--async", "-o", "name");

        Assert.Equal(new PlumbRun(0, "shop\n", ""), run);
    }

    [Theory]
    [InlineData(6, "CliApprovalMissing", "OutOfSync", "Healthy", ""","gate":"open" """)]
    [InlineData(3, "YamlSyntax", "Unknown", "Unknown", ""","code":"YamlSyntax" """)]
    [InlineData(3, "CliNotHealthy", "Synced", "Degraded", "")]
    [InlineData(3, "web did not become healthy", "OutOfSync", "Healthy", "")]
    public async Task Sync_that_does_not_come_about_says_why(int exit, string reason, string sync, string health, string more)
    {
        Reply("sync shop", App("shop", sync, health, "As it is.", more: more));
        Reply("operations shop", """{"v":1,"items":[{"id":"op-2","phase":"Failed","ended":"2026-03-01T10:00:42Z","message":"web did not become healthy"}]}""");

        var run = await Run("sync", "shop");

        Assert.Equal(exit, run.Exit);
        Assert.Contains(reason, run.Notes, StringComparison.Ordinal);
        Assert.StartsWith("NAME", run.Answer, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Sync_out_of_time_prints_the_state_and_the_operation()
    {
        Reply("sync shop", App("shop", busy: true, status: "Syncing.", more: ""","operation":"op-7" """));
        Reply("application shop", App("shop", busy: true, status: "Syncing.", more: ""","operation":"op-7" """), times: 20);

        var run = await Run("sync", "shop", "--timeout", "2s");

        Assert.Equal(7, run.Exit);
        Assert.Contains("operation op-7", run.Notes, StringComparison.Ordinal);
        Assert.Contains("shop", run.Answer, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Interrupted_wait_says_that_the_sync_goes_on()
    {
        Reply("sync shop", App("shop", busy: true, status: "Syncing.", more: ""","operation":"op-7" """));
        Reply("application shop", App("shop", busy: true, status: "Syncing.", more: ""","operation":"op-7" """));

        var run = await Plumb.Interrupt("/", Variables(TestHost.SyncToken), "sync", "shop");

        Assert.Equal((130, ""), (run.Exit, run.Answer));
        Assert.Contains("shop: the sync goes on (operation op-7)", run.Notes, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("0s")]
    [InlineData("soon")]
    [InlineData("-1m")]
    public async Task Sync_without_an_end_is_refused(string timeout)
    {
        var run = await Run("sync", "shop", $"--timeout={timeout}");

        Assert.Equal((2, ""), (run.Exit, run.Answer));
    }

    [Fact]
    public async Task What_is_not_there_is_not_found_and_who_is_unknown_is_denied()
    {
        var absent = await Run("apps", "none");
        var stranger = await Plumb.Run("/", Variables("not-a-token"), "", "apps");
        var reader = await Plumb.Run("/", Variables(TestHost.ReadToken), "", "sync", "shop");
        var nobody = await Plumb.Run("/", new Dictionary<string, string> { ["PLUMB_SERVER"] = Host.Client.BaseAddress!.ToString() }, "", "apps");

        Assert.Equal([5, 4, 4, 4], new[] { absent, stranger, reader, nobody }.Select(r => r.Exit));
        Assert.All([absent, stranger, reader, nobody], r => Assert.Equal("", r.Answer));
        Assert.Contains("There is no application none, or this token may not see it.", absent.Notes, StringComparison.Ordinal);
        Assert.Contains("This token may only read.", reader.Notes, StringComparison.Ordinal);
        Assert.Contains("PLUMB_TOKEN", nobody.Notes, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Server_that_is_not_there_can_be_asked_again()
    {
        var run = await Plumb.Run("/", Variables(TestHost.ReadToken), "", "apps", "--server", "http://127.0.0.1:1");

        Assert.Equal((8, ""), (run.Exit, run.Answer));
        Assert.Contains("cannot ask 127.0.0.1:1", run.Notes, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("http://plumb.example.com")]
    [InlineData("ftp://127.0.0.1")]
    [InlineData("https://user:pass@example.com")]
    [InlineData("nonsense")]
    public async Task Token_goes_to_no_doubtful_address(string server)
    {
        var run = await Plumb.Run("/", Variables(TestHost.ReadToken), "", "apps", "--server", server);

        Assert.Equal((2, ""), (run.Exit, run.Answer));
        Assert.DoesNotContain(TestHost.ReadToken, run.Notes, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Token_comes_from_a_file_as_well()
    {
        using var folder = new CommandFolder().With("token", TestHost.ReadToken + "\n");
        Reply("applications ", """{"v":1,"items":[]}""", times: 2);

        var flag = await Plumb.Run(folder.Full, Variables("wrong"), "", "apps", "--token-file", "token", "-o", "name");
        var variable = await Plumb.Run("/", new Dictionary<string, string> { ["PLUMB_SERVER"] = Host.Client.BaseAddress!.ToString(), ["PLUMB_TOKEN_FILE"] = folder.At("token") }, "", "apps", "-o", "name");

        Assert.Equal([0, 0], new[] { flag.Exit, variable.Exit });
    }

    [Fact]
    public async Task Json_is_the_apis_own()
    {
        Reply("application shop", App("shop"));

        var run = await Run("apps", "shop", "-o", "json");

        using var json = JsonDocument.Parse(run.Answer);
        Assert.Equal(("shop", 1), (json.RootElement.GetProperty("name").GetString(), json.RootElement.GetProperty("v").GetInt32()));
    }

    private static List<LedgerEntry> Chain(int length)
    {
        var links = new List<LedgerEntry>();
        var start = new DateTimeOffset(2026, 3, 1, 9, 0, 0, TimeSpan.Zero);
        for (var i = 1; i <= length; i++)
        {
            links.Add(LedgerEntry.After("shop", i, i == 1 ? LedgerEntry.Genesis : links[^1].Hash, $"event {i}", start.AddSeconds(i), "Woken", $$"""{"actor":"ana","plan":"{{Digest}}","message":"Asked to look."}"""));
        }

        return links;
    }

    private static string App(string name, string sync = "Synced", string health = "Healthy", string status = "Synced and healthy.", bool busy = false, string more = "") =>
        $$"""
        {"v":1,"name":"{{name}}","project":"team","environment":"stage","sync":"{{sync}}","health":"{{health}}","status":{{JsonSerializer.Serialize(status)}},"busy":{{(busy ? "true" : "false")}},
        "commits":[{"repository":"https://example.com/shop","commit":"9c04ab12cdef","author":"ana","subject":"cart 1.9.0"}]{{more}}}
        """;

    private void Reply(string call, string answer, int times = 1)
    {
        for (var i = 0; i < times; i++)
        {
            _replies.GetOrAdd(call, _ => new ConcurrentQueue<string?>()).Enqueue(answer);
        }
    }

    // The last answer stays, as a server's state does.
    private string? Next(string call) => !_replies.TryGetValue(call, out var queue) ? null : queue.Count > 1 && queue.TryDequeue(out var next) ? next : queue.TryPeek(out var last) ? last : null;

    private Dictionary<string, string> Variables(string token) => new() { ["PLUMB_SERVER"] = Host.Client.BaseAddress!.ToString(), ["PLUMB_TOKEN"] = token };

    private Task<PlumbRun> Run(params string[] arguments) => Plumb.Run("/", Variables(TestHost.SyncToken), "", arguments);
}

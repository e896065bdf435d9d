using System.Globalization;
using System.Text;
using Plumbline.Functions.Tests.Hosting;

namespace Plumbline.Functions.Tests.Interactions;

/// <summary>Presses of buttons over HTTP, against the whole product: whoever is not Slack, or may not decide, decides nothing.</summary>
public sealed class SlackEdgeTests : IAsyncLifetime
{
    private const string Refusal = """{"code":"Unauthorized","message":"The route or the signature is not known."}""";

    private ProductHost _host = null!;

    public async ValueTask InitializeAsync() => _host = await ProductHost.Start("U1, U2");

    public ValueTask DisposeAsync() => _host.DisposeAsync();

    /// <summary>T-SL-1: as T-WH-1, and with the time inside the signature.</summary>
    [Fact]
    public async Task Anything_but_one_good_signature_is_refused_alike_and_decides_nothing()
    {
        var gate = await _host.Question();
        await _host.Rests();
        var body = ProductHost.Pressed(gate);
        var signed = ProductHost.Signed(body);
        var (good, stamp) = (signed[0].Value, signed[1]);
        var stored = _host.Stored();
        (string, string)[][] forged =
        [
            [], [stamp], [signed[0]], [("X-Slack-Signature", ""), stamp], [("X-Slack-Signature", "v0="), stamp], [("X-Slack-Signature", good[..^1]), stamp],
            [("X-Slack-Signature", good + "0"), stamp], [("X-Slack-Signature", "v0=" + new string('g', 64)), stamp], [("X-Slack-Signature", "v1=" + good[3..]), stamp],
            [("X-Slack-Signature", "V0=" + good[3..]), stamp], [("X-Slack-Signature", "v0=" + good[3..].ToUpperInvariant()), stamp], [("X-Slack-Signature", good[3..]), stamp],
            [("X-Slack-Signature", $"{good},{good}"), stamp], [signed[0], signed[0], stamp], [signed[0], ("X-Slack-Signature", "v0=00"), stamp], [signed[0], stamp, stamp],
            [("X-Slack-Signature", "sha256=" + good[3..]), stamp], [("X-Hub-Signature-256", "sha256=" + good[3..]), stamp],
            [signed[0], ("X-Slack-Request-Timestamp", (long.Parse(stamp.Value, CultureInfo.InvariantCulture) + 1).ToString(CultureInfo.InvariantCulture))],
            [signed[0], ("X-Slack-Request-Timestamp", "0" + stamp.Value)],
        ];

        foreach (var headers in forged)
        {
            Assert.Equal((401, Refusal), await _host.Press(body, headers));
        }

        Assert.Equal((401, Refusal), await _host.Press(ProductHost.Pressed(gate, "reject"), signed));
        Assert.Equal(stored, _host.Stored());
    }

    /// <summary>T-SL-1, T-WH-4: the signature is over the form as it was sent, not over what it means.</summary>
    [Theory]
    [InlineData("%20", "+")]
    [InlineData("%7B", "%7b")]
    [InlineData("payload=", "x=1&payload=")]
    [InlineData("payload=", "\ufeffpayload=")]
    [InlineData("payload=", "payload= ")]
    public async Task Form_written_otherwise_is_refused(string from, string to)
    {
        var body = ProductHost.Pressed("any", name: "ben x");
        var other = Encoding.UTF8.GetBytes(Encoding.UTF8.GetString(body).Replace(from, to, StringComparison.Ordinal));
        Assert.NotEqual(body, other);

        Assert.Equal((401, Refusal), await _host.Press(other, ProductHost.Signed(body)));
        Assert.Equal((401, Refusal), await _host.Press([.. body, (byte)'\n'], ProductHost.Signed(body)));
    }

    /// <summary>T-SL-2: outside of five minutes, or at no time at all.</summary>
    [Theory]
    [InlineData("310")]
    [InlineData("-310")]
    [InlineData("86400")]
    [InlineData("")]
    [InlineData("=")]
    [InlineData("=-1800000000")]
    [InlineData("=100000000000000000000")]
    [InlineData("=1e9")]
    [InlineData("=0x6B49D200")]
    [InlineData("=1800000000.5")]
    public async Task Press_of_another_time_is_refused(string time)
    {
        var body = ProductHost.Pressed(await _host.Question());
        var isStamp = time.Length == 0 || time[0] == '=';
        var headers = isStamp ? ProductHost.Signed(body, stamp: time.TrimStart('=')) : ProductHost.Signed(body, int.Parse(time, CultureInfo.InvariantCulture));

        Assert.Equal((401, Refusal), await _host.Press(body, headers));
        Assert.Null(_host.Value);
    }

    /// <summary>T-SL-2: the same bytes a second time do nothing.</summary>
    [Theory]
    [InlineData(0)]
    [InlineData(-290)]
    [InlineData(290)]
    public async Task Replayed_press_decides_once(int offset)
    {
        var body = ProductHost.Pressed(await _host.Question());
        var headers = ProductHost.Signed(body, offset);

        Assert.Equal(200, (await _host.Press(body, headers)).Status);
        await _host.Applied();
        var entries = await Told();
        for (var i = 0; i < 20; i++)
        {
            Assert.Equal(200, (await _host.Press(body, headers)).Status);
        }

        await _host.Rests();
        Assert.Equal(entries, await Told());
        Assert.Single(entries, e => e.Kind == "Approved");
    }

    /// <summary>T-SL-1: the secret before counts while it is configured.</summary>
    [Fact]
    public async Task Press_signed_with_the_secret_before_decides()
    {
        var body = ProductHost.Pressed(await _host.Question());

        Assert.Equal(200, (await _host.Press(body, ProductHost.Signed(body, previous: true))).Status);
        await _host.Applied();
        Assert.Equal("1", _host.Value);
    }

    /// <summary>T-SL-3: ids count, names do not; and only ids of our workspace.</summary>
    [Theory]
    [InlineData("U3", "ben", "T1")]
    [InlineData("U3", "U1", "T1")]
    [InlineData("", "U1", "T1")]
    [InlineData("B1", "bot", "T1")]
    [InlineData("u1", "ben", "T1")]
    [InlineData("U1 ", "ben", "T1")]
    [InlineData("U1", "ben", "T2")]
    [InlineData("U1", "ben", "")]
    [InlineData("U1,U2", "ben", "T1")]
    public async Task Who_may_not_decide_decides_nothing(string user, string name, string team)
    {
        var gate = await _host.Question();
        var body = ProductHost.Pressed(gate, user: user, name: name, team: team);

        Assert.Equal(200, (await _host.Press(body, ProductHost.Signed(body))).Status);

        await _host.Rests();
        Assert.DoesNotContain(await _host.Entries(), e => e.Kind is "Approved" or "Rejected");
        Assert.Null(_host.Value);
        var renamed = ProductHost.Pressed(gate, user: "U2", name: "somebody new");
        Assert.Equal(200, (await _host.Press(renamed, ProductHost.Signed(renamed))).Status);
        await _host.Applied();
        Assert.Equal("1", _host.Value);
    }

    /// <summary>T-SL-4: a press decides about the plan that was shown, and about no other.</summary>
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Press_after_a_push_applies_nothing(bool back)
    {
        var gate = await _host.Question();
        await _host.Rests();
        var shown = _host.Git.Repository(ProductHost.Shop).TipOf("refs/heads/main");
        _host.Git.Repository(ProductHost.Shop).Commit("main", new Dictionary<string, string> { ["config.yaml"] = ProductHost.ConfigMap(2) }, "second");
        await _host.Outcome(await _host.Push(ProductHost.Shop));
        await Eventually.Holds(async () => (await _host.Entries()).Any(e => e.Kind == "ApprovalVoided"), "the question is withdrawn");
        if (back)
        {
            _host.Git.Repository(ProductHost.Shop).SetRef("refs/heads/main", shown);
            await _host.Outcome(await _host.Push(ProductHost.Shop));
        }

        await _host.Rests();
        var body = ProductHost.Pressed(gate);
        Assert.Equal(200, (await _host.Press(body, ProductHost.Signed(body))).Status);

        await _host.Rests();
        Assert.Null(_host.Value);
        Assert.DoesNotContain(await _host.Entries(), e => e.Kind is "Approved" or "OperationStarted");
        Assert.Contains(_host.Recorder.Calls, c => c.Path.EndsWith("chat.postEphemeral", StringComparison.Ordinal) && c.Body.Contains("newer question", StringComparison.Ordinal));
    }

    /// <summary>T-SL-5: of presses at once the first decides; the others are told who did.</summary>
    [Fact]
    public async Task Of_fifty_presses_at_once_exactly_one_decides()
    {
        var gate = await _host.Question();
        await _host.Rests();

        var answers = await Task.WhenAll(Enumerable.Range(0, 50).Select(i =>
        {
            var body = ProductHost.Pressed(gate, i % 2 == 0 ? "approve" : "reject", user: i % 3 == 0 ? "U1" : "U2", name: $"person {i}");
            return _host.Press(body, ProductHost.Signed(body));
        }));

        Assert.All(answers, a => Assert.Equal(200, a.Status));
        await Eventually.Holds(async () => (await _host.Entries()).Any(e => e.Kind is "Approved" or "Rejected"), "it is decided");
        var isApproved = (await _host.Entries()).Any(e => e.Kind == "Approved");
        await (isApproved ? _host.Applied() : _host.Rests());
        var entries = await _host.Entries();
        Assert.Single(entries, e => e.Kind is "Approved" or "Rejected");
        Assert.Equal(isApproved ? "1" : null, _host.Value);
        Assert.Equal(isApproved ? 1 : 0, entries.Count(e => e.Kind == "OperationStarted"));
        Assert.Equal(49, _host.Recorder.Calls.Count(c => c.Path.EndsWith("chat.postEphemeral", StringComparison.Ordinal) && c.Body.Contains("Already", StringComparison.Ordinal)));
    }

    /// <summary>T-SL-11: answers go to Slack's own address, whatever a payload names.</summary>
    [Theory]
    [InlineData("U1")]
    [InlineData("U3")]
    public async Task Address_in_the_payload_is_never_called(string user)
    {
        using var elsewhere = new System.Net.Sockets.TcpListener(System.Net.IPAddress.Loopback, 0);
        elsewhere.Start();
        var gate = await _host.Question();
        await _host.Rests();

        foreach (var url in (string[])[$"http://127.0.0.1:{((System.Net.IPEndPoint)elsewhere.LocalEndpoint).Port}/", "http://169.254.169.254/latest/meta-data", "file:///etc/passwd", "https://hooks.slack.com@169.254.169.254/"])
        {
            var body = ProductHost.Pressed(gate, user: user, answerTo: url);
            Assert.Equal(200, (await _host.Press(body, ProductHost.Signed(body))).Status);
        }

        await _host.Rests();
        Assert.False(elsewhere.Pending());
        Assert.All(_host.Recorder.Calls, c => Assert.DoesNotContain("meta-data", c.Path + c.Body, StringComparison.Ordinal));
    }

    /// <summary>T-SL-9: authentic, and nothing to do; or of no form that Slack has.</summary>
    [Theory]
    [InlineData("payload=%7B%22type%22%3A%22view_submission%22%7D", 200)]
    [InlineData("payload=%7B%22type%22%3A%22block_actions%22%2C%22actions%22%3A%5B%5D%7D", 200)]
    [InlineData("ssl_check=1&token=x", 200)]
    [InlineData("payload=%5B1%5D", 200)]
    [InlineData("payload=", 400)]
    [InlineData("", 400)]
    [InlineData("nothing=1", 400)]
    [InlineData("payload=%7Bnot+json", 400)]
    [InlineData("payload=%7B%22type%22%3A%22block_actions%22%2C%22type%22%3A%22x%22%7D", 400)]
    [InlineData("payload=%7B%22type%22%3A%22%5Cud800%22%7D", 400)]
    [InlineData("payload=%7B%22a%22%3A%22%FF%22", 400)]
    public async Task Callback_of_another_kind_does_nothing(string form, int status)
    {
        var stored = _host.Stored();
        var body = Encoding.UTF8.GetBytes(form);

        Assert.Equal(status, (await _host.Press(body, ProductHost.Signed(body))).Status);
        Assert.Equal(stored, _host.Stored());
    }

    /// <summary>T-SL-9, T-WH-5: two megabytes are not read, signed or not.</summary>
    [Fact]
    public async Task Callback_of_two_megabytes_is_refused()
    {
        var body = Encoding.UTF8.GetBytes("payload=" + new string('x', 2 * 1024 * 1024));
        int status;
        try
        {
            status = (await _host.Press(body, ProductHost.Signed(body))).Status;
        }
        catch (HttpRequestException)
        {
            // The connection ended while the client was still writing.
            status = 413;
        }

        Assert.Equal(413, status);
    }

    // Reports come when they come.
    private async Task<IReadOnlyList<(string Kind, string Actor)>> Told() => [.. (await _host.Entries()).Where(e => e.Kind != "Reported")];
}

using System.Globalization;
using System.Text.Json.Nodes;
using Plumbline.Core.Events;
using Plumbline.Support.Recorder;
using Plumbline.Support.State;

namespace Plumbline.Reporting.Tests;

/// <summary>I9, I10: a service that asks to be left alone is left alone for that long, and no status stays behind; what is told is entered once.</summary>
public sealed class ReportLimitTests : IAsyncLifetime
{
    private const string Status = "/api/v3/repos/acme/shop/statuses";
    private ReportWorld _world = null!;

    public async ValueTask InitializeAsync() => _world = await ReportWorld.Start();

    public ValueTask DisposeAsync() => _world.DisposeAsync();

    public static TheoryData<string, int, string, string, int> Limits => new()
    {
        { "primary", 403, "X-RateLimit-Remaining=0;X-RateLimit-Reset=+600", """{"message":"API rate limit exceeded for user ID 1."}""", 600 },
        { "primary, as 429", 429, "X-RateLimit-Remaining=0;X-RateLimit-Reset=+600", """{"message":"API rate limit exceeded for user ID 1."}""", 600 },
        { "primary, other words", 403, "X-RateLimit-Remaining=0;X-RateLimit-Reset=+600", """{"message":"slow down"}""", 600 },
        { "secondary", 403, "Retry-After=120;X-RateLimit-Remaining=4000", """{"message":"You have exceeded a secondary rate limit."}""", 120 },
        { "secondary, as 429", 429, "Retry-After=120", "{}", 120 },
        { "secondary, without a time", 403, "X-RateLimit-Remaining=4000", """{"message":"You have exceeded a secondary rate limit. Please wait.","documentation_url":"https://docs.github.com/rest/overview/rate-limits-for-the-rest-api#about-secondary-rate-limits"}""", 60 },
        { "429 without a time", 429, "", "{}", 60 },
        { "reset in the past", 403, "X-RateLimit-Remaining=0;X-RateLimit-Reset=+-100", "{}", 1 },
        { "reset in a year", 403, "X-RateLimit-Remaining=0;X-RateLimit-Reset=+31536000", "{}", 7200 },
    };

    [Theory]
    [MemberData(nameof(Limits))]
    public async Task Limit_of_GitHub_is_waited_for_and_the_status_told_then(string name, int code, string headers, string body, int seconds)
    {
        Assert.NotEmpty(name);
        _world.Recorder.FailNext(new RecorderFault(Status, code) { Headers = Headers(headers), Body = body });
        await _world.Happens(EventKind.OperationSucceeded, e => e with { Channel = null });
        await _world.Publish();

        Assert.False(await _world.SweepAfter(TimeSpan.FromSeconds(seconds - 1)));
        Assert.Single(_world.Recorder.Calls);
        Assert.True(await _world.SweepAfter(TimeSpan.FromSeconds(2)));
        Assert.Equal("success", Assert.Single(_world.Recorder.Statuses).State);
        Assert.Equal([EventKind.OperationSucceeded, EventKind.Reported], await _world.Kinds());
        Assert.False(await _world.SweepAfter(TimeSpan.FromDays(1)));
    }

    [Theory]
    [InlineData(500, 10)]
    [InlineData(502, 10)]
    [InlineData(503, 10)]
    [InlineData(401, 300)]
    [InlineData(403, 300)]
    [InlineData(404, 300)]
    [InlineData(422, 300)]
    public async Task Status_that_was_refused_is_told_when_it_can_be(int code, int seconds)
    {
        _world.Recorder.FailNext(new RecorderFault(Status, code));
        await _world.Happens(EventKind.OperationSucceeded, e => e with { Channel = null });
        await _world.Publish();

        Assert.False(await _world.SweepAfter(TimeSpan.FromSeconds(seconds - 1)));
        Assert.True(await _world.SweepAfter(TimeSpan.FromSeconds(2)));
        Assert.Equal("success", Assert.Single(_world.Recorder.Statuses).State);
    }

    /// <summary>I9: a message that is lost costs minutes.</summary>
    [Fact]
    public async Task Status_whose_message_was_lost_is_told_by_the_timer()
    {
        await _world.Happens(EventKind.OperationStarted, e => e with { Channel = null });
        await _world.Publish();
        _world.Clock.Advance(TimeSpan.FromSeconds(1));
        await _world.Happens(EventKind.OperationSucceeded, e => e with { Channel = null });
        Assert.Equal("pending", Assert.Single(_world.Recorder.Statuses).State);

        Assert.False(await _world.SweepAfter(TimeSpan.FromMinutes(9)));
        Assert.True(await _world.SweepAfter(TimeSpan.FromMinutes(1)));
        Assert.Equal("success", Assert.Single(_world.Recorder.Statuses).State);
        Assert.False(await _world.SweepAfter(TimeSpan.FromMinutes(10)));
    }

    [Fact]
    public async Task Status_that_is_refused_for_days_is_given_up()
    {
        for (var i = 0; i < 100; i++)
        {
            _world.Recorder.FailNext(new RecorderFault(Status, 403));
        }

        await _world.Happens(EventKind.OperationSucceeded, e => e with { Channel = null });
        await _world.Publish();
        for (var hour = 0; hour < 72; hour++)
        {
            await _world.SweepAfter(TimeSpan.FromHours(1));
        }

        Assert.Equal(24, _world.Recorder.Calls.Count);
    }

    [Fact]
    public async Task New_state_of_a_status_that_was_given_up_is_told()
    {
        await Status_that_is_refused_for_days_is_given_up();
        var before = _world.Recorder.Calls.Count;
        await _world.Happens(EventKind.OperationFailed, e => e with { Channel = null });
        await _world.Publish();

        Assert.Equal(before + 1, _world.Recorder.Calls.Count);
    }

    [Theory]
    [InlineData(429, "Retry-After=90", "{}", 90)]
    [InlineData(200, "Retry-After=90", """{"ok":false,"error":"ratelimited"}""", 90)]
    [InlineData(200, "", """{"ok":false,"error":"ratelimited"}""", 10)]
    [InlineData(500, "", "{}", 10)]
    [InlineData(200, "", """{"ok":false,"error":"channel_not_found"}""", 300)]
    [InlineData(200, "", """{"ok":"true"}""", 300)]
    [InlineData(200, "", "[1]", 300)]
    [InlineData(200, "", "<html>", 300)]
    public async Task Limit_of_Slack_is_waited_for_and_the_message_posted_once(int code, string headers, string body, int seconds)
    {
        _world.Recorder.FailNext(new RecorderFault("/slack/chat.postMessage", code) { Headers = Headers(headers), Body = body });
        await _world.Happens(EventKind.OperationStarted, e => e with { Commits = [] });
        await _world.Publish();

        Assert.False(await _world.SweepAfter(TimeSpan.FromSeconds(seconds - 1)));
        Assert.True(await _world.SweepAfter(TimeSpan.FromSeconds(2)));
        Assert.Single(_world.Recorder.Messages);
    }

    [Fact]
    public async Task Of_two_services_that_ask_to_be_left_alone_the_longer_time_counts()
    {
        _world.Recorder.FailNext(new RecorderFault(Status, 429) { Headers = Headers("Retry-After=600") });
        await _world.Happens(EventKind.OperationStarted);
        _world.Recorder.FailNext(new RecorderFault("/slack/chat.postMessage", 429) { Headers = Headers("Retry-After=30") });
        await _world.Publish();

        Assert.False(await _world.SweepAfter(TimeSpan.FromSeconds(599)));
        Assert.True(await _world.SweepAfter(TimeSpan.FromSeconds(2)));
        Assert.Single(_world.Recorder.Statuses);
        Assert.Single(_world.Recorder.Messages);
    }

    /// <summary>I10, CP16: whoever dies after telling tells again, and that stands in the ledger once.</summary>
    [Fact]
    public async Task Report_that_is_told_again_after_a_crash_is_entered_once()
    {
        await _world.Happens(EventKind.OperationSucceeded);
        var saves = 0;
        _world.Documents.Faults.Plan = (method, subject) =>
            method == "Replace" && subject == "reports/shop" && ++saves == 1 ? StorageFault.Refused : StorageFault.None;
        await Assert.ThrowsAsync<Core.State.StorageException>(_world.Publish);
        _world.Documents.Faults.Plan = null;
        _world.Clock.Advance(TimeSpan.FromMinutes(2));

        await _world.Publish();
        await _world.Publish();

        Assert.Equal([EventKind.OperationSucceeded, EventKind.Reported], await _world.Kinds());
        Assert.Null(await _world.Ledger.Verify(ReportWorld.App, TestContext.Current.CancellationToken));
    }

    /// <summary>T-OUT-2, T-SL-8: strangers' text is text, wherever it stands in a message.</summary>
    [Theory]
    [InlineData("<!channel>")]
    [InlineData("<!here>")]
    [InlineData("<@U1>")]
    [InlineData("<#C1>")]
    [InlineData("<http://evil|https://good>")]
    [InlineData("a & b < c > d")]
    [InlineData("*b* _i_ ~s~ `c` ```d```")]
    [InlineData("@channel @here #deploys")]
    [InlineData("\u202Eabc\u0007\u001b[2J\ud800")]
    public async Task Text_of_strangers_stays_text_in_every_part_of_a_message(string text)
    {
        await _world.Happens(EventKind.ApprovalRequested, e => e with
        {
            Environment = text,
            Actor = text,
            Message = text,
            Lines = [text],
            Gate = "g1",
            Expires = e.At.AddHours(1),
            Counts = new PlanCounts(1, 0, 0, 0),
            Commits = [ReportWorld.Commit with { Author = text, Subject = text }],
        });
        await _world.Publish();
        await _world.Happens(EventKind.Approved, e => e with { Environment = text, Message = text });
        await _world.Publish();

        var message = Assert.Single(_world.Recorder.Messages);
        foreach (var shown in Texts(message.Body["blocks"]).Append(message.Text))
        {
            var plain = shown.Replace("&lt;", "", StringComparison.Ordinal).Replace("&gt;", "", StringComparison.Ordinal).Replace("&amp;", "", StringComparison.Ordinal);
            Assert.DoesNotMatch("[<>&]|[*_~`@#|](?!\u2060|Plan\\*|Changes\\*|Commit\\*|Asked by\\*|\n|$)|\u202e|[\u0000-\u0009\u000b-\u001f]", plain);
        }

        var status = Assert.Single(_world.Recorder.Statuses);
        Assert.InRange(status.Description.Length, 1, 140);
        Assert.DoesNotContain(status.Description, c => char.IsControl(c) || char.GetUnicodeCategory(c) == UnicodeCategory.Format);
    }

    /// <summary>T-OUT-1.</summary>
    [Theory]
    [InlineData(139)]
    [InlineData(140)]
    [InlineData(141)]
    [InlineData(5000)]
    public async Task Description_of_a_status_is_cut_to_what_GitHub_takes(int length)
    {
        await _world.Happens(EventKind.OperationFailed, e => e with { Channel = null, Message = string.Concat(Enumerable.Repeat("😀", length / 2)) + (length % 2 == 0 ? "" : "x") });
        await _world.Publish();

        var told = Assert.Single(_world.Recorder.Statuses).Description;
        Assert.InRange(told.Length, Math.Min(length, 138), 140);
        Assert.DoesNotContain('\ufffd', told);
        Assert.Equal(length > 140, told.EndsWith('…'));
    }

    private Dictionary<string, string> Headers(string text) => text.Split(';', StringSplitOptions.RemoveEmptyEntries).Select(h => h.Split('=')).ToDictionary(
        h => h[0],
        h => h[1].StartsWith('+') ? (_world.Clock.GetUtcNow().ToUnixTimeSeconds() + long.Parse(h[1][1..], CultureInfo.InvariantCulture)).ToString(CultureInfo.InvariantCulture) : h[1]);

    private static IEnumerable<string> Texts(JsonNode? node) => node switch
    {
        JsonObject map => map.Where(m => m.Key is "text" or "elements" or "fields" or "blocks").SelectMany(m => Texts(m.Value)),
        JsonArray list => list.SelectMany(Texts),
        JsonValue value when value.TryGetValue<string>(out var text) => [text],
        _ => [],
    };
}

using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Logging.Console;
using Microsoft.Extensions.Time.Testing;
using Plumbline.Functions.Composition.Logs;
using Plumbline.Functions.Tests.Hosting;

namespace Plumbline.Functions.Tests.Composition;

/// <summary>What strangers can do to a log (T-LOG): no line of their own, no flood, no documents.</summary>
public sealed partial class BoundedLogTests : IDisposable
{
    private readonly FakeTimeProvider _clock = new(new DateTimeOffset(2026, 1, 15, 12, 0, 0, TimeSpan.Zero));
    private readonly KeptLines _kept = new();
    private readonly ILogger _logger;

    public BoundedLogTests()
    {
        var services = new ServiceCollection().AddSingleton<TimeProvider>(_clock).AddLogging(l => l.SetMinimumLevel(LogLevel.Trace).AddProvider(_kept));
        _logger = BoundedLoggerFactory.AddTo(services).BuildServiceProvider().GetRequiredService<ILogger<BoundedLogTests>>();
    }

    public void Dispose() => _kept.Dispose();

    [Theory]
    [InlineData("x\n2026-01-15 INFO admin approved", @"x\n2026-01-15 INFO admin approved")]
    [InlineData("x\r\ny", @"x\r\ny")]
    [InlineData("\u001b[2Jx", @"\u001b[2Jx")]
    [InlineData("a\u0085b\u2028c\u202ed", @"a\u0085b\u2028c\u202ed")]
    [InlineData("tab\there", @"tab\there")]
    [InlineData("Ünïcode 漢字 {App} {0}", "Ünïcode 漢字 {App} {0}")]
    public void Value_cannot_begin_a_line_of_its_own(string name, string told)
    {
        Events.Failed(_logger, name, 3);

        var line = Assert.Single(_kept.All);
        Assert.Equal($"Failed The application '{told}' failed {{again}}, try 3 {told} 3 ", line);
    }

    [Fact]
    public void Branch_name_of_a_megabyte_is_cut()
    {
        Events.Failed(_logger, new string('b', 1024 * 1024), 1);

        Assert.InRange(Assert.Single(_kept.All).Length, 4000, 4400);
        Assert.Contains("… (1048576 characters)", _kept.All[0], StringComparison.Ordinal);
    }

    [Fact]
    public void Million_failures_of_one_source_hide_nobody_elses_and_are_counted()
    {
        for (var i = 0; i < 1_000_000; i++)
        {
            Events.Failed(_logger, "hostile", i);
        }

        Events.Failed(_logger, "shop", 1);
        Assert.Equal(LogPace.Most + 1, _kept.All.Count);
        Assert.Contains("shop", _kept.All[^1], StringComparison.Ordinal);

        _clock.Advance(TimeSpan.FromMinutes(1));
        Events.Failed(_logger, "hostile", 1);
        Assert.Equal(LogPace.Most + 3, _kept.All.Count);
        Assert.Contains($"{1_000_000 - LogPace.Most} more lines of Failed about 'hostile'", _kept.All[^2], StringComparison.Ordinal);
    }

    [Fact]
    public void Sources_without_end_count_as_one()
    {
        for (var i = 0; i < 100_000; i++)
        {
            Events.Failed(_logger, $"hostile-{i}", i);
        }

        Assert.InRange(_kept.All.Count, 4096, 4096 + LogPace.Most);
    }

    [Fact]
    public void What_is_critical_always_passes()
    {
        for (var i = 0; i < 2 * LogPace.Most; i++)
        {
            Events.Broken(_logger, "shop");
        }

        Assert.Equal(2 * LogPace.Most, _kept.All.Count);
    }

    [Fact]
    public void Failure_is_one_line_of_the_console_however_it_is_worded()
    {
        using var text = new StringWriter();
        var entry = new LogEntry<string>(LogLevel.Error, "Plumbline.Sync", new EventId(7), "a\nb", new IOException("no\r\n12:00:00.000 info: Plumbline[0] all is well\u001b[0m"), (s, _) => s);

        new LineFormatter(_clock).Write(entry, null, text);

        var lines = text.ToString().Split(Environment.NewLine);
        Assert.Equal(2, lines.Length);
        Assert.StartsWith(@"12:00:00.000 fail: Plumbline.Sync[7] a\nb System.IO.IOException: no\r\n12:00:00.000 info", lines[0], StringComparison.Ordinal);
        Assert.DoesNotContain('\u001b', lines[0]);
    }

    private static partial class Events
    {
        [LoggerMessage(1, LogLevel.Warning, "The application '{App}' failed {{again}}, try {Try}", EventName = "Failed")]
        public static partial void Failed(ILogger logger, string app, int @try);

        [LoggerMessage(2, LogLevel.Critical, "{App} is broken", EventName = "Broken")]
        public static partial void Broken(ILogger logger, string app);
    }
}

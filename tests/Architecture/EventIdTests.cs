using System.Text.RegularExpressions;

namespace Plumbline.Architecture;

/// <summary>Ids and names of log events are a contract with whoever reads them: docs/telemetry.md.</summary>
public sealed partial class EventIdTests
{
    private static IReadOnlyList<(string Path, string Id, string Name)> Events { get; } = [..
        from file in Checkout.Code("shared", "functions")
        from line in file.Lines
        let id = Id().Match(line)
        where id.Success
        select (file.Path, id.Groups["id"].Value, Name().Match(line).Groups["name"].Value)];

    [Fact]
    public void An_event_id_is_used_once()
    {
        var twice = Events.GroupBy(e => e.Id).Where(g => g.Count() > 1).Select(g => $"{g.Key}: {string.Join(", ", g.Select(e => e.Path))}");

        Assert.NotEmpty(Events);
        Assert.Empty(twice);
    }

    [Fact]
    public void An_event_stands_in_the_telemetry_page_with_its_name()
    {
        var page = File.ReadAllLines(Path.Combine(Checkout.Root, "docs/telemetry.md"));

        var missing = Events.Where(e => !page.Any(l => l.StartsWith($"| {e.Id} | `{e.Name}` |", StringComparison.Ordinal)));

        Assert.Empty(missing.Select(e => $"| {e.Id} | `{e.Name}` | ({e.Path})"));
    }

    [GeneratedRegex(@"\[LoggerMessage\((?:EventId = )?(?<id>\d+)")]
    private static partial Regex Id();

    [GeneratedRegex("EventName = \"(?<name>\\w+)\"")]
    private static partial Regex Name();
}

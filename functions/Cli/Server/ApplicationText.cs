using System.Globalization;
using System.Text;
using Plumbline.Core.Objects;
using Plumbline.Functions.Cli.Output;

namespace Plumbline.Functions.Cli.Server;

/// <summary>Applications and operations of the API as people read them.</summary>
internal static class ApplicationText
{
    private const int ShortDigits = 8;

    /// <summary>An answer with these applications.</summary>
    public static Answer Of(MapNode whole, IReadOnlyList<MapNode> items) => new(whole, items)
    {
        Table = () => TextTable.Of(
            ["NAME", "PROJECT", "SYNC", "HEALTH", "REVISION", "STATUS"],
            items.Select(i => (IReadOnlyList<string>)[i.Text("name"), i.Text("project"), i.Text("sync"), i.Text("health"), Commits(i), i.Text("status")])),
        Name = i => i.Text("name"),
    };

    /// <summary>An answer with this application alone: its sentence first, then what is known.</summary>
    public static Answer One(MapNode app) => new(app, [app]) { Table = () => Sheet(app), Name = i => i.Text("name") };

    /// <summary>An answer with these operations.</summary>
    public static Answer Operations(MapNode whole) => new(whole, whole.Maps("items"))
    {
        Table = () => TextTable.Of(
            ["ID", "PHASE", "STARTED", "TOOK", "BY", "REVISION", "CHANGES", "MESSAGE"],
            whole.Maps("items").Select(o => (IReadOnlyList<string>)
                [o.Text("id"), o.Text("phase"), Time(o.Text("started")), Took(o), o.Text("initiator"), Commits(o), o.Text("changes"), o.Text("message")])),
        Name = o => o.Text("id"),
    };

    /// <summary>The first digits of a digest or commit.</summary>
    public static string Short(string digest) => digest.Length > ShortDigits ? digest[..ShortDigits] : digest;

    /// <summary>A time of the API in UTC to the second; as it is where it is none.</summary>
    public static string Time(string text) => DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var time)
        ? time.ToUniversalTime().ToString("yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture)
        : text;

    private static string Commits(MapNode item) => string.Join(',', item.Maps("commits").Select(c => Short(c.Text("commit"))));

    private static string Took(MapNode operation) =>
        DateTimeOffset.TryParse(operation.Text("started"), CultureInfo.InvariantCulture, out var started) && DateTimeOffset.TryParse(operation.Text("ended"), CultureInfo.InvariantCulture, out var ended)
            ? Duration(ended - started)
            : "";

    private static string Duration(TimeSpan took) => took.TotalSeconds < 100 ? $"{took.TotalSeconds:0} s" : took.TotalMinutes < 100 ? $"{took.TotalMinutes:0} m" : $"{took.TotalHours:0} h";

    private static string Sheet(MapNode app)
    {
        var text = new StringBuilder();
        text.Append(PlainText.Of($"{app.Text("name")}: {app.Text("status")}")).Append('\n');
        Line("project", app.Text("project"));
        Line("environment", app.Text("environment"));
        Line("sync", app.Text("sync"));
        Line("health", app.Text("health"));
        foreach (var commit in app.Maps("commits"))
        {
            var who = commit.Text("author") is { Length: > 0 } author ? $" ({author})" : "";
            Line("revision", $"{Short(commit.Text("commit"))} \"{commit.Text("subject")}\"{who} {commit.Text("repository")}");
        }

        Line("plan", app.Text("plan") is { Length: > 0 } plan ? $"{Short(plan)}{(app.Text("gate").Length > 0 ? ", waits for approval" : "")}" : "");
        Line("operation", app.Text("operation"));
        Line("code", app.Text("code"));
        Line("seen", app.Text("seen") is { Length: > 0 } seen ? $"{Time(seen)} UTC" : "");
        foreach (var problem in (app["problems"] as ListNode)?.OfType<ScalarNode>() ?? [])
        {
            text.Append("  ✖ ").Append(PlainText.Of(problem.ToString())).Append('\n');
        }

        return text.ToString();

        void Line(string name, string value)
        {
            if (value.Length > 0)
            {
                text.Append("  ").Append(name.PadRight(12)).Append(PlainText.Of(value)).Append('\n');
            }
        }
    }
}

using System.Globalization;
using Plumbline.Rendering.Helm.Template;
using Plumbline.Rendering.Helm.Template.Fmt;
using Plumbline.Rendering.Helm.Values;
using static Plumbline.Rendering.Helm.Values.GoType;

namespace Plumbline.Rendering.Helm.Functions;

/// <summary>Sprig's dates and durations. Go's local zone is UTC here.</summary>
internal static class DateFunctions
{
    /// <summary>The family.</summary>
    public static IReadOnlyList<GoFunction> All { get; } = new FunctionList()
        .Add("now", [], Time, static (c, _) => GoTime.Now(c))
        .Add("date", [GoType.String, Any], GoType.String, static (c, a) => Format(a.Text(0), a[1], "Local", c))
        .AddPair("dateInZone", "date_in_zone", [GoType.String, Any, GoType.String], GoType.String, static (c, a) => Format(a.Text(0), a[1], a.Text(2), c))
        .Add("htmlDate", [Any], GoType.String, static (c, a) => Format("2006-01-02", a[0], "Local", c))
        .Add("htmlDateInZone", [Any, GoType.String], GoType.String, static (c, a) => Format("2006-01-02", a[0], a.Text(1), c))
        .AddPair("dateModify", "date_modify", [GoType.String, Time], Time, static (_, a) => Later(a))
        .AddPair("mustDateModify", "must_date_modify", [GoType.String, Time], Time, static (_, a) => MustLater(a))
        .Add("ago", [Any], GoType.String, Ago)
        .Add("duration", [Any], GoType.String, Duration)
        .Add("durationRound", [Any], GoType.String, RoughDuration)
        .Add("toDate", [GoType.String, GoType.String], Time, static (_, a) => GoTimeParser.Parse(a.Text(0), a.Text(1), out string _) ?? GoTime.Zero)
        .Add("mustToDate", [GoType.String, GoType.String], Time, static (_, a) => GoTimeParser.Parse(a.Text(0), a.Text(1), out var e) ?? throw new GoErrorException(e))
        .Add("unixEpoch", [Time], GoType.String, static (_, a) => ((GoTime)a[0]!).UnixSeconds.ToString(CultureInfo.InvariantCulture))
        .Functions;

    private static string Format(string layout, object? date, string zone, TemplateContext context) =>
        GoLayout.Format(Moment(date, context).In(GoZone.Find(zone) ?? GoZone.Utc), layout);

    private static GoTime Moment(object? date, TemplateContext context) => date switch
    {
        GoTime time => time,
        long seconds => new GoTime(seconds, 0, GoZone.Utc),
        nint seconds => new GoTime(seconds, 0, GoZone.Utc),
        int seconds => new GoTime(seconds, 0, GoZone.Utc),
        _ => GoTime.Now(context),
    };

    private static GoTime Later(ReadOnlySpan<object?> a) =>
        GoDuration.Parse(a.Text(0), out _) is { } duration ? ((GoTime)a[1]!).Add(duration) : (GoTime)a[1]!;

    private static GoTime MustLater(ReadOnlySpan<object?> a) =>
        ((GoTime)a[1]!).Add(GoDuration.Parse(a.Text(0), out var error) ?? throw new GoErrorException(error));

    private static object Ago(TemplateContext context, ReadOnlySpan<object?> a) =>
        GoDuration.Text(GoDuration.Round(GoTime.Now(context).Since(Moment(a[0] is int ? null : a[0], context)), GoDuration.Second));

    private static object Duration(TemplateContext context, ReadOnlySpan<object?> a)
    {
        var seconds = a[0] switch { string text => NumberFunctions.Atoi(text), long number => number, _ => 0 };
        return GoDuration.Text(unchecked(seconds * GoDuration.Second));
    }

    private static object RoughDuration(TemplateContext context, ReadOnlySpan<object?> a)
    {
        var duration = a[0] switch
        {
            string text => GoDuration.Parse(text, out _) ?? 0,
            long number => number,
            GoTime time => GoTime.Now(context).Since(time),
            _ => 0,
        };
        var value = (ulong)Math.Abs((decimal)duration);
        const ulong day = 24 * (ulong)GoDuration.Hour;
        (ulong Size, string Unit)[] units =
            [(365 * day, "y"), (30 * day, "mo"), (day, "d"), ((ulong)GoDuration.Hour, "h"), ((ulong)GoDuration.Minute, "m"), ((ulong)GoDuration.Second, "s")];
        foreach (var (size, unit) in units)
        {
            if (value > size)
            {
                return (value / size).ToString(CultureInfo.InvariantCulture) + unit;
            }
        }

        return "0s";
    }
}

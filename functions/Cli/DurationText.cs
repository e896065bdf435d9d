using System.Globalization;

namespace Plumbline.Functions.Cli;

/// <summary>Times as users write them: <c>90s</c>, <c>10m</c>, <c>1h</c>.</summary>
internal static class DurationText
{
    private const int MostDays = 7;

    /// <summary>Reads one; false for anything else, for zero and for more than a week.</summary>
    public static bool TryParse(string text, out TimeSpan time)
    {
        time = default;
        if (text.Length < 2 || !int.TryParse(text.AsSpan(0, text.Length - 1), NumberStyles.None, CultureInfo.InvariantCulture, out var number))
        {
            return false;
        }

        time = text[^1] switch { 's' => TimeSpan.FromSeconds(number), 'm' => TimeSpan.FromMinutes(number), 'h' => TimeSpan.FromHours(number), _ => default };
        return time > TimeSpan.Zero && time <= TimeSpan.FromDays(MostDays);
    }
}
